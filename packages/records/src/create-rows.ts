import { insertRecords, newId } from '@fieldwork/database'
import type { QueryContext } from '@fieldwork/database'
import { AppError, appError } from '@fieldwork/metadata'
import type { CompiledObject } from '@fieldwork/metadata'
import type { Problem } from '@fieldwork/fields'
import { demand } from './actor-context.ts'
import { describedRefusal } from './duplicate-problems.ts'
import { hasAfterHooks, tellAfterHooks } from './hooks/run-after-hooks.ts'
import { hasBeforeHooks, runHooks } from './hooks/run-hooks.ts'
import { inTransaction } from './in-transaction.ts'
import type { FieldValues, ManyCreated } from './types.ts'
import { tryNewRecord } from './values.ts'
import type { NewRecordOptions } from './values.ts'
import type { WriteContext } from './write-context.ts'
import { warningsOf } from './write-problems.ts'

/** more would only hide the first ones */
export const maxProblems = 1_000

/** New records without lines of their own, all or none, through the hooks where there are any. */
export async function createRows(ctx: WriteContext, name: string, input: NewRows): Promise<ManyCreated> {
  demand(ctx, name, 'create')
  if (hasBeforeHooks(ctx, name, 'create') || hasAfterHooks(ctx, name, 'create')) return createHooked(ctx, name, input)
  return storeMany(ctx, name, input)
}

/** Row after row through the hooks before it, then all at once, then row after row through those after it. */
async function createHooked(
  ctx: WriteContext,
  name: string,
  { rows, options, beforeLines }: NewRows,
): Promise<ManyCreated> {
  const object = ctx.catalog.object(name)
  const complete = checkedRows(ctx, object, { rows, options })
  return inTransaction(ctx, async (within) => {
    const left: FieldValues[] = []
    for (const values of complete)
      left.push(await runHooks(within, { object: name, operation: 'create', id: null, values, before: null }))
    const made = await storeMany(within, name, { rows: left, options: { ...options, withStamps: true }, beforeLines })
    const written = { object: name, operation: 'create', transition: null, before: null } as const
    await tellAfterHooks(
      within,
      made.ids.map((id, at) => ({ ...written, entered: rows[at] ?? {}, id })),
    )
    return made
  })
}

/** @throws validation_failed (every problem) */
function checkedRows(ctx: WriteContext, object: CompiledObject, { rows, options }: NewRows): FieldValues[] {
  return Array.from(prepared(ctx, object, { rows, options, ids: [] }), ({ values }) => values)
}

async function storeMany(
  ctx: WriteContext,
  name: string,
  { rows, options, beforeLines }: NewRows,
): Promise<ManyCreated> {
  const object = ctx.catalog.object(name)
  const ids: string[] = []
  const outcomes = await insertRecords(ctx, {
    object: name,
    count: rows.length,
    rows: { [Symbol.iterator]: () => prepared(ctx, object, { rows, options, ids }) },
    reason: ctx.actor.system?.reason,
    beforeLines,
  })
  const refused: { row: number; error: AppError }[] = []
  for (const [row, outcome] of outcomes.entries()) {
    if (outcome.code === null) continue
    refused.push({ row, error: await describedRefusal(ctx, outcome, { object, id: ids[row] ?? '' }) })
    if (refused.length > maxProblems) break
  }
  if (refused.length > 0) throw joined(refused)
  const warnings = outcomes.flatMap((outcome, row) => atRow(row, warningsOf(object, outcome)))
  return { ids, warnings }
}

interface NewRows {
  rows: readonly FieldValues[]
  options: NewRecordOptions
  /** their lines are written after them */
  beforeLines?: boolean
}

interface PrepareInput extends NewRows {
  /** becomes the ids of the rows */
  ids: string[]
}

/** Checks and completes row by row; after the first wrong one the rest is only checked. */
function* prepared(ctx: QueryContext, object: CompiledObject, { rows, options, ids }: PrepareInput) {
  const problems: Problem[] = []
  ids.length = 0
  for (const [row, sent] of rows.entries()) {
    const { values, problems: found } = tryNewRecord(ctx, object, sent, options)
    if (found.length > 0) problems.push(...atRow(row, found))
    if (problems.length > maxProblems) break
    if (problems.length > 0) continue
    const id = newId()
    ids.push(id)
    yield { id, values }
  }
  if (problems.length > 0) throw appError('validation_failed', {}, problems)
}

const atRow = (row: number, problems: readonly Problem[]): Problem[] =>
  problems.map((problem) => ({ ...problem, pointer: `/${row}${problem.pointer ?? ''}` }))

/** One error for all rows: that of the first, with the problems of each. */
function joined(refused: readonly { row: number; error: AppError }[]): AppError {
  const [first] = refused
  if (!first) throw new Error('Nothing was refused')
  const same = refused.filter(({ error }) => error.code === first.error.code)
  const problems = same.flatMap(({ row, error }) => {
    if (error.problems.length > 0) return atRow(row, error.problems)
    return [{ pointer: `/${row}`, code: error.code, message: error.localized }]
  })
  const { code, status, localized: message, params } = first.error
  return new AppError(code, { status, message, params, problems: problems.slice(0, maxProblems) })
}

import { AppError } from '@fieldwork/metadata'
import type { CompiledField, CompiledObject } from '@fieldwork/metadata'
import type { QueryContext } from '../query/context.ts'
import { environmentKey } from '../query/sql-environment.ts'
import { cached } from '../query/statement-cache.ts'
import type { ParameterValues } from '../query/parameters.ts'
import { runStatement } from '../query/statement.ts'
import { asWriteProblem } from './constraint-error.ts'
import { withDuplicateLocks } from './duplicate-locks.ts'
import { withoutLineRules } from './line-rules.ts'
import { filledFields } from './filled-values.ts'
import { compileInsert } from './insert-statement.ts'
import type { InsertPlan } from './insert-statement.ts'
import { guardedKey } from './guarded-fields.ts'
import { outcomeOf } from './outcome.ts'
import type { InsertInput, VerdictRow, WriteOutcome } from './outcome.ts'
import { placeInput, takePlace } from './sequence.ts'

/**
 * Stores a new record, its event and its auto-numbers in one statement, or nothing of it.
 *
 * @throws duplicate, validation_failed (what only the database can find)
 */
export async function insertRecord(
  ctx: QueryContext,
  { object: name, id, values, reason, beforeLines = false, guarded = [] }: InsertInput,
): Promise<WriteOutcome> {
  const object = ctx.catalog.object(name)
  const given = givenFields(object, values)
  const key = `insert\n${name}\n${environmentKey(ctx)}${beforeLines ? ' before lines' : ''}\n${given.join(',')}${guardedKey(guarded)}`
  const plan = cached(ctx.catalog, key, () =>
    compileInsert(ctx, beforeLines ? withoutLineRules(object) : object, given, { guarded, beforeLines }),
  )
  const inputs = { id, revision: ctx.catalog.revision, reason: reason ?? null }
  const bound = { user: ctx.user, now: ctx.now, inputs, fields: values }
  const outcome = await withDuplicateLocks(ctx, { object, id: null, values, given }, (within) =>
    plan.takes.length === 0 ? run(within, { object, plan, bound }) : runNumbered(within, { object, plan, bound }),
  )
  if (object.listeners.length > 0) ctx.db.told?.()
  return outcome
}

interface Insert {
  object: CompiledObject
  plan: InsertPlan
  bound: ParameterValues
}

async function run(ctx: QueryContext, { object, plan, bound }: Insert): Promise<WriteOutcome> {
  const rows = runStatement<VerdictRow>(ctx.db, plan.statement, bound)
  const [row] = await rows.catch((error) => asWriteProblem(error, object))
  return outcomeOf(row)
}

/** more doubles in a row than that are no accident */
const maxSkipped = 100

/**
 * A number that a record has already, from the time of another format, is skipped: the count moves on by itself. Inside
 * of a transaction that is too late, and the number is a duplicate.
 */
async function runNumbered(ctx: QueryContext, insert: Insert): Promise<WriteOutcome> {
  const { object, plan, bound } = insert
  for (let skipped = 0; ; skipped++) {
    const places: Record<string, string> = {}
    for (const take of plan.takenAhead) places[placeInput(take.field)] = await takePlace(ctx, take, bound)
    try {
      return await run(ctx, { object, plan, bound: { ...bound, inputs: { ...bound.inputs, ...places } } })
    } catch (error) {
      const used = plan.takes.find(({ field }) => isDuplicateOf(error, field.name))
      if (!used || skipped === maxSkipped || ctx.isBound) throw error
      if (!plan.takenAhead.includes(used)) await takePlace(ctx, used, bound)
    }
  }
}

function isDuplicateOf(error: unknown, field: string): boolean {
  if (!(error instanceof AppError) || error.code !== 'duplicate') return false
  return error.problems.some(({ pointer }) => pointer === `/${field}`)
}

/** Fields with a value, always in the same order: one statement however callers arrange them. */
function givenFields(object: CompiledObject, values: Readonly<Record<string, unknown>>): string[] {
  const given: string[] = []
  const filled = filledFields(object)
  for (const field of object.fields.values()) {
    const value = values[field.name]
    if (value != null || (value === null && (hasColumnDefault(field) || filled.includes(field)))) given.push(field.name)
  }
  return given
}

/** There null must be said: a column that is left out gets its default. */
function hasColumnDefault({ type, property }: CompiledField): boolean {
  return type.column(property)?.default !== undefined
}

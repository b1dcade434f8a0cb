import type { CompiledObject } from '@fieldwork/metadata'
import type { Queryable } from '../connection/types.ts'
import type { QueryContext } from '../query/context.ts'
import { isId } from '../query/get.ts'
import { environmentKey } from '../query/sql-environment.ts'
import { quoteName } from '../query/sql-text.ts'
import { cached } from '../query/statement-cache.ts'
import { runStatement } from '../query/statement.ts'
import { removeWithDependents } from './cascade.ts'
import { asWriteProblem } from './constraint-error.ts'
import { compileChange } from './change-statement.ts'
import { withDuplicateLocks } from './duplicate-locks.ts'
import { guardedKey } from './guarded-fields.ts'
import { withoutLineRules } from './line-rules.ts'
import { compileRemoval } from './removal-statement.ts'
import { lockInTree } from '../roll-ups/lock-parents.ts'
import { linksOf, takesAlong } from './links.ts'
import { outcomeOf } from './outcome.ts'
import type { VerdictRow, WriteInput, WriteOutcome } from './outcome.ts'

/**
 * Changes one record in one statement: tests it before and after, writes it and its event, or nothing of it. A removal
 * that takes other records along needs a transaction.
 *
 * @throws duplicate, validation_failed (what only the database can find), not_found (an unknown transition)
 */
export async function writeRecord(ctx: QueryContext, input: WriteInput): Promise<WriteOutcome> {
  if (!isId(input.id)) return { code: 'not_found', detail: [], json: null, version: null }
  const object = ctx.catalog.object(input.object)
  const statement = statementOf(ctx, object, input)
  const { id, values, reason = null, expectedVersion } = input
  const inputs = { id, revision: ctx.catalog.revision, reason, version: expectedVersion }
  const bound = { user: ctx.user, now: ctx.now, inputs, fields: values }
  const run = async (db: Queryable): Promise<WriteOutcome> => {
    const [row] = await runStatement<VerdictRow>(db, statement, bound)
    return outcomeOf(row)
  }
  const written = runLocked(ctx, { object, input, run: (within) => runWhole(within, { object, input, run }) })
  const outcome = await written.catch((error) => asWriteProblem(error, object))
  if (outcome.code === null && outcome.version === null && input.operation === 'update')
    return asItIs(ctx, input, outcome)
  if (object.listeners.length > 0) ctx.db.told?.()
  return outcome
}

/** The answer of an update that sent what was there already: the record, and what the update was warned of. */
async function asItIs(ctx: QueryContext, input: WriteInput, { detail }: WriteOutcome): Promise<WriteOutcome> {
  const found = await writeRecord(ctx, { ...input, values: {}, guarded: [] })
  return { ...found, detail: found.code === null ? detail : found.detail, isUnchanged: true }
}

interface WholeRun {
  object: CompiledObject
  input: WriteInput
  run(db: Queryable): Promise<WriteOutcome>
}

/** What becomes of the records that refer to one that goes or comes back. */
function runWhole(ctx: QueryContext, { object, input, run }: WholeRun): Promise<WriteOutcome> {
  const isDelete = input.operation === 'delete'
  if ((isDelete || input.operation === 'undelete') && takesAlong(ctx.catalog, object))
    return removeWithDependents(ctx, { object, input, first: run })
  if (isDelete && linksOf(ctx.catalog, object, 'set-null').length > 0) return runHeld(ctx, { object, input, run })
  return run(ctx.db)
}

/** Waits for those who are about to refer to the record, so that the statement sees and empties their fields too. */
function runHeld(ctx: QueryContext, { object, input, run }: WholeRun): Promise<WriteOutcome> {
  return ctx.db.transaction(async (tx) => {
    await lockInTree(tx, ctx.catalog, { object, id: input.id })
    await tx.query({ text: `select from ${quoteName(object.table)} where "id" = $1 for update`, values: [input.id] })
    return run(tx)
  })
}

interface LockedRun {
  object: CompiledObject
  input: WriteInput
  run(ctx: QueryContext): Promise<WriteOutcome>
}

/** Who writes what a duplicate rule compares waits for others who write the same. */
function runLocked(ctx: QueryContext, { object, input, run }: LockedRun): Promise<WriteOutcome> {
  if (object.duplicates.length === 0 || input.operation === 'delete') return run(ctx)
  const { id, values, operation, transition = '' } = input
  const given = Object.keys(values).toSorted()
  const set = operation === 'transition' ? Object.keys(object.states?.transitions[transition]?.set ?? {}) : []
  return withDuplicateLocks(ctx, { object, id, values, given, set, isReturning: operation === 'undelete' }, run)
}

function statementOf(ctx: QueryContext, object: CompiledObject, input: WriteInput) {
  const {
    operation,
    transition = '',
    values,
    expectedVersion,
    carried = false,
    beforeLines = false,
    guarded = [],
    unlessKept = false,
  } = input
  const given = Object.keys(values).toSorted()
  const checksVersion = expectedVersion !== undefined
  const key = `${operation}\n${object.name}\n${environmentKey(ctx)}\n${transition}\n${checksVersion}${carried ? ' carried' : ''}${beforeLines ? ' before lines' : ''}${unlessKept ? ' unless kept' : ''}\n${given.join(',')}${guardedKey(guarded)}`
  return cached(ctx.catalog, key, () => {
    if (operation === 'delete' || operation === 'undelete')
      return compileRemoval(ctx, object, { operation, checksVersion, unlessKept })
    return compileChange(ctx, beforeLines ? withoutLineRules(object) : object, {
      operation,
      transition,
      given,
      checksVersion,
      carried,
      beforeLines,
      guarded,
      unlessKept,
    })
  })
}

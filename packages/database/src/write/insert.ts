import type { CompiledField, CompiledObject } from '@fieldwork/metadata'
import type { QueryContext } from '../query/context.ts'
import { environmentKey } from '../query/sql-environment.ts'
import { cached } from '../query/statement-cache.ts'
import { runStatement } from '../query/statement.ts'
import { asWriteProblem } from './constraint-error.ts'
import { withoutLineRules } from './line-rules.ts'
import { compileInsert } from './insert-statement.ts'
import { outcomeOf } from './outcome.ts'
import type { InsertInput, VerdictRow, WriteOutcome } from './outcome.ts'

/**
 * Stores a new record, its event and its auto-numbers in one statement, or nothing of it.
 *
 * @throws duplicate, validation_failed (what only the database can find)
 */
export async function insertRecord(
  ctx: QueryContext,
  { object: name, id, values, reason, beforeLines = false }: InsertInput,
): Promise<WriteOutcome> {
  const object = ctx.catalog.object(name)
  const given = givenFields(object, values)
  const key = `insert\n${name}\n${environmentKey(ctx)}${beforeLines ? ' before lines' : ''}\n${given.join(',')}`
  const { statement, changes } = cached(ctx.catalog, key, () =>
    compileInsert(ctx, beforeLines ? withoutLineRules(object) : object, given),
  )
  const inputs = { id, revision: ctx.catalog.revision, reason: reason ?? null, changes: changes(values) }
  const bound = { user: ctx.user, now: ctx.now, inputs, fields: values }
  const [row] = await runStatement<VerdictRow>(ctx.db, statement, bound).catch((error) => asWriteProblem(error, object))
  return outcomeOf(row)
}

/** Fields with a value, always in the same order: one statement however callers arrange them. */
function givenFields(object: CompiledObject, values: Readonly<Record<string, unknown>>): string[] {
  const given: string[] = []
  for (const field of object.fields.values()) {
    const value = values[field.name]
    if (value != null || (value === null && hasColumnDefault(field))) given.push(field.name)
  }
  return given
}

/** There null must be said: a column that is left out gets its default. */
function hasColumnDefault({ type, property }: CompiledField): boolean {
  return type.column(property)?.default !== undefined
}

import type { CompiledField, CompiledObject } from '@fieldwork/metadata'
import type { QueryContext } from '../query/context.ts'
import { fieldSqlType } from '../query/sql-type.ts'
import { createEnvironment, environmentKey } from '../query/sql-environment.ts'
import { quoteName } from '../query/sql-text.ts'
import { cached } from '../query/statement-cache.ts'
import { compileStatement, runStatement } from '../query/statement.ts'
import type { CompiledStatement } from '../query/statement.ts'
import { referenceChecks, ruleChecks, valueCases } from './checks.ts'
import { asWriteProblem } from './constraint-error.ts'
import { changesSql, insertEvent, recordedFields } from './event.ts'
import { givenAssignments, imageScope, valueInputs } from './image.ts'
import type { Assignments } from './image.ts'
import { outcomeOf } from './outcome.ts'
import type { InsertInput, VerdictRow, WriteOutcome } from './outcome.ts'
import { accessTest } from './row-rule.ts'
import { sequenceParts } from './sequence.ts'
import { bindWriteParameters, columnList, detailSql, isStale, returnedRecord } from './statement-parts.ts'

/**
 * Stores a new record, its event and its auto-numbers in one statement, or nothing of it.
 *
 * @throws duplicate, validation_failed (what only the database can find)
 */
export async function insertRecord(
  ctx: QueryContext,
  { object: name, id, values, reason }: InsertInput,
): Promise<WriteOutcome> {
  const object = ctx.catalog.object(name)
  const given = Object.keys(values).filter((field) => values[field] != null)
  const key = `insert\n${name}\n${environmentKey(ctx)}\n${given.join(',')}`
  const statement = cached(ctx.catalog, key, () => compileInsert(ctx, object, given))
  const inputs = valueInputs(object, values)
  inputs.id = id
  inputs.revision = ctx.catalog.revision
  inputs.reason = reason ?? null
  const [row] = await runStatement<VerdictRow>(ctx.db, statement, { user: ctx.user, now: ctx.now, inputs }).catch(
    (error) => asWriteProblem(error, object),
  )
  return outcomeOf(row)
}

/** Tests on the image of the new row, then the row, then its event; see `docs` for the text that comes out. */
function compileInsert(ctx: QueryContext, object: CompiledObject, given: readonly string[]): CompiledStatement {
  const env = createEnvironment(ctx)
  const write = bindWriteParameters(env)
  const assigned = givenAssignments(env, object, given)
  const image = imageScope(env, object, { assigned, unchanged: newFieldSql(write), old: null })
  const checked = { object, assigned, image, before: null }
  const values = valueCases(referenceChecks(env, checked), ruleChecks(env, checked))
  const allowed = accessTest(env, image, 'create')
  const cases = [
    `when ${isStale(write.revision)} then 'stale_revision'`,
    ...(allowed === null ? [] : [`when (${allowed}) is not true then 'forbidden_post_image'`]),
    ...values.cases,
  ]
  const sequences = sequenceParts(env, object, image)
  const numbers = new Map(sequences.map(({ field, value }) => [field.name, value]))
  const written: Assignments = new Map([...assigned, ...numbers])
  const returned = returnedRecord(env, object)
  const recorded = recordedFields(object, written.keys())
  const columns = [...written].map(([name, sql]) => [columnOf(object, name), sql] as const)
  const system = [
    ['id', write.id],
    ['created_by', write.actor],
    ['updated_by', write.actor],
  ] as const
  const all = [...system, ...columns]
  const needed = new Set([
    ...returned.columns,
    'id',
    'version',
    'updated_at',
    ...recorded.map(({ column }) => column ?? ''),
  ])
  const sources = ['verdict', ...sequences.map(({ cte }) => cte)].join(', ')
  const event = insertEvent({
    object: object.name,
    op: 'create',
    row: 'ins',
    changes: changesSql(recorded, { before: null, after: 'ins' }),
    ...write,
    from: 'ins',
  })
  const detail = detailSql([values.detail])
  const text = [
    `with verdict as materialized (select case ${cases.join(' ')} end as code)`,
    ...sequences.map(({ sql }) => `, ${sql}`),
    `, ins as (insert into ${quoteName(object.table)} (${all.map(([column]) => quoteName(column)).join(', ')})`,
    ` select ${all.map(([, sql]) => sql).join(', ')} from ${sources} where verdict.code is null`,
    ` returning ${columnList(needed)})`,
    `, ev as (${event})`,
    ` select verdict.code, ${detail}, ${returned.json('ins')}, (select ins."version" from ins) from verdict`,
  ].join('')
  return compileStatement(text, env.parameters.sources)
}

/** What a field of a new record holds when no value was given. */
function newFieldSql(write: { id: string; actor: string }) {
  const system: Record<string, string> = {
    id: write.id,
    version: '1',
    created_at: 'now()',
    updated_at: 'now()',
    created_by: write.actor,
    updated_by: write.actor,
  }
  return (field: CompiledField) => system[field.name] ?? `null::${fieldSqlType(field)}`
}

const columnOf = (object: CompiledObject, name: string): string => object.fields.get(name)?.column ?? name

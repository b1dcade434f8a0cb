import type { CompiledObject, Operation } from '@fieldwork/metadata'
import { tableScope } from '../query/record-scope.ts'
import type { SqlEnvironment } from '../query/sql-environment.ts'
import { quoteName } from '../query/sql-text.ts'
import { accessTest } from './row-rule.ts'
import { columnList, isStale } from './statement-parts.ts'
import type { WriteParameters } from './statement-parts.ts'

interface PreImageSpec {
  object: CompiledObject
  operation: Operation
  write: WriteParameters
  /** whether the row is looked for among the deleted ones */
  deleted: boolean
  /** columns that the rest of the statement reads as `pre.…` */
  columns: ReadonlySet<string>
}

/** The row, locked, with what the actor may do with it. */
export function preImage(env: SqlEnvironment, { object, operation, write, deleted, columns }: PreImageSpec): string {
  const row = tableScope(env, object, 'o', 'system')
  const [readable, writable] = (['read', operation] as const).map((op) => accessTest(env, row, op) ?? 'true')
  const needed = columnList(new Set(['id', 'version', ...columns]), 'o')
  return (
    `pre as materialized (select ${needed}, (${readable}) as "~readable", (${writable}) as "~writable"` +
    ` from ${quoteName(object.table)} o where o."id" = ${write.id} and o."deleted_at" is ${deleted ? 'not ' : ''}null` +
    ' for no key update)'
  )
}

/** The tests that every change of a row begins with. */
export function preImageCases(env: SqlEnvironment, write: WriteParameters, checksVersion: boolean): string[] {
  const version = checksVersion ? env.parameters.bind({ from: 'input', name: 'version' }, 'integer') : null
  return [
    `when ${isStale(write.revision)} then 'stale_revision'`,
    `when pre."id" is null or pre."~readable" is not true then 'not_found'`,
    `when pre."~writable" is not true then 'forbidden'`,
    ...(version === null ? [] : [`when pre."version" <> ${version} then 'stale_version'`]),
  ]
}

/** The verdict exists whether or not there is a row. */
export function verdict(cases: readonly string[]): string {
  return `verdict as materialized (select case ${cases.join(' ')} end as code from (values (1)) one left join pre on true)`
}

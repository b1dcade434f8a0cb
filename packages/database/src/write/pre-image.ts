import type { CompiledObject, Operation } from '@fieldwork/metadata'
import { tableScope } from '../query/record-scope.ts'
import { relationsTo } from '../roll-ups/relations.ts'
import { treeKey } from '../roll-ups/tree-walk.ts'
import type { SqlEnvironment } from '../query/sql-environment.ts'
import { quoteName } from '../query/sql-text.ts'
import { accessTest } from './row-rule.ts'
import { columnList, isStale } from './statement-parts.ts'
import type { WriteParameters } from './statement-parts.ts'

interface PreImageSpec {
  object: CompiledObject
  operation: Operation
  write: Pick<WriteParameters, 'id' | 'revision'>
  /** whether the row is looked for among the deleted ones */
  deleted: boolean
  /** nobody may come to refer to the row meanwhile; default: only that nobody changes it */
  isLeaving?: boolean
  /** it comes to stand below another record of its hierarchy */
  isMoved?: boolean
  /** see `WriteInput.unlessKept` */
  unlessKept?: boolean
  /** columns that the rest of the statement reads as `pre.…` */
  columns: ReadonlySet<string>
}

/** The row, locked, with what the actor may do with it. */
export function preImage(
  env: SqlEnvironment,
  { object, operation, write, deleted, isLeaving = false, isMoved = false, unlessKept = false, columns }: PreImageSpec,
): { sql: string; cases: string[] } {
  const row = tableScope(env, object, 'o', 'system')
  const [readable, writable] = (['read', operation] as const).map((op) => accessTest(env, row, op))
  const tests = { readable, writable: writable === readable ? null : writable, unlessKept }
  const needed = columnList(new Set(['id', 'version', ...columns]), 'o')
  const tested = Object.entries({ readable, writable: tests.writable }).flatMap(([name, test]) =>
    test == null ? [] : [`, (${test}) as "~${name}"`],
  )
  const id = heldTree(env, object, { id: write.id, isMoved })
  const sql =
    `pre as materialized (select ${needed}${tested.join('')}` +
    ` from ${quoteName(object.table)} o where o."id" = ${id} and o."deleted_at" is ${deleted ? 'not ' : ''}null` +
    ` for ${isLeaving ? '' : 'no key '}update)`
  return { sql, cases: preImageCases(isStale(env, write.revision), tests) }
}

/**
 * The id, once nobody else moves or counts along the hierarchy: who found out after the row was locked would wait for
 * those that wait for the row. Where nothing is counted along it the check for circles is enough.
 */
function heldTree(
  { catalog }: SqlEnvironment,
  object: CompiledObject,
  { id, isMoved }: { id: string; isMoved: boolean },
) {
  const along = relationsTo(catalog, object.name).filter(({ tree }) => tree !== null)
  const isHeld = isMoved ? along.length > 0 || object.levelField !== null : along.some(({ child }) => child === object)
  if (!isHeld) return id
  const lock = `pg_advisory_xact_lock${isMoved ? '' : '_shared'}(${treeKey('current_schema()', object)})`
  return `(select case when h.held is not null then ${id} end from (select ${lock}::text as held offset 0) h)`
}

interface Tests {
  readable: string | null | undefined
  /** null where every row that is readable is writable too */
  writable: string | null | undefined
  unlessKept: boolean
}

/** The tests that every change of a row begins with. */
function preImageCases(stale: string, { readable, writable, unlessKept }: Tests): string[] {
  return [
    `when ${stale} then 'stale_revision'`,
    `when pre."id" is null${readable == null ? '' : ' or pre."~readable" is not true'} then 'not_found'`,
    // asked behind the row's lock, by a snapshot of its own: who begins an approval holds that lock
    ...(unlessKept ? [`when fw_is_kept(pre."id") then 'kept'`] : []),
    ...(writable == null ? [] : [`when pre."~writable" is not true then 'forbidden'`]),
  ]
}

/** The test of the version that the caller has seen. */
export function versionCases({ parameters }: SqlEnvironment, checksVersion: boolean): string[] {
  if (!checksVersion) return []
  return [
    `when pre."version" <> ${parameters.bind({ from: 'input', name: 'version' }, 'integer')} then 'stale_version'`,
  ]
}

/** The verdict exists whether or not there is a row. */
export function verdict(cases: readonly string[]): string {
  return `verdict as materialized (select case ${cases.join(' ')} end as code from (values (1)) one left join pre on true)`
}

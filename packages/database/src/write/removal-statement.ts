import type { CompiledObject } from '@fieldwork/metadata'
import type { QueryContext } from '../query/context.ts'
import { createEnvironment } from '../query/sql-environment.ts'
import type { SqlEnvironment } from '../query/sql-environment.ts'
import { targetOf } from '../query/sql-environment.ts'
import { storedColumn } from '../query/record-scope.ts'
import { quoteName } from '../query/sql-text.ts'
import { compileStatement } from '../query/statement.ts'
import type { CompiledStatement } from '../query/statement.ts'
import { failingNames } from './checks.ts'
import type { Check } from './checks.ts'
import { duplicateCases } from './duplicate-checks.ts'
import { changesSql, eventParts, recordedFields } from './event.ts'
import { rowScope } from './image.ts'
import { imagesOf, tellListeners } from './listeners.ts'
import { takesAlong } from './links.ts'
import { looseEnds } from './loose-ends.ts'
import { preImage, verdict, versionCases } from './pre-image.ts'
import { detachReferrers, isRestricted, restrictChecks } from './referrers.ts'
import { bindWriteParameters, columnList, detailSql, returnedRecord } from './statement-parts.ts'
import type { Detail, WriteParameters } from './statement-parts.ts'

interface RemovalSpec {
  operation: 'delete' | 'undelete'
  checksVersion: boolean
  /** see `WriteInput.unlessKept` */
  unlessKept: boolean
}

interface Refusals {
  cases: string[]
  details: Detail[]
  /** columns of the row that they read */
  columns: ReadonlySet<string>
}

/**
 * Moves a row into the recycle bin or back. Whoever may delete a record may also bring it back. Where a deletion takes
 * other records along, this is only its beginning: who refers to them is asked when all are known.
 */
export function compileRemoval(
  ctx: QueryContext,
  object: CompiledObject,
  { operation, checksVersion, unlessKept }: RemovalSpec,
): CompiledStatement {
  const env = createEnvironment(ctx)
  const write = bindWriteParameters(env)
  const isDelete = operation === 'delete'
  const takes = takesAlong(env.catalog, object)
  const refusals = isDelete ? deletionRefusals(env, object, { write, takes }) : returnRefusals(env, object)
  const used = new Set(refusals.columns)
  const loose = isDelete ? [] : looseEnds(env, object, takes ? () => 'pre."deleted_at"' : null)
  for (const { field } of loose) used.add(storedColumn(field))
  if (takes && loose.length > 0) used.add('deleted_at')
  const duplicates = isDelete ? null : returnDuplicates(env, object, { id: write.id, used })
  const pre = preImage(env, {
    object,
    operation: 'delete',
    write,
    deleted: !isDelete,
    isLeaving: isDelete,
    unlessKept,
    columns: used,
  })
  const cases = [...pre.cases, ...versionCases(env, checksVersion), ...refusals.cases, ...(duplicates?.cases ?? [])]
  const returned = isDelete ? null : returnedRecord(env, object, ['updated_by'])
  const columns = new Set(['id', 'version', 'updated_at', ...(returned?.columns ?? [])])
  const old = new Map(loose.map(({ field }) => [field.name, `pre.${quoteName(storedColumn(field))}`]))
  const { join, ...scopes } = imagesOf(env, object, { row: 'upd', old, used: columns })
  const images = { ...scopes, join: loose.length > 0 ? `${join} join pre on pre."id" = upd."id"` : join }
  const told = tellListeners(env, object, { told: { op: operation, written: new Set(old.keys()) }, images })
  // what is taken along bears the same moment, which must be of this deletion alone
  const stamp = isDelete
    ? `"deleted_at" = ${takes ? 'clock_timestamp()' : 'now()'}, "deleted_by" = ${write.actor}`
    : [`"deleted_at" = null, "deleted_by" = null, "updated_by" = ${write.actor}`, ...loose.map(({ set }) => set)].join()
  const update =
    `upd as (update ${quoteName(object.table)} o set ${stamp}, "updated_at" = now(), "version" = o."version" + 1` +
    ` from pre, verdict where o."id" = pre."id" and verdict.code is null returning ${columnList(columns, 'o')})`
  const recorded = recordedFields(object, old.keys())
  const event = {
    object: object.name,
    op: operation,
    row: 'upd',
    changes: changesSql(recorded, { before: 'pre', after: 'upd' }),
    ...write,
    from: recorded.length > 0 ? 'upd join pre using ("id")' : 'upd',
  }
  const detached = isDelete && !takes ? detachAll(env, object, write) : []
  const parts = [
    pre.sql,
    verdict(cases),
    ...loose.map(({ cte }) => cte),
    update,
    ...eventParts(event, told),
    ...detached,
  ]
  const detail = detailSql([...refusals.details, ...(duplicates ? [duplicates.detail] : [])])
  const text =
    `with ${parts.join(', ')} select verdict.code, ${detail}, ${returned?.json('upd') ?? 'null'}, (select upd."version" from upd)` +
    ` from verdict${detail.includes('pre.') ? ' left join pre on true' : ''}`
  return compileStatement(text, env.parameters.sources, 'any')
}

/** Meanwhile somebody else may have registered the same thing; what rules only warn of does not keep a record away. */
function returnDuplicates(
  env: SqlEnvironment,
  object: CompiledObject,
  { id, used }: { id: string; used: Set<string> },
) {
  const blocking = { ...object, duplicates: object.duplicates.filter(({ action }) => action === 'block') }
  const image = rowScope(env, object, 'pre', used)
  return duplicateCases(env, { object: blocking, assigned: new Map(), image, before: null, id })
}

function detachAll(env: SqlEnvironment, target: CompiledObject, write: WriteParameters): string[] {
  const deleted = { target, ids: () => `array[${write.id}]` }
  return detachReferrers(env, { deleted, write, only: { from: 'verdict', where: 'verdict.code is null' } })
}

function deletionRefusals(
  env: SqlEnvironment,
  object: CompiledObject,
  { write, takes }: { write: WriteParameters; takes: boolean },
): Refusals {
  const restricted = takes ? null : isRestricted(env, object, write.id)
  if (restricted === null) return { cases: [], details: [], columns: new Set() }
  return {
    cases: [`when ${restricted} then 'still_referenced'`],
    details: [{ codes: ['still_referenced'], names: failingNames(restrictChecks(env, object, write.id)) }],
    columns: new Set(),
  }
}

/** What is a part of a record comes back with it, or after it. */
function returnRefusals(env: SqlEnvironment, object: CompiledObject): Refusals {
  const fields = [...object.fields.values()].filter(
    ({ reference, property }) => reference !== null && property['x-field'].onDelete === 'cascade',
  )
  if (fields.length === 0) return { cases: [], details: [], columns: new Set() }
  const checks = fields.map((field): Check => {
    const table = quoteName(targetOf(env, field).table)
    const key = `pre.${quoteName(storedColumn(field))}`
    return {
      name: `field:${field.name}`,
      when: `exists (select 1 from ${table} r where r."id" = ${key} and r."deleted_at" is not null)`,
    }
  })
  return {
    cases: [`when ${checks.map(({ when }) => when).join(' or ')} then 'whole_is_deleted'`],
    details: [{ codes: ['whole_is_deleted'], names: failingNames(checks) }],
    columns: new Set(fields.map(storedColumn)),
  }
}

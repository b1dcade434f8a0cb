import type { CompiledObject } from '@fieldwork/metadata'
import type { QueryContext } from '../query/context.ts'
import { createEnvironment } from '../query/sql-environment.ts'
import { quoteName } from '../query/sql-text.ts'
import { compileStatement } from '../query/statement.ts'
import type { CompiledStatement } from '../query/statement.ts'
import { anyFails, failingNames } from './checks.ts'
import { insertEvent } from './event.ts'
import { preImage, verdict, versionCases } from './pre-image.ts'
import { detachReferrers, restrictChecks } from './referrers.ts'
import { bindWriteParameters, columnList, detailSql, returnedRecord } from './statement-parts.ts'

interface RemovalSpec {
  operation: 'delete' | 'undelete'
  checksVersion: boolean
}

/** Moves a row into the recycle bin or back. Whoever may delete a record may also bring it back. */
export function compileRemoval(
  ctx: QueryContext,
  object: CompiledObject,
  { operation, checksVersion }: RemovalSpec,
): CompiledStatement {
  const env = createEnvironment(ctx)
  const write = bindWriteParameters(env)
  const isDelete = operation === 'delete'
  const pre = preImage(env, { object, operation: 'delete', write, deleted: !isDelete, columns: new Set() })
  const referrers = isDelete ? restrictChecks(env, object, write.id) : []
  const cases = [
    ...pre.cases,
    ...versionCases(env, checksVersion),
    ...(referrers.length > 0 ? [`when ${anyFails(referrers)} then 'still_referenced'`] : []),
  ]
  const returned = isDelete ? null : returnedRecord(env, object, ['updated_by'])
  const columns = new Set(['id', 'version', 'updated_at', ...(returned?.columns ?? [])])
  const stamp = isDelete
    ? `"deleted_at" = now(), "deleted_by" = ${write.actor}`
    : `"deleted_at" = null, "deleted_by" = null, "updated_by" = ${write.actor}`
  const update =
    `upd as (update ${quoteName(object.table)} o set ${stamp}, "updated_at" = now(), "version" = o."version" + 1` +
    ` from pre, verdict where o."id" = pre."id" and verdict.code is null returning ${columnList(columns, 'o')})`
  const changes = `'{}'::jsonb`
  const event = insertEvent({ object: object.name, op: operation, row: 'upd', changes, ...write, from: 'upd' })
  const detached = isDelete ? detachReferrers(env, object, write) : []
  const parts = [pre.sql, verdict(cases), update, `ev as (${event})`, ...detached]
  const detail = detailSql([{ codes: ['still_referenced'], names: failingNames(referrers) }])
  const text = `with ${parts.join(', ')} select verdict.code, ${detail}, ${returned?.json('upd') ?? 'null'}, (select upd."version" from upd) from verdict`
  return compileStatement(text, env.parameters.sources)
}

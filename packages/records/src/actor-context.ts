import type { QueryContext } from '@fieldwork/database'
import { appError } from '@fieldwork/metadata'
import type { Catalog, Operation } from '@fieldwork/metadata'
import { accessPlan, actingFor, valuesOf } from './access/access-plan.ts'
import type { RecordsDeps } from './records-deps.ts'
import type { Actor } from './types.ts'

/** What the database needs to know to act for somebody. */
export function contextOf(
  { db, timeZone, isBound, listShape }: RecordsDeps,
  catalog: Catalog,
  actor: Actor,
): QueryContext {
  const { access, key, fields, hidesNames } = accessPlan(catalog, actor)
  const acting = actingFor(catalog, actor)
  return {
    db,
    catalog,
    access,
    accessKey: key,
    masked: (object) => fields(object).masked,
    // said even where there is none: contexts are made of others
    absent: hidesNames ? (object) => fields(object).absent : undefined,
    fieldRights: fields,
    ...(actor.system && { isPlatformWrite: true }),
    user: {
      id: actor.system ? null : actor.id,
      name: actor.name,
      username: actor.username,
      access: valuesOf(catalog, actor),
      ...(acting && { acting }),
    },
    timeZone,
    isBound,
    ...(listShape && { listShape }),
  }
}

/** @throws not_found (no such object), forbidden (on no record of it) */
export function demand({ access }: Pick<QueryContext, 'access'>, object: string, operation: Operation): void {
  if (access(object, operation).kind === 'none') throw appError('forbidden')
}

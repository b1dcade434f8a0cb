import type { Queryable } from '../connection/types.ts'
import type { QueryContext } from '../query/context.ts'
import { quoteName } from '../query/sql-text.ts'

/** What a member or whom a record is shared with may do: read it, or change it too. */
export type GrantLevel = 'read' | 'edit'

/** An entry in the list of members of a record, or of those it is shared with. */
export interface AccessGrant {
  id: string
  kind: 'member' | 'share'
  /** id of a user or department, or `roleId` of a role */
  grantee: string
  level: GrantLevel
  /** `manual`, or what gave it by itself */
  source: string
  granted_by: string | null
  /** ISO 8601, UTC */
  granted_at: string
  /** the last day, in the workspace's zone; null: without end */
  until: string | null
}

export interface NewGrant {
  kind: AccessGrant['kind']
  grantee: string
  level: GrantLevel
  until: string | null
}

type RecordOf = { object: string; id: string }

const columns = (zone: string) =>
  `a.id, a.kind, a.grantee, case a.level when 2 then 'edit' else 'read' end as level, a.source, a.granted_by,` +
  ` to_char(a.granted_at at time zone 'utc', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') as granted_at,` +
  ` to_char((a.expires at time zone ${zone}) - interval '1 microsecond', 'YYYY-MM-DD') as until`

const isLive = '(a.expires is null or a.expires > now())'

/** The members of a record and those it is shared with, those that have run out left out, in the order they came. */
export async function grantsOf({ db, timeZone }: GrantContext, { object, id }: RecordOf): Promise<AccessGrant[]> {
  const { rows } = await db.query<AccessGrant & Record<string, unknown>>({
    text:
      `select ${columns('$3')} from fw_access a where a.object = $1 and a.record_id = $2 and ${isLive}` +
      ' order by a.granted_at, a.id',
    values: [object, id, timeZone],
  })
  return rows
}

type GrantContext = Pick<QueryContext, 'timeZone' | 'user'> & { db: Queryable }

/** Adds what nobody but people grants; one that is there already gets the new level and end. */
export async function putGrants(
  { db, timeZone, user }: GrantContext,
  { object, id }: RecordOf,
  grants: readonly NewGrant[],
): Promise<AccessGrant[]> {
  const { rows } = await db.query<AccessGrant & Record<string, unknown>>({
    text:
      'insert into fw_access as a (object, record_id, created_at, grantee, kind, level, source, granted_by, expires)' +
      ` select $1, $2, (select r.created_at from ${quoteName(object)} r where r.id = $2), g.grantee, g.kind, case g.level when 'edit' then 2 else 1 end, 'manual', $4,` +
      ' (g.until + 1)::timestamp at time zone $5' +
      ' from jsonb_to_recordset($3::jsonb) g (grantee uuid, kind text, level text, until date)' +
      ' on conflict (record_id, grantee, kind, source) do update set level = excluded.level,' +
      ' expires = excluded.expires, granted_by = excluded.granted_by, granted_at = now()' +
      ` returning ${columns('$5')}`,
    values: [object, id, JSON.stringify(grants), user.id, timeZone],
  })
  return rows
}

export async function removeGrants(db: Queryable, ids: readonly string[]): Promise<void> {
  await db.query({ text: 'delete from fw_access where id = any($1::uuid[])', values: [ids] })
}

/** Notes in the history of a record what was done that is no change of a field; its version stays. */
export async function noteEvent(
  { db, catalog, user }: Pick<QueryContext, 'catalog' | 'user'> & { db: Queryable },
  { object, id, op, changes, reason = null }: RecordOf & NotedEvent,
): Promise<void> {
  await db.query({
    text:
      'insert into fw_event (object, record_id, op, actor, revision, version, changes, reason)' +
      ' values ($1, $2, $3, $4, $5, null, $6, $7)',
    values: [object, id, op, user.id, catalog.revision, JSON.stringify(changes), reason],
  })
}

interface NotedEvent {
  op: string
  /** names begin with @, so that they are none of fields */
  changes: Record<string, [unknown, unknown]>
  reason?: string | null
}

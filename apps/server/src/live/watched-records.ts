import type { Database } from '@fieldwork/database'
import type { Actor, Records } from '@fieldwork/records'
import { AppError } from '@fieldwork/metadata'

/** A record that somebody has before his eyes. */
export interface WatchedRecord {
  object: string
  id: string
  /** stands for the last that he has been told of: of the record and of its approvals; null: it had nothing */
  event: string | null
}

/**
 * What stands for the last that happened to each record and to its approvals, by the record's id; those to which nothing
 * has are left out. An approval goes on without a write of its record, from step to step and back.
 */
export async function lastEvents(
  db: Database,
  records: readonly { object: string; id: string }[],
): Promise<Map<string, string>> {
  if (records.length === 0) return new Map()
  const { rows } = await db.query<{ id: string; event: string }>({
    text:
      "select r.id, concat_ws('.', e.id, a.id) as event from unnest($1::text[], $2::uuid[]) r(object, id) left join lateral" +
      ' (select id from fw_event where object = r.object and record_id = r.id order by id desc limit 1) e on true' +
      ' left join lateral (select max(last.id) as id from fw_approval a cross join lateral' +
      ' (select max(id) as id from fw_approval_event where approval = a.id) last' +
      ' where a.object = r.object and a.record_id = r.id) a on true where e.id is not null or a.id is not null',
    values: [records.map(({ object }) => object), records.map(({ id }) => id)],
  })
  return new Map(rows.map(({ id, event }) => [id, event]))
}

const GONE = new Set(['not_found', 'forbidden', 'unknown_object'])

/** Whether somebody may read a record, as the one door to records says. */
export async function mayRead(
  records: Records,
  actor: Actor,
  { object, id }: { object: string; id: string },
): Promise<boolean> {
  try {
    await records.get(actor, { object, id, fields: ['id'] })
    return true
  } catch (error) {
    if (error instanceof AppError && GONE.has(error.code)) return false
    throw error
  }
}

import type { Database } from '@fieldwork/database'
import type { Actor, Records } from '@fieldwork/records'
import { AppError } from '@fieldwork/metadata'

/** A record that somebody has before his eyes. */
export interface WatchedRecord {
  object: string
  id: string
  /** id of its last event that he has been told of; null: it had none */
  event: string | null
}

/** The last event of each record, by the record's id; those without one are left out. */
export async function lastEvents(
  db: Database,
  records: readonly { object: string; id: string }[],
): Promise<Map<string, string>> {
  if (records.length === 0) return new Map()
  const { rows } = await db.query<{ id: string; event: string }>({
    text:
      'select r.id, e.id::text as event from unnest($1::text[], $2::uuid[]) r(object, id) join lateral' +
      ' (select id from fw_event where object = r.object and record_id = r.id order by id desc limit 1) e on true',
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

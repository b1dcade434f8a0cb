import type { Queryable } from '../connection/types.ts'

/** What the write that made this version of a record changed: `[before, after]` by field; null: no event tells. */
export async function eventChanges(
  db: Queryable,
  { object, id, version }: { object: string; id: string; version: number },
): Promise<Record<string, [unknown, unknown]> | null> {
  const { rows } = await db.query<{ changes: Record<string, [unknown, unknown]> }>({
    text:
      'select changes from fw_event where record_id = $2 and object = $1 and version = $3' +
      ' order by id desc limit 1',
    values: [object, id, version],
  })
  return rows[0]?.changes ?? null
}

import type { Queryable } from '@fieldwork/database'

/** Something that has happened to a deadline; the moment in ISO 8601, UTC. */
export interface DeadlineHistoryEntry {
  at: string
  kind: string
  details: unknown
}

/** By deadline: what has happened to it, oldest first. Whoever asks must have been let see them. */
export async function readDeadlineHistory(
  db: Queryable,
  deadlines: readonly string[],
): Promise<Map<string, DeadlineHistoryEntry[]>> {
  const { rows } = await db.query<DeadlineHistoryEntry & { deadline: string }>({
    text: `select deadline, to_char(at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') as at, kind, details
      from fw_deadline_event where deadline = any($1::uuid[]) order by id`,
    values: [deadlines],
  })
  const found = new Map<string, DeadlineHistoryEntry[]>()
  for (const { deadline, ...entry } of rows) found.set(deadline, [...(found.get(deadline) ?? []), entry])
  return found
}

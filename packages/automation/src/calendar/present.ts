import type { Queryable } from '@fieldwork/database'

/** The present by the clock of the database, which all nodes share; theirs may differ. */
export async function presentOf(db: Pick<Queryable, 'query'>): Promise<Date> {
  const { rows } = await db.query<{ now: string }>({ text: `select to_json(clock_timestamp()) #>> '{}' as now` })
  return new Date(rows[0]!.now)
}

import type { Queryable } from '../connection/types.ts'

/** The run of a workflow that writes, and how it came about. */
export interface Cause {
  run: string
  /** runs that have led to its writes, itself included */
  depth: number
  /** the first of them */
  root: string
}

/** What the writes of this transaction come from; null: from who acts. */
export async function causeOf(db: Queryable): Promise<Cause | null> {
  const { rows } = await db.query<{ cause: Cause | null }>({
    text: `select nullif(current_setting('fw.cause', true), '')::jsonb as cause`,
    values: [],
  })
  return rows[0]?.cause ?? null
}

/** What the writes of this transaction come from, from now on; null: from who acts. */
export async function setCause(db: Queryable, cause: Cause | null): Promise<void> {
  const value = cause === null ? '' : JSON.stringify(cause)
  await db.query({ text: `select set_config('fw.cause', $1, true)`, values: [value] })
}

/** Whether the writes of this transaction come from a run or an approval, in whosever name. */
export async function isCaused(db: Queryable): Promise<boolean> {
  const { rows } = await db.query<{ caused: boolean }>({
    text: `select coalesce(current_setting('fw.cause', true), '') || coalesce(current_setting('fw.approval', true), '')
      <> '' as caused`,
    values: [],
  })
  return rows[0]?.caused === true
}

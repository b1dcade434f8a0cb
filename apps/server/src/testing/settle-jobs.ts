import type { Database } from '@fieldwork/database'

const PAUSE_MS = 20
const PATIENCE_MS = 20_000

/** Waits until no job is due any more. Throws Error with what one has failed with. */
export async function settleJobs(db: Database): Promise<void> {
  const end = Date.now() + PATIENCE_MS
  for (;;) {
    const { rows } = await db.query<{ due: number; error: string | null }>({
      text: `select count(*) filter (where run_at <= now() or locked_at is not null)::int as due,
        max(last_error) as error from graphile_worker.jobs`,
    })
    const { due = 0, error = null } = rows[0] ?? {}
    if (error !== null) throw new Error(`A job has failed: ${error}`)
    if (due === 0) return
    if (Date.now() > end) throw new Error(`${due} jobs are still due after ${PATIENCE_MS / 1000} s`)
    await new Promise((resolve) => setTimeout(resolve, PAUSE_MS))
  }
}

import type { Queryable } from '@fieldwork/database'
import type { NewJob } from './job.ts'

const defaultAttempts = 8
const leastAttempts = 5

/** What the key of a job begins with that was given none. */
export const OWN_KEY = 'job:'

/**
 * Names of tasks and keys carry the workspace, so that each workspace has workers of its own. Every job has a key: the
 * queue takes it from one that is held when a successor comes, so one without is nobody's any more.
 */
const insert = `
select count(*) from graphile_worker.add_jobs((
  select array_agg((current_schema() || ':' || j.task, j.payload, null, j.run_at, j.attempts,
    current_schema() || ':' || coalesce(j.key, '${OWN_KEY}' || gen_random_uuid()), j.priority, null
    )::graphile_worker.job_spec order by j.n)
  from json_to_recordset($1) j (n int, task text, payload json, key text, run_at timestamptz, attempts smallint,
    priority smallint)))`

/**
 * Adds jobs in the transaction that makes them necessary, set-based; they start once it has committed. Of several with
 * one key the last counts.
 */
export async function addJobs(tx: Queryable, jobs: readonly NewJob[]): Promise<void> {
  const specs = lastOfKey(jobs).map(({ task, payload, key, runAt, maxAttempts, priority }, n) => ({
    n,
    task,
    payload: payload ?? {},
    key,
    run_at: runAt,
    attempts: Math.max(maxAttempts ?? defaultAttempts, leastAttempts),
    priority: priority ?? 0,
  }))
  if (specs.length > 0) await tx.query({ text: insert, values: [JSON.stringify(specs)] })
}

function lastOfKey(jobs: readonly NewJob[]): NewJob[] {
  const byKey = new Map<unknown, NewJob>()
  for (const job of jobs) {
    byKey.delete(job.key ?? job)
    byKey.set(job.key ?? job, job)
  }
  return [...byKey.values()]
}

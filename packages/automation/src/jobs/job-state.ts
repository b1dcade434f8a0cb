import type { Queryable } from '@fieldwork/database'

/** How much waits in the workspace, whichever process will do it. */
export interface JobsState {
  outbox: {
    waiting: number
    /** rows that nobody can be told any more */
    dead: number
    /** age of the oldest that waits */
    lagSeconds: number
  }
  jobs: {
    /** due now */
    waiting: number
    /** due later */
    later: number
    running: number
    dead: number
    /** how long the one that waits longest has been due */
    lagSeconds: number
  }
}

const outbox = `
select count(*) filter (where not_before is distinct from 'infinity')::int as waiting,
  count(*) filter (where not_before = 'infinity')::int as dead,
  coalesce(extract(epoch from now() - min(created_at) filter (where not_before is distinct from 'infinity')), 0)::float8
    as "lagSeconds"
from fw_outbox`

const jobs = `
select count(*) filter (where is_available and run_at <= now())::int as waiting,
  count(*) filter (where is_available and run_at > now())::int as later,
  count(*) filter (where locked_at is not null)::int as running,
  count(*) filter (where locked_at is null and attempts >= max_attempts and key is not null)::int as dead,
  greatest(0, coalesce(extract(epoch from now() - min(run_at) filter (where is_available)), 0))::float8 as "lagSeconds"
from graphile_worker._private_jobs j join graphile_worker._private_tasks t on t.id = j.task_id
where starts_with(t.identifier, current_schema() || ':')`

export async function readState(db: Queryable): Promise<JobsState> {
  const [{ rows: written }, { rows: added }] = await Promise.all([
    db.query<JobsState['outbox']>({ text: outbox }),
    db.query<JobsState['jobs']>({ text: jobs }),
  ])
  return { outbox: written[0]!, jobs: added[0]! }
}

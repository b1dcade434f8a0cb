import type { Queryable } from '@fieldwork/database'
import type { RunState } from './rows.ts'

const LATEST = 5

/** How a workflow does, for lists of workflows. */
export interface RunSummary {
  workflow: string
  /** runs under way: queued, running or waiting */
  open: number
  /** newest first, at most 5 */
  latest: { id: string; state: RunState; created_at: string }[]
}

/** How each of these workflows does, by one statement; also those that are gone and still have runs under way. */
export async function summariesOfRuns(db: Queryable, workflows: readonly string[]): Promise<RunSummary[]> {
  const { rows } = await db.query<RunSummary & Record<string, unknown>>({
    text: `with under_way as (
        select workflow, count(*)::int as open from fw_run
        where state in ('queued', 'running', 'waiting') and not dry group by workflow)
      select coalesce(n.workflow, o.workflow) as workflow, coalesce(o.open, 0) as open, coalesce(l.latest, '[]') as latest
      from unnest($1::text[]) n(workflow) full join under_way o on o.workflow = n.workflow
      left join lateral (
        select json_agg(json_build_object('id', r.id, 'state', r.state, 'created_at', r.created_at) order by r.id desc) as latest
        from (select id, state, created_at from fw_run where fw_run.workflow = n.workflow and not dry
          order by id desc limit ${LATEST}) r) l on true
      order by 1`,
    values: [[...workflows]],
  })
  return rows
}

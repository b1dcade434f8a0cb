import type { Queryable } from '../connection/types.ts'
import type { HistoryEntry } from '../query/context.ts'

type Cause = NonNullable<HistoryEntry['cause']>

const text = `
select e.id::text as event, jsonb_build_object('run', r.id, 'workflow', r.workflow,
  'label', coalesce(v.definition -> 'label', jsonb_build_object('en', r.workflow, 'zh-CN', r.workflow))) as cause
from fw_event e join fw_run r on r.id = e.cause left join fw_workflow_version v on v.version = r.version
where e.id = any($1::bigint[])`

/** Entries with the workflows that wrote them. */
export async function withCauses(db: Queryable, entries: readonly HistoryEntry[]): Promise<HistoryEntry[]> {
  if (entries.length === 0) return []
  const { rows } = await db.query<{ event: string; cause: Cause }>({
    text,
    values: [entries.map(({ event }) => event)],
  })
  const causes = new Map(rows.map(({ event, cause }) => [event, cause]))
  return entries.map((entry) => {
    const cause = causes.get(entry.event)
    return cause ? { ...entry, cause } : entry
  })
}

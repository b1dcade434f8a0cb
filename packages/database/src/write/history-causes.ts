import type { Queryable } from '../connection/types.ts'
import type { HistoryEntry } from '../query/context.ts'

type Cause = NonNullable<HistoryEntry['cause']>

const named = (definition: string, name: string): string =>
  `coalesce(${definition} -> 'label', jsonb_build_object('en', ${name}, 'zh-CN', ${name}))`

const text = `
select e.id::text as event, case when r.id is not null
  then jsonb_build_object('run', r.id, 'workflow', r.workflow, 'label', ${named('v.definition', 'r.workflow')})
  else jsonb_build_object('approval', a.id, 'chain', a.chain, 'label', ${named('c.definition::jsonb', 'a.chain')}) end as cause
from fw_event e left join fw_run r on r.id = e.cause left join fw_workflow_version v on v.version = r.version
  left join fw_approval a on a.id = e.cause left join fw_approval_version c on c.hash = a.version
where e.id = any($1::bigint[]) and (r.id is not null or a.id is not null)`

/** Entries with the workflows and approvals that wrote them. */
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

import type { Queryable } from '@fieldwork/database'
import type { LocalizedText } from '@fieldwork/metadata'
import type { RunError, RunState } from './rows.ts'

/** What the platform did about a record by itself: which workflow, why, on whose behalf, with what outcome. */
export interface RecordLogEntry {
  run: string
  workflow: string
  label: LocalizedText
  trigger: string
  identity: string
  actor: { id: string; name: string } | null
  state: RunState
  error: RunError | null
  created_at: string
  finished_at: string | null
  /** its writes of this record */
  writes: { event: string; op: string; version: number | null; at: string; fields: string[] }[]
}

const text = `
select r.id as run, r.workflow,
  coalesce(v.definition -> 'label', jsonb_build_object('en', r.workflow, 'zh-CN', r.workflow)) as label, r.trigger, r.identity,
  case when r.actor is not null then jsonb_build_object('id', r.actor, 'name', u.name) end as actor, r.state, r.error,
  to_json(r.created_at) #>> '{}' as created_at, to_json(r.finished_at) #>> '{}' as finished_at,
  coalesce((select jsonb_agg(jsonb_build_object('event', e.id::text, 'op', e.op, 'version', e.version, 'at', e.at,
      'fields', (select coalesce(jsonb_agg(k), '[]') from jsonb_object_keys(e.changes) k)) order by e.id)
    from fw_event e where e.cause = r.id and e.record_id = $1), '[]') as writes
from fw_run r left join fw_workflow_version v on v.version = r.version left join "user" u on u.id = r.actor
where not r.dry and ($2::uuid is null or r.id < $2) and (r.record = $1 or r.id in (
  select cause from fw_event where record_id = $1 and cause is not null))
order by r.id desc limit $3`

/** The automation of one record, newest first; who may read the record may read it. */
export async function readRecordLog(
  db: Queryable,
  { id, after, limit = 50 }: { id: string; after?: string | undefined; limit?: number },
): Promise<{ data: RecordLogEntry[]; page: { after: string | null } }> {
  const { rows } = await db.query<RecordLogEntry & Record<string, unknown>>({
    text,
    values: [id, after ?? null, limit + 1],
  })
  const data = rows.slice(0, limit)
  return { data, page: { after: rows.length > limit ? data.at(-1)!.run : null } }
}

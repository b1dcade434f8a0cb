import { appError } from '@fieldwork/metadata'
import type { LocalizedText } from '@fieldwork/metadata'
import type { Queryable, TaskError } from '@fieldwork/database'
import { addJobs } from '../jobs/add-jobs.ts'
import { deliveryJob } from './delivery-job.ts'

/** What has become of a message. */
export interface DeliveryInfo {
  id: string
  channel: string
  state: 'queued' | 'sent' | 'skipped' | 'failed'
  kind: string
  title: LocalizedText
  notification: string | null
  recipient: { id: string; name: string } | null
  address: string | null
  run: string | null
  attempts: number
  error: TaskError | null
  created_at: string
  sent_at: string | null
}

export interface DeliveryQuery {
  state?: string | undefined
  channel?: string | undefined
  notification?: string | undefined
  run?: string | undefined
  after?: string | undefined
  limit: number
}

const iso = (column: string) => `to_char(d.${column} at time zone 'utc', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as ${column}`

const list = `
select d.id, d.channel, d.state, coalesce(n.kind, d.message ->> 'kind') as kind,
  coalesce(n.title, d.message -> 'title') as title, d.notification, d.address, d.run, d.attempts, d.error,
  case when u.id is null then null else json_build_object('id', u.id, 'name', coalesce(u.name, u.username)) end
    as recipient, ${iso('created_at')}, ${iso('sent_at')}
from fw_delivery d left join fw_notification n on n.id = d.notification left join "user" u on u.id = d.recipient
where ($1::text is null or d.state = $1) and ($2::text is null or d.channel = $2)
  and ($3::uuid is null or d.notification = $3) and ($4::uuid is null or d.run = $4)
  and ($5::uuid is null or (d.created_at, d.id) < (select a.created_at, a.id from fw_delivery a where a.id = $5))
order by d.created_at desc, d.id desc limit $6`

/** Deliveries, newest first. */
export async function listDeliveries(
  db: Queryable,
  { state, channel, notification, run, after, limit }: DeliveryQuery,
): Promise<{ data: DeliveryInfo[]; page: { after: string | null } }> {
  const { rows } = await db.query<DeliveryInfo & Record<string, unknown>>({
    text: list,
    values: [state ?? null, channel ?? null, notification ?? null, run ?? null, after ?? null, limit + 1],
  })
  const data = rows.slice(0, limit)
  return { data, page: { after: rows.length > limit ? (data.at(-1)?.id ?? null) : null } }
}

/** Sends a message again that has failed or was not sent. @throws not_found */
export async function retryDelivery(tx: Queryable, id: string): Promise<void> {
  const { rowCount } = await tx.query({
    text: "update fw_delivery set state = 'queued', error = null where id = $1 and state in ('failed', 'skipped')",
    values: [id],
  })
  if (rowCount === 0) throw appError('not_found', { name: id })
  await addJobs(tx, [deliveryJob(id)])
}

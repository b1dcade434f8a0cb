import type { Queryable } from '@fieldwork/database'
import { addJobs } from '../jobs/add-jobs.ts'
import { deliveryJob } from './delivery-job.ts'
import type { DirectMessage } from './read-delivery.ts'

/** Messages over one channel, in the transaction that has reason to send them. */
export interface Sending {
  channel: string
  message: DirectMessage
  /** users, reached at the address that is known of them */
  users?: readonly string[]
  /** mail addresses or telephone numbers */
  addresses?: readonly string[]
  /** what is sent twice under one key is sent once */
  key: string
  /** the run of a workflow that sends it */
  run?: string | null
}

/**
 * Queues messages; a group's channel has neither users nor addresses and gets one.
 *
 * @returns ids of the deliveries that are new
 */
export async function send(tx: Queryable, sending: Sending): Promise<string[]> {
  const { channel, message, users, addresses, key, run = null } = sending
  const toPeople = [...new Set(users)].map((recipient) => ({ recipient, address: null, key: `${key}:${recipient}` }))
  const toPlaces = [...new Set(addresses)].map((address) => ({ recipient: null, address, key: `${key}:${address}` }))
  const isGroup = users === undefined && addresses === undefined
  const rows = isGroup ? [{ recipient: null, address: null, key }] : [...toPeople, ...toPlaces]
  if (rows.length === 0) return []
  const { rows: stored } = await tx.query<{ id: string }>({
    text: `insert into fw_delivery (id, channel, key, recipient, address, message, run)
      select gen_random_uuid(), $2, r.key, r.recipient, r.address, $3, $4
      from jsonb_to_recordset($1) r(recipient uuid, address text, key text)
      on conflict (channel, key) do nothing returning id`,
    values: [JSON.stringify(rows), channel, JSON.stringify(message), run],
  })
  const ids = stored.map(({ id }) => id)
  await addJobs(
    tx,
    ids.map((id) => deliveryJob(id)),
  )
  return ids
}

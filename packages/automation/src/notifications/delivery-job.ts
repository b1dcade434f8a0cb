import type { NewJob } from '../jobs/job.ts'
import type { Reconciler } from '../jobs/reconcile.ts'

export const DELIVER_TASK = 'deliver'

/** The job that takes a message out of the house. */
export const deliveryJob = (id: string, runAt?: Date): NewJob & { key: string } => ({
  task: DELIVER_TASK,
  payload: { id },
  key: `deliver:${id}`,
  // what people wait for on their screens comes first
  priority: 5,
  ...(runAt && { runAt }),
})

/** After a restored backup messages that are queued have no jobs. */
export const queuedDeliveries: Reconciler = async (tx) => {
  const { rows } = await tx.query<{ id: string }>({
    text: `select id from fw_delivery where state = 'queued' and created_at < now() - interval '10 seconds'
      order by created_at limit 10000`,
  })
  return rows.map(({ id }) => deliveryJob(id))
}

import { describeError } from '@fieldwork/database'
import type { Database, Transaction } from '@fieldwork/database'
import { addJobs } from './add-jobs.ts'
import type { OutboxConsumer, OutboxRow } from './outbox-row.ts'

/** rows at a time while all goes well */
export const fullBatch = 1_000
/** then a row is left where it is until somebody has it tried again */
const maxAttempts = 8

/** By key of the primary key, so that a long queue costs no more than a short one. */
const claim = `
delete from fw_outbox where id in (
  select id from fw_outbox where starts_with(listener, $1) and (not_before is null or not_before <= now())
  order by id limit $2 for update skip locked)
returning id, event, listener, depth, root, created_at as "createdAt"`

/** Later and later; after the last attempt never. */
const putOff = `
update fw_outbox set attempts = attempts + 1, error = $2,
  not_before = case when attempts + 1 >= ${maxAttempts} then 'infinity'
    else now() + interval '1 second' * (2 ^ attempts) end
where id = any($1::bigint[])`

export interface Dispatch {
  db: Database
  /** of the listeners: what stands before the colon */
  prefix: string
  consumer: OutboxConsumer
  /** rows at most */
  limit: number
}

/**
 * Moves a batch of rows to their consumer and its jobs to the queue, in one transaction.
 *
 * @returns rows moved; after an error the limit should be smaller, until one row is tried alone and put off
 */
export async function dispatch(input: Dispatch): Promise<number> {
  let claimed: OutboxRow[] = []
  try {
    return await input.db.transaction(async (tx) => {
      claimed = await claimRows(tx, input)
      if (claimed.length > 0) await addJobs(tx, await input.consumer(tx, claimed))
      return claimed.length
    })
  } catch (error) {
    if (claimed.length === 1) await delay(input, claimed, error)
    throw error
  }
}

async function claimRows(tx: Transaction, { prefix, limit }: Dispatch): Promise<OutboxRow[]> {
  const { rows } = await tx.query<OutboxRow & Record<string, unknown>>({ text: claim, values: [`${prefix}:`, limit] })
  return rows.sort((a, b) => Number(BigInt(a.id) - BigInt(b.id)))
}

async function delay({ db }: Dispatch, rows: readonly OutboxRow[], error: unknown): Promise<void> {
  await db.query({ text: putOff, values: [rows.map(({ id }) => id), JSON.stringify(describeError(error))] })
}

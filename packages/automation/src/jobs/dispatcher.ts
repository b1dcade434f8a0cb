import { setTimeout as sleep } from 'node:timers/promises'
import { createAlarm, onOutboxNudge } from '@fieldwork/database'
import type { Database, Log } from '@fieldwork/database'
import { dispatch, fullBatch } from './dispatch.ts'
import type { OutboxConsumer } from './outbox-row.ts'

export interface Dispatcher {
  /** looks at once whether there is something */
  nudge(): void
  stop(): Promise<void>
}

export interface DispatcherOptions {
  db: Database
  log: Log
  /** by prefix of the listeners */
  consumers: Readonly<Record<string, OutboxConsumer>>
  /** how often to look for what other processes have written; default 500 */
  pollMs?: number
  /** with so many jobs waiting no more are added: rows wait where they are, where they cost less; default 20,000 */
  maxWaiting?: number
}

/** a batch of few rows costs as much as one of many: under load they gather for so long */
const restMs = 20

interface Dispatching extends Required<DispatcherOptions> {
  /** rows at a time by prefix: smaller after an error, until the one that fails is alone */
  limits: Map<string, number>
}

/** Takes what writes have told to those who listen, and makes jobs of it; any number of processes may. */
export function startDispatcher(options: DispatcherOptions): Dispatcher {
  const { db, pollMs = 500, maxWaiting = 20_000 } = options
  const alarm = createAlarm(pollMs)
  const forget = onOutboxNudge(db, alarm.ring)
  const stopping = new AbortController()
  const dispatching: Dispatching = { ...options, pollMs, maxWaiting, limits: new Map() }
  const work = async (): Promise<void> => {
    while (!stopping.signal.aborted) {
      const began = Date.now()
      if (await lookOnce(dispatching)) continue
      await alarm.wait()
      await sleep(Math.max(0, began + restMs - Date.now()))
    }
  }
  const working = work()
  return {
    nudge: alarm.ring,
    async stop() {
      forget()
      stopping.abort()
      alarm.ring()
      await working
    },
  }
}

/** Whether there may be more. A look at an empty outbox is one cheap query. */
async function lookOnce(dispatching: Dispatching): Promise<boolean> {
  const { db, log, consumers } = dispatching
  let waits: (prefix: string) => boolean
  try {
    const waiting = await waitingRows(db)
    if (waiting.rows === 0 || (await isFull(dispatching))) return false
    // behind so many there may be others
    waits = (prefix) => waiting.rows === looked || waiting.prefixes.includes(prefix)
  } catch (error) {
    log.warn({ error }, 'the outbox could not be looked at; trying again')
    return false
  }
  let hasMore = false
  for (const [prefix, consumer] of Object.entries(consumers)) {
    if (waits(prefix) && (await moveBatch(dispatching, { prefix, consumer }))) hasMore = true
  }
  return hasMore
}

async function moveBatch(
  { db, log, limits }: Dispatching,
  { prefix, consumer }: { prefix: string; consumer: OutboxConsumer },
): Promise<boolean> {
  const limit = limits.get(prefix) ?? fullBatch
  try {
    const moved = await dispatch({ db, prefix, consumer, limit })
    limits.set(prefix, Math.min(fullBatch, limit * 2))
    return moved === limit
  } catch (error) {
    log.error({ error, prefix, rows: limit }, 'what was written could not be told to those who listen')
    limits.set(prefix, Math.max(1, Math.floor(limit / 10)))
    return limit > 1
  }
}

/** so many rows are looked at to find for whom they are */
const looked = 2 * fullBatch

/** Whose turn it is: a transaction for each of those for whom nothing waits would cost as much as a small batch. */
async function waitingRows(db: Database): Promise<{ rows: number; prefixes: string[] }> {
  const { rows } = await db.query<{ rows: number; prefixes: string[] }>({
    text: `select count(*)::int as rows, coalesce(array_agg(distinct split_part(listener, ':', 1)), '{}') as prefixes
      from (select listener from fw_outbox where not_before is null or not_before <= now() limit ${looked}) w`,
  })
  return rows[0]!
}

/** Counted up to the bound only. */
async function isFull({ db, maxWaiting }: Dispatching): Promise<boolean> {
  const { rows } = await db.query<{ full: boolean }>({
    text: `select count(*) >= $1 as full from (
      select from graphile_worker._private_jobs where is_available and run_at <= now() and task_id in (
        select id from graphile_worker._private_tasks where starts_with(identifier, current_schema() || ':')) limit $1) j`,
    values: [maxWaiting],
  })
  return rows[0]!.full
}

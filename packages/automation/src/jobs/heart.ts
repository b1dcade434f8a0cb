import { hostname } from 'node:os'
import type { Pool } from 'pg'
import type { Log } from '@fieldwork/database'

export interface HeartOptions {
  /** a connection is there when it is needed: nobody else but the worker uses it */
  pgPool: Pool
  log: Log
  /** the name under which this worker holds its jobs */
  worker: string
  /** a worker that says nothing for so long has lost its jobs to others; default 30,000 */
  silentMs?: number
}

const beat = `
insert into fw_worker (pool, host) values ($1, $2) on conflict (pool) do update set seen = now()`
const sweep = `select unnest(fw_sweep($1::interval)) as worker`

/** What a lost worker held while a successor came has nothing left to do. */
const drop = `
delete from graphile_worker._private_jobs j using graphile_worker._private_tasks t
where j.key is null and j.locked_at is null and j.attempts >= j.max_attempts
  and t.id = j.task_id and starts_with(t.identifier, current_schema() || ':')`

/** beats within the time after which a worker counts as silent */
const beatsPerSilence = 6

/** Says again and again that this worker lives, and sets the jobs of those free that say so no more. */
export function keepBeating({ pgPool, log, worker, silentMs = 30_000 }: HeartOptions): { stop(): Promise<void> } {
  const pause = silentMs / beatsPerSilence
  const once = async (): Promise<void> => {
    try {
      await pgPool.query(beat, [worker, hostname()])
      const { rows } = await pgPool.query<{ worker: string }>(sweep, [`${silentMs} milliseconds`])
      const silent = rows.map((row) => row.worker)
      await pgPool.query(drop)
      if (silent.length > 0) log.warn({ silent }, 'workers have gone silent; others do their jobs')
    } catch (error) {
      log.warn({ error }, 'the worker could not say that it lives; trying again')
    }
  }
  let beating = once()
  const timer = setInterval(() => void (beating = beating.then(once)), pause)
  timer.unref()
  return {
    async stop() {
      clearInterval(timer)
      await beating
      await pgPool.query('delete from fw_worker where pool = $1', [worker]).catch((error: Error) => {
        log.warn({ error }, 'the worker could not take its leave')
      })
    },
  }
}

import { run } from 'graphile-worker'
import type { Runner, TaskList } from 'graphile-worker'
import type { Pool } from 'pg'
import { setTimeout as sleep } from 'node:timers/promises'
import type { Database } from '@fieldwork/database'
import { jobLogger } from './job-logger.ts'
import { createJobPool } from './job-pool.ts'

export interface Worker {
  /** waits for the jobs under way; a second or so after `graceMs` they are told to stop */
  stop(): Promise<void>
}

interface WorkerOptions {
  db: Database
  /** by name of the task, with the workspace in front */
  tasks: TaskList
  /** jobs at a time */
  concurrency: number
}

/** jobs that were added elsewhere without a word, or are due later, are found after that */
const pollInterval = 1_000
const graceMs = 5_000
const pauseMs = 1_000
/** one hears of new jobs, the others take and finish them */
const connections = 4

/** Works on jobs until it is stopped, also when the database goes away and comes back. */
export async function startWorker(options: WorkerOptions): Promise<Worker> {
  const pgPool = createJobPool(options.db, connections)
  const stopping = new AbortController()
  const first = await runQueue(options, pgPool)
  const running = keepRunning(options, { pgPool, first, stopping: stopping.signal })
  return {
    async stop() {
      stopping.abort()
      await running
      await pgPool.end()
    },
  }
}

interface Running {
  pgPool: Pool
  first: Runner
  stopping: AbortSignal
}

async function keepRunning({ db, ...options }: WorkerOptions, { pgPool, first, stopping }: Running): Promise<void> {
  let runner: Runner | null = first
  while (!stopping.aborted) {
    if (runner !== null) await untilEnd(runner, { db, stopping })
    if (stopping.aborted) return
    await sleep(pauseMs, undefined, { signal: stopping }).catch(() => undefined)
    runner = stopping.aborted ? null : await startAgain({ db, ...options }, pgPool)
  }
  if (runner !== null) await runner.stop()
}

/** Until it broke off by itself, or has stopped as it was told to. */
async function untilEnd(runner: Runner, { db, stopping }: { db: Database; stopping: AbortSignal }): Promise<void> {
  const stop = (): void => void runner.stop().catch((error) => db.log.warn({ error }, 'the worker had ended already'))
  if (stopping.aborted) stop()
  stopping.addEventListener('abort', stop, { once: true })
  await runner.promise.catch((error) => db.log.error({ error }, 'the worker broke off'))
  stopping.removeEventListener('abort', stop)
}

async function startAgain(options: WorkerOptions, pgPool: Pool): Promise<Runner | null> {
  try {
    return await runQueue(options, pgPool)
  } catch (error) {
    options.db.log.warn({ error }, 'the worker could not be started; trying again')
    return null
  }
}

const runQueue = ({ db, tasks, concurrency }: WorkerOptions, pgPool: Pool) =>
  run({
    pgPool,
    taskList: tasks,
    concurrency,
    pollInterval,
    parsedCronItems: [],
    noHandleSignals: true,
    gracefulShutdownAbortTimeout: graceMs,
    logger: jobLogger(db.log),
  })

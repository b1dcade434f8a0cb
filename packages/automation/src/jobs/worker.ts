import { EventEmitter } from 'node:events'
import { run } from 'graphile-worker'
import type { Runner, TaskList, WorkerEvents } from 'graphile-worker'
import type { Pool } from 'pg'
import { pause } from '@fieldwork/database'
import type { Database } from '@fieldwork/database'
import { keepBeating } from './heart.ts'
import { jobLogger } from './job-logger.ts'
import { createJobPool } from './job-pool.ts'

export interface Worker {
  /** waits for the jobs under way, which are told to stop after some seconds */
  stop(): Promise<void>
}

export interface WorkerOptions {
  db: Database
  /** by name of the task, with the workspace in front */
  tasks: TaskList
  /** jobs at a time */
  concurrency: number
  /** a worker that says nothing for so long has lost its jobs to others; default 30,000 */
  silentMs?: number
}

/** jobs that were added elsewhere without a word, or are due later, are found after that */
const pollInterval = 1_000
const graceMs = 5_000
const pauseMs = 1_000
/** one hears of new jobs, the others take and finish them and let the heart beat */
const connections = 4

/** Works on jobs until it is stopped, also when the database goes away and comes back. */
export async function startWorker(options: WorkerOptions): Promise<Worker> {
  const pgPool = createJobPool(options.db, connections)
  const stopping = new AbortController()
  const first = await startQueue(options, pgPool)
  const running = keepRunning(options, { pgPool, first, stopping: stopping.signal })
  return {
    async stop() {
      stopping.abort()
      await running
      await pgPool.end()
    },
  }
}

interface Queue {
  runner: Runner
  /** its jobs are done by now, or others may do them */
  leave(): Promise<void>
}

interface Running {
  pgPool: Pool
  first: Queue
  stopping: AbortSignal
}

async function keepRunning(options: WorkerOptions, { pgPool, first, stopping }: Running): Promise<void> {
  let queue: Queue | null = first
  while (queue !== null || !stopping.aborted) {
    if (queue !== null) await untilEnd(queue, { db: options.db, stopping })
    if (stopping.aborted) return
    await pause(pauseMs, stopping, { ref: true })
    queue = stopping.aborted ? null : await startAgain(options, pgPool)
  }
}

/** Until it broke off by itself, or has stopped as it was told to. */
async function untilEnd(
  { runner, leave }: Queue,
  { db, stopping }: { db: Database; stopping: AbortSignal },
): Promise<void> {
  const stop = (): void => void runner.stop().catch((error) => db.log.warn({ error }, 'the worker had ended already'))
  if (stopping.aborted) stop()
  stopping.addEventListener('abort', stop, { once: true })
  await runner.promise.catch((error) => db.log.error({ error }, 'the worker broke off'))
  stopping.removeEventListener('abort', stop)
  await leave()
}

async function startAgain(options: WorkerOptions, pgPool: Pool): Promise<Queue | null> {
  try {
    return await startQueue(options, pgPool)
  } catch (error) {
    options.db.log.warn({ error }, 'the worker could not be started; trying again')
    return null
  }
}

/** The heart beats as long as jobs are held under its name. */
async function startQueue({ db, tasks, concurrency, silentMs }: WorkerOptions, pgPool: Pool): Promise<Queue> {
  const events: WorkerEvents = new EventEmitter()
  let name = ''
  events.once('pool:create', ({ workerPool }) => void (name = workerPool.id))
  const runner = await run({
    events,
    pgPool,
    taskList: tasks,
    concurrency,
    pollInterval,
    parsedCronItems: [],
    noHandleSignals: true,
    gracefulShutdownAbortTimeout: graceMs,
    logger: jobLogger(db.log),
  })
  const heart = keepBeating({ pgPool, log: db.log, worker: name, silentMs })
  return { runner, leave: heart.stop }
}

import type { Database, Log } from '@fieldwork/database'
import { startDispatcher } from './dispatcher.ts'
import type { JobHandler } from './job.ts'
import { readState } from './job-state.ts'
import type { JobsState } from './job-state.ts'
import type { OutboxConsumer } from './outbox-row.ts'
import { reconcileRound } from './reconcile.ts'
import type { Reconciler } from './reconcile.ts'
import { keepRound } from './round.ts'
import type { Round } from './round.ts'
import { SCHEDULE_TASK, scheduleTask, schedulesRound } from './scheduler.ts'
import type { Schedules } from './scheduler.ts'
import { taskOf } from './run-job.ts'
import { startWorker } from './worker.ts'

export interface JobsOptions {
  db: Database
  log: Log
  /** what this process can do, by name of the task; of jobs with other names it keeps off */
  tasks: Readonly<Record<string, JobHandler>>
  /** who is told of writes, by what stands before the colon in the name of a listener */
  consumers?: Readonly<Record<string, OutboxConsumer>>
  /** what is done at certain moments; asked again and again */
  schedules?: Schedules
  /** what else is looked after again and again */
  rounds?: readonly Round[]
  /** they say which jobs there should be */
  reconcilers?: readonly Reconciler[]
  /** jobs at a time; 0: this process does none; default 4 */
  concurrency?: number
  /** a worker that says nothing for so long has lost its jobs to others; default 30,000 */
  silentMs?: number
}

/** The work beside the requests of one process. */
export interface Jobs {
  start(): Promise<void>
  /** waits for the jobs under way; what does not end in time is done again elsewhere */
  stop(): Promise<void>
  /** looks at once whether a write has told something, and whether all jobs are there */
  nudge(): void
  /** how much waits, of all processes */
  state(): Promise<JobsState>
}

/**
 * Jobs of the workspace that `db` opens. `prepareJobs` must have been called for the database.
 */
export function createJobs(options: JobsOptions): Jobs {
  const { db, concurrency = 4 } = options
  let parts: Part[] = []
  return {
    async start() {
      if (parts.length === 0 && concurrency > 0) parts = await startParts({ ...options, concurrency })
    },
    async stop() {
      const stopped = parts
      parts = []
      for (const part of stopped) await part.stop()
    },
    nudge() {
      for (const part of parts) part.nudge?.()
    },
    state: () => readState(db),
  }
}

interface Part {
  nudge?(): void
  stop(): Promise<void>
}

/** In the order in which they stop: first what adds jobs. */
async function startParts(options: JobsOptions & { concurrency: number }): Promise<Part[]> {
  const { db, log, consumers = {}, schedules, reconcilers = [], rounds = [], concurrency, silentMs } = options
  const tasks = schedules ? { ...options.tasks, [SCHEDULE_TASK]: scheduleTask(schedules) } : options.tasks
  const named = Object.entries(tasks).map(([name, handler]) => [`${db.schema}:${name}`, taskOf(handler, { db, log })])
  const worker =
    named.length > 0 ? [await startWorker({ db, tasks: Object.fromEntries(named), concurrency, silentMs })] : []
  const dispatcher = Object.keys(consumers).length > 0 ? [startDispatcher({ db, log, consumers })] : []
  const kept = [
    ...rounds,
    ...(schedules ? [schedulesRound({ db, log, schedules })] : []),
    ...(reconcilers.length > 0 ? [reconcileRound({ db, log, reconcilers })] : []),
  ].map((round) => keepRound(round, log))
  return [...kept, ...dispatcher, ...worker]
}

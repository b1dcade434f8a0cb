import type { Actor } from '@fieldwork/records'
import { presentOf } from '../calendar/present.ts'
import { addJobs } from '../jobs/add-jobs.ts'
import type { JobHandler, NewJob } from '../jobs/job.ts'
import type { Reconciler } from '../jobs/reconcile.ts'
import type { Round } from '../jobs/round.ts'
import type { Schedule } from '../jobs/schedule.ts'
import type { OutboxConsumer } from '../jobs/outbox-row.ts'
import { hookOf, listHooks, startByHook } from '../hooks/start-by-hook.ts'
import type { HookCall, HookWorkflow } from '../hooks/start-by-hook.ts'
import { beginRun, buttonsOf } from './begin-run.ts'
import type { BeginInput, RecordButton } from './begin-run.ts'
import { queuedSteps, startByWrites, wakeByWrites } from './consume-outbox.ts'
import { dueDates, workflowSchedules } from './due-triggers.ts'
import type { EngineDeps } from './engine.ts'
import { wakeByEvents } from './event-waits.ts'
import { readRecordLog } from './record-log.ts'
import type { RecordLogEntry } from './record-log.ts'
import { stepHandler } from './run-step.ts'
import { summariesOfRuns } from './run-summaries.ts'
import type { RunSummary } from './run-summaries.ts'
import { cancelRun, listRuns, readRun, retryRun } from './runs.ts'
import type { RunInfo, RunsInput, RunStepInfo } from './runs.ts'
import { testRun } from './test-run.ts'
import type { TestInput } from './test-run.ts'
import { lookAgain } from './look-again.ts'
import { wakeByTime } from './wake.ts'

/** Workflows at work: what the queue, the outbox and the API need of them. */
export interface Workflows {
  tasks: Readonly<Record<string, JobHandler>>
  consumers: Readonly<Record<string, OutboxConsumer>>
  reconcilers: readonly Reconciler[]
  /** those of workflows that start at times of the clock */
  schedules(): Schedule[]
  /** what is due by the clock: waits and dates of records */
  round: Round
  tick(now?: Date): Promise<void>
  begin(actor: Actor, input: BeginInput): Promise<string>
  buttons(actor: Actor, record: { object: string; id: string }): Promise<RecordButton[]>
  runs(input: RunsInput): Promise<{ data: RunInfo[]; page: { after: string | null } }>
  /** how each workflow of the catalog does */
  summaries(): Promise<RunSummary[]>
  run(id: string): Promise<RunInfo & { vars: unknown; data: RunStepInfo[] }>
  /** null: no workflow of this name is called by other systems */
  hook(name: string): HookWorkflow | null
  hooks(): HookWorkflow[]
  /** begins a run for a call of another system; whether it may call has been found out */
  call(hook: HookWorkflow, call: HookCall): Promise<{ run: string; isRepeated: boolean }>
  cancel(id: string): Promise<void>
  retry(id: string): Promise<void>
  test(actor: Actor, input: TestInput): Promise<RunInfo & { vars: unknown; data: RunStepInfo[] }>
  log(input: { id: string; after?: string | undefined; limit?: number }): Promise<{
    data: RecordLogEntry[]
    page: { after: string | null }
  }>
}

/** The engine of workflows over one workspace. */
export function createWorkflows(deps: EngineDeps): Workflows {
  const { db, registry } = deps
  const startDue = dueDates(deps)
  const tick = async (now?: Date): Promise<void> => {
    await db.transaction(async (tx) => {
      const waking = { tx, add: (jobs: readonly NewJob[]) => addJobs(tx, jobs) }
      await wakeByTime(waking)
      await lookAgain(waking, registry.catalog())
    })
    await startDue(now ?? (await presentOf(db)))
  }
  return {
    tasks: { 'workflow-step': stepHandler(deps), 'workflow-wake': wakeHandler },
    consumers: {
      workflow: (tx, rows) => startByWrites(tx, registry.catalog(), rows),
      wait: (tx, rows) => wakeByWrites(tx, rows),
      event: (tx, rows) => wakeByEvents(tx, registry.catalog(), rows),
    },
    reconcilers: [queuedSteps],
    schedules: () => workflowSchedules(deps),
    round: { name: 'workflows', everyMs: 5_000, look: () => tick() },
    tick,
    begin: (actor, input) => beginRun(deps, actor, input),
    buttons: (actor, record) => buttonsOf(deps, actor, record),
    runs: (input) => listRuns(db, input),
    summaries: () => summariesOfRuns(db, [...registry.catalog().documents('workflow').keys()]),
    run: (id) => readRun(db, id),
    hook: (name) => hookOf(deps, name),
    hooks: () => listHooks(deps),
    call: (hook, call) => startByHook(deps, hook, call),
    cancel: (id) => cancelRun(deps, id),
    retry: (id) => retryRun(deps, id),
    test: (actor, input) => testRun(deps, actor, input),
    log: (input) => readRecordLog(db, input),
  }
}

/** A moment that a run waits for has come. */
const wakeHandler: JobHandler = async ({ fence }, { db }) => {
  await db.transaction(async (tx) => {
    await fence(tx)
    await wakeByTime({ tx, add: (jobs: readonly NewJob[]) => addJobs(tx, jobs) })
  })
}

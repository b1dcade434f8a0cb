import { compileDraftWorkflow, appError } from '@fieldwork/metadata'
import type { Definition } from '@fieldwork/metadata'
import type { Actor } from '@fieldwork/records'
import type { NewJob } from '../jobs/job.ts'
import type { EngineDeps } from './engine.ts'
import type { Place, RunError } from './rows.ts'
import { begin, workOn } from './run-step.ts'
import { readRun } from './runs.ts'
import { startRuns } from './start-runs.ts'
import { wakeSteps } from './wake.ts'
import { undone } from '../jobs/undone.ts'

export interface TestInput {
  /** published or not */
  definition: Definition
  record: string | null
  vars: Record<string, unknown>
}

type Tried = Awaited<ReturnType<typeof readRun>>

/** steps that a trial does at most */
const trialSteps = 1_000

/**
 * Does a whole run in a transaction that is undone, and tells all of its steps. What it would wait for is taken to have
 * happened, and nothing outside is done.
 *
 * @throws validation_failed: every problem of the definition
 */
export async function testRun(deps: EngineDeps, actor: Actor, input: TestInput): Promise<Tried> {
  const compiled = compileDraftWorkflow(deps.registry.catalog(), input.definition)
  if ('problems' in compiled) throw appError('validation_failed', {}, compiled.problems)
  const workflow = { ...compiled.workflow, active: true }
  return undone(deps.records, async (records, tx) => {
    const waiting: NewJob[] = []
    const add = async (jobs: readonly NewJob[]) => void waiting.push(...jobs)
    const { record, vars } = input
    const start = { workflow, record, vars, trigger: 'test', actor: actor.id, dry: true }
    const { jobs, ids } = await startRuns(tx, deps.registry.catalog(), [start])
    await tx.query({
      text: `insert into fw_workflow_version (version, workflow, revision, definition) values ($1, $2, 0, $3)
          on conflict (version) do update set definition = excluded.definition`,
      values: [workflow.version, workflow.name, JSON.stringify(input.definition)],
    })
    await add(jobs)
    let steps = 0
    for (; waiting.length > 0 && steps < trialSteps; steps++) {
      const { run, ...place } = waiting.shift()!.payload as { run: string } & Place
      const working = await begin(deps, { run, place, records, tx, add, signal: new AbortController().signal })
      if (working) await workOn(working)
      if (waiting.length === 0) await wakeAll({ tx, add })
    }
    const tried = await readRun(tx, ids[0]!)
    return waiting.length > 0 ? { ...tried, error: brokenOff() } : tried
  })
}

/** A trial ends here, whatever the workflow may do in earnest. */
function brokenOff(): RunError {
  const what = { en: 'steps of a trial; the rest was not tried', 'zh-CN': '个试运行步骤，其余步骤未试运行' }
  const { code, localized: message } = appError('workflow_limit', { limit: trialSteps, what })
  return { code, message }
}

async function wakeAll(part: Parameters<typeof wakeSteps>[0]): Promise<void> {
  const { rows } = await part.tx.query<Place & { run: string } & Record<string, unknown>>({
    text: 'select w.run, w.node, w.iteration from fw_wait w join fw_run r on r.id = w.run where r.dry',
  })
  await wakeSteps(
    part,
    rows.map((row) => ({ ...row, wake: { reason: 'time' } })),
  )
}

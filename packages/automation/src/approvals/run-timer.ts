import { newId } from '@fieldwork/database'
import type { CompiledApprovalStep } from '@fieldwork/metadata'
import { presentOf } from '../calendar/present.ts'
import type { JobHandler } from '../jobs/job.ts'
import type { Reconciler } from '../jobs/reconcile.ts'
import { momentAfter } from './due-time.ts'
import { finish } from './finish.ts'
import { withRun } from './open-run.ts'
import type { ApprovalsDeps } from './open-run.ts'
import { reachOf } from './people.ts'
import { goOn, settle, tell } from './progress.ts'
import { ESCALATED } from './quorum.ts'
import { findApprovers } from './resolve-approvers.ts'
import { askedBy, noteRun } from './run.ts'
import type { Run } from './run.ts'
import { cancelTasks, insertTasks, tasksOf } from './stored.ts'
import { repeatTimer, timerJob } from './timers.ts'

interface TimerRow {
  id: string
  approval: string
  visit: number
  kind: 'remind' | 'escalate'
  key: string
}

/** Wakes up for one timer of a step. */
export const timerHandler =
  (deps: ApprovalsDeps): JobHandler =>
  async ({ payload }) =>
    runTimer(deps, (payload as { timer: string }).timer)

/** The jobs that there should be: those of a restored workspace were left behind. */
export const timerReconciler: Reconciler = async (tx) => {
  const { rows } = await tx.query<{ id: string; at: string }>({
    text:
      'select id, to_char(at at time zone \'utc\', \'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"\') as at from fw_approval_timer' +
      " where not done and at <= now() + interval '1 day' order by at limit 1000",
  })
  return rows.map(timerJob)
}

async function runTimer(deps: ApprovalsDeps, id: string): Promise<void> {
  const { rows } = await deps.db.query<{ approval: string }>({
    text: 'select approval from fw_approval_timer where id = $1 and not done',
    values: [id],
  })
  if (!rows[0]) return
  await withRun(deps, { approval: rows[0].approval, actor: null }, (run) => ring(run, id))
}

/** The approval is locked, so of two who wake up for one timer the second finds it done. */
async function ring(run: Run, id: string): Promise<void> {
  const { scene, approval, chain } = run
  const { rows } = await scene.db.query<TimerRow & Record<string, unknown>>({
    text: 'update fw_approval_timer set done = true where id = $1 and not done returning id, approval, visit, kind, key',
    values: [id],
  })
  const [timer] = rows
  const step = approval.step === null ? undefined : chain.steps.get(approval.step)
  if (!timer || !step?.due || approval.state !== 'pending' || timer.visit !== approval.visit) return
  if (timer.kind === 'remind') await remind(run, step, timer)
  else await escalate(run, step, timer)
}

async function remind(run: Run, step: CompiledApprovalStep, { key }: TimerRow): Promise<void> {
  const tasks = await tasksOf(run.scene.db, run.approval)
  const late = tasks.filter(({ state }) => state === 'pending').map(({ assignee }) => assignee)
  await tell(run, step, late, 'reminder')
  await noteRun(run, ...late.map((target) => ({ action: 'reminded', step: step.key, target })))
  const again = key.endsWith('+') ? step.due?.remind.find((one) => `${one.key}+` === key)?.after : null
  if (!again) return
  const { catalog, timeZone } = run.scene
  await repeatTimer(
    run,
    key,
    momentAfter(await presentOf(run.scene.db), again, { catalog, timeZone, calendar: step.due?.calendar ?? null }),
  )
}

async function escalate(run: Run, step: CompiledApprovalStep, { key }: TimerRow): Promise<void> {
  const escalation = step.due?.escalate.find((one) => one.key === key)
  if (!escalation) return
  if (escalation.outcome) return decideItself(run, step, escalation.outcome)
  const named = await findApprovers(run.scene, escalation.to, askedBy(run, step))
  const reach = await reachOf(
    run.scene,
    named.map(({ user }) => user),
  )
  const found = named.filter(({ user }) => reach.get(user)?.isHere)
  if (found.length === 0) return noteRun(run, { action: 'escalated', step: step.key, details: { nobody: true } })
  const before = await tasksOf(run.scene.db, run.approval)
  if (escalation.replace) await cancelTasks(run.scene.db, run.approval.id)
  await insertTasks(
    run.scene.db,
    run.approval,
    found.map(({ user }, at) => ({
      id: newId(),
      kind: step.kind,
      grp: ESCALATED,
      place: before.length + at,
      parent: null,
      added: null,
      assignee: user,
      behalf: null,
      source: 'escalation',
      state: 'waiting',
      opinion: null,
      due: null,
    })),
  )
  await noteRun(run, ...found.map(({ user }) => ({ action: 'escalated', step: step.key, target: user })))
  await settle(run, step, null)
}

/** Nobody has decided in time, so the chain says what that means. */
async function decideItself(
  run: Run,
  step: CompiledApprovalStep,
  outcome: 'approve' | 'reject' | 'return',
): Promise<void> {
  await noteRun(run, { action: 'expired', step: step.key, details: { outcome } })
  if (outcome === 'reject') return finish(run, 'rejected')
  if (outcome === 'return') return finish(run, 'returned')
  await cancelTasks(run.scene.db, run.approval.id)
  await goOn(run, step, null)
}

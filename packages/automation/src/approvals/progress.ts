import { appError } from '@fieldwork/metadata'
import type { CompiledApprovalStep } from '@fieldwork/metadata'
import { notify } from '../notifications/notify.ts'
import { presentOf } from '../calendar/present.ts'
import { momentAfter } from './due-time.ts'
import { finish } from './finish.ts'
import { outcomeOf, turnsOf } from './quorum.ts'
import { askedBy, noteRun, recordOf } from './run.ts'
import type { Asking, Run } from './run.ts'
import { holds } from './scene.ts'
import { staffStep, tasksFor } from './staff-step.ts'
import { cancelTasks, insertTasks, saveApproval, setTaskStates, tasksOf } from './stored.ts'
import type { StoredTask } from './stored.ts'
import { setTimers } from './timers.ts'

/**
 * Begins a step and goes on through all that need nobody, until somebody is asked or the chain has ended. What is
 * stored in the end is one of the two, so an approval never waits for nothing.
 *
 * @param isAdvance the step before has just agreed: who agreed there is not asked again
 */
export async function enterStep(run: Run, first: string, { isAdvance }: { isAdvance: boolean }): Promise<void> {
  const { scene, chain } = run
  let key: string | null = first
  let mayRepeat = isAdvance
  while (key !== null) {
    const step = chain.steps.get(key)
    if (!step) throw new Error(`The chain ${chain.name} has no step ${key}`)
    const repeated: ReadonlySet<string> = mayRepeat && chain.skipRepeated ? await agreedJustNow(run) : new Set()
    if (await holds(scene, recordOf(run), step.when, run.submitter)) {
      if (await isAsked(run, step, repeated)) return
      mayRepeat = mayRepeat || step.kind === 'decide'
    } else await noteRun(run, { action: 'skipped', step: key })
    key = await nextOf(run, step)
  }
  await finish(run, 'approved')
}

/** Asks the people of a step; false: nobody has to be waited for. */
async function isAsked(run: Run, step: CompiledApprovalStep, repeated: ReadonlySet<string>): Promise<boolean> {
  const { scene, chain, approval } = run
  approval.step = step.key
  approval.visit++
  await saveApproval(scene.db, approval)
  const { seats, trail } = await staffStep(scene, chain, step, askedBy(run, step))
  if (seats.length === 0 && step.kind !== 'notify') throw appError('approval_not_possible', { reason: nobody })
  const due = step.due && (await dueOf(run, step.due))
  const tasks = tasksFor(step, seats, { due: due?.toISOString() ?? null, repeated })
  await insertTasks(scene.db, approval, tasks)
  const again = tasks.filter(({ source }) => source === 'repeated')
  await noteRun(
    run,
    { action: 'asked', step: step.key, details: { users: tasks.map(({ assignee }) => assignee), kind: step.kind } },
    ...trail.map((entry) => ({ ...entry, actor: null })),
    ...again.map(({ id, assignee }) => ({
      action: 'repeated',
      task: id,
      step: step.key,
      actor: null,
      target: assignee,
    })),
  )
  if (step.kind === 'notify') {
    await tell(
      run,
      step,
      tasks.map(({ assignee }) => assignee),
      'told',
    )
    return false
  }
  const stored = await tasksOf(scene.db, approval)
  if (outcomeOf(step, stored) === 'agreed') return false
  await giveTurns(run, step, stored)
  if (due && step.due) await setTimers(run, step.due, due)
  return true
}

/** After something has changed about who has decided what: on to the next step, back, or to whose turn it is. */
export async function settle(run: Run, step: CompiledApprovalStep, comment: string | null): Promise<void> {
  const tasks = await tasksOf(run.scene.db, run.approval)
  const outcome = outcomeOf(step, tasks)
  if (outcome === 'open') return giveTurns(run, step, tasks)
  await cancelTasks(run.scene.db, run.approval.id)
  if (outcome === 'disagreed') return finish(run, step.onReject === 'return' ? 'returned' : 'rejected', comment)
  await goOn(run, step, comment)
}

/** On to the step after one that is done. */
export async function goOn(run: Run, step: CompiledApprovalStep, comment: string | null): Promise<void> {
  const next = await nextOf(run, step)
  if (next === null) return finish(run, 'approved', comment)
  await enterStep(run, next, { isAdvance: true })
}

async function giveTurns(run: Run, step: CompiledApprovalStep, tasks: readonly StoredTask[]): Promise<void> {
  const turns = turnsOf(step, tasks)
  await setTaskStates(run.scene.db, turns)
  const now = new Set(turns.filter(({ state }) => state === 'pending').map(({ id }) => id))
  const asked = tasks.filter(({ id }) => now.has(id)).map(({ assignee }) => assignee)
  await tell(run, step, asked, 'task')
}

/** Tells people that it is their turn, or what they are to know. */
export async function tell(
  run: Run,
  step: CompiledApprovalStep,
  to: readonly string[],
  kind: 'task' | 'told' | 'reminder',
): Promise<void> {
  const { scene, chain, approval, submitter } = run
  const label = approval.label ?? ''
  const lead = { task: '', told: '', reminder: 'Reminder: ' }[kind]
  const zh = { task: '待您审批', told: '抄送给您', reminder: '催办' }[kind]
  await notify(scene.db, {
    to,
    kind: `approval.${kind}`,
    title: {
      en: `${lead}${chain.label.en}: “${label}” by ${submitter.name} (${step.label.en})`,
      'zh-CN': `${zh}：${chain.label['zh-CN']}“${label}”，${submitter.name}提交（${step.label['zh-CN']}）`,
    },
    about: recordOf(run),
    key: `approval ${approval.id} ${approval.visit} ${kind}`,
  })
}

/** The step after one that is done; null: none. */
export async function nextOf(run: Asking, step: CompiledApprovalStep): Promise<string | null> {
  for (const { when, to } of step.route) if (await holds(run.scene, recordOf(run), when, run.submitter)) return to
  return step.next
}

const nobody = { en: 'there is nobody who could decide', 'zh-CN': '没有可以审批的人员' }

type Due = NonNullable<CompiledApprovalStep['due']>

async function dueOf(run: Run, due: Due): Promise<Date> {
  const { catalog, timeZone, db } = run.scene
  return momentAfter(await presentOf(db), await timeFor(run, due), { catalog, timeZone, calendar: due.calendar })
}

/** How long a step has for the record. */
export async function timeFor(run: Asking, { after, special }: Due): Promise<Due['after']> {
  for (const other of special) if (await holds(run.scene, recordOf(run), other.when, run.submitter)) return other.after
  return after
}

/** Who has agreed in the step before, himself or by having agreed in the one before that. */
async function agreedJustNow({ scene, approval }: Run): Promise<ReadonlySet<string>> {
  const { rows } = await scene.db.query<{ id: string }>({
    text:
      "select decided_by as id from fw_approval_task where approval = $1 and visit = $2 and kind = 'decide'" +
      " and opinion = 'agree' and decided_by is not null and parent is null",
    values: [approval.id, approval.visit],
  })
  return new Set(rows.map(({ id }) => id))
}

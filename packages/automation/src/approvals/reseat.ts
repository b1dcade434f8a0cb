import { superiorsOf } from '@fieldwork/database'
import type { CompiledApprovalStep } from '@fieldwork/metadata'
import { accountsOf, employeesOf, reachOf } from './people.ts'
import { settle, tell } from './progress.ts'
import { modeOf } from './quorum.ts'
import { askedBy, noteRun } from './run.ts'
import type { Run } from './run.ts'
import { fallbackOf } from './staff-step.ts'
import { setTaskStates, tasksOf } from './stored.ts'
import type { StoredTask } from './stored.ts'

type Instead = 'back' | 'delegate' | 'superior' | 'fallback'

interface Candidate {
  user: string
  how: Instead
}

/**
 * Asks others in place of those who have left, or whose account was closed, since they were asked: for whom they stood
 * in, else whom they named, else who is above them, else the fallback. Whoever is away gives way to his substitute as if
 * he had been asked today. The trail says who, for whom, and why.
 *
 * @returns how many tasks have moved or are asked no more
 */
export async function reseat(run: Run): Promise<number> {
  const { scene, approval, chain } = run
  const step = approval.step === null ? undefined : chain.steps.get(approval.step)
  if (approval.state !== 'pending' || !step) return 0
  const tasks = await tasksOf(scene.db, approval)
  const open = tasks.filter(({ state }) => state === 'pending' || state === 'waiting')
  const reach = await reachOf(
    scene,
    open.map(({ assignee }) => assignee),
  )
  const gone = open.filter(({ assignee }) => !reach.get(assignee)?.isHere)
  let moved = 0
  for (const task of gone) if (await moveOn(run, step, { task, gone, tasks })) moved++
  const away = open.filter(({ assignee }) => reach.get(assignee)?.isHere && reach.get(assignee)?.isAway)
  for (const task of away)
    if (await standIn(run, step, { task, tasks, delegate: reach.get(task.assignee)?.delegate })) moved++
  if (moved > 0 || !open.some(({ state }) => state === 'pending')) await settle(run, step, null)
  return moved
}

interface StandingIn extends Pick<Moving, 'task' | 'tasks'> {
  delegate: string | null | undefined
}

/** Hands what somebody was asked before he went away to his substitute, who decides for him. */
async function standIn(run: Run, step: CompiledApprovalStep, { task, tasks, delegate }: StandingIn): Promise<boolean> {
  if (!delegate || delegate === run.submitter.id) return false
  const isAsked = tasks.some(({ assignee, state }) => assignee === delegate && state !== 'cancelled')
  const reach = (await reachOf(run.scene, [delegate])).get(delegate)
  if (isAsked || !reach?.isHere || reach.isAway) return false
  const away = task.assignee
  await giveTo(run, task, { user: delegate, how: 'delegate' })
  const details = { away: true }
  await noteRun(run, { action: 'delegated', task: task.id, step: step.key, target: delegate, behalf: away, details })
  if (task.state === 'pending') await tell(run, step, [delegate], 'task')
  return true
}

interface Moving {
  task: StoredTask
  gone: readonly StoredTask[]
  /** all of the visit; brought up to date */
  tasks: readonly StoredTask[]
}

async function moveOn(run: Run, step: CompiledApprovalStep, { task, gone, tasks }: Moving): Promise<boolean> {
  const { scene } = run
  const others = tasks.filter((one) => one !== task && one.grp === task.grp && one.state !== 'cancelled')
  const left = task.assignee
  const candidates = await candidatesFor(run, step, task)
  const free = candidates.find(({ user }) => !others.some(({ assignee }) => assignee === user))
  const isLone = others.every((one) => one.parent !== null || (gone.includes(one) && one.state !== 'done'))
  const hasAdded = tasks.some(({ parent }) => parent === task.id)
  const isEnough = !isLone && !hasAdded && task.parent === null && modeOf(step, task.grp) === 'any'
  // nobody is asked twice, but where he is the only one left
  const next = isEnough ? undefined : (free ?? (isLone || hasAdded ? candidates[0] : undefined))
  if (!next) {
    if (isLone || hasAdded) return false
    await setTaskStates(scene.db, [{ id: task.id, state: 'cancelled' }])
    task.state = 'cancelled'
    await noteRun(run, { action: 'unreachable', task: task.id, step: step.key, target: left, details: why })
    return true
  }
  await giveTo(run, task, next)
  const details = { ...why, how: next.how }
  await noteRun(run, { action: 'moved', task: task.id, step: step.key, target: next.user, behalf: left, details })
  if (task.state === 'pending') await tell(run, step, [next.user], 'task')
  return true
}

const why = { left: true }

async function giveTo({ scene }: Run, task: StoredTask, { user, how }: Candidate): Promise<void> {
  const behalf = how === 'back' ? null : (task.behalf ?? task.assignee)
  await scene.db.query({
    text: 'update fw_approval_task set assignee = $2, behalf = $3, source = $4 where id = $1',
    values: [task.id, user, behalf, how === 'fallback' ? 'fallback' : task.source],
  })
  Object.assign(task, { assignee: user, behalf })
}

/** Those who may decide in somebody's place, the nearest first. */
async function candidatesFor(run: Run, step: CompiledApprovalStep, task: StoredTask): Promise<Candidate[]> {
  const { scene, chain } = run
  const asked = askedBy(run, step)
  const { assignee, behalf } = task
  const named = await reachOf(scene, [assignee])
  const delegate = named.get(assignee)?.delegate ?? null
  const found: Candidate[] = [
    ...(behalf ? [{ user: behalf, how: 'back' as const }] : []),
    ...(delegate ? [{ user: delegate, how: 'delegate' as const }] : []),
    ...(await superiors(run, assignee)).map((user) => ({ user, how: 'superior' as const })),
  ]
  const reach = await reachOf(
    scene,
    found.map(({ user }) => user),
  )
  const isThere = (user: string) => reach.get(user)?.isHere === true && !reach.get(user)?.isAway
  const near = found.filter(({ user }) => isThere(user) && !asked.without.has(user))
  const fallback = await fallbackOf(scene, chain, asked)
  return [...near, ...fallback.map((user) => ({ user, how: 'fallback' as const }))]
}

async function superiors({ scene }: Run, user: string): Promise<string[]> {
  const [employee] = await employeesOf(scene, [user])
  return employee === undefined ? [] : accountsOf(scene, await superiorsOf(scene, { employee }))
}

import { newId } from '@fieldwork/database'
import { appError } from '@fieldwork/metadata'
import type { Actor } from '@fieldwork/records'
import type { Problem } from './problem.ts'
import { closedAction } from './decide.ts'
import { finish } from './finish.ts'
import { demandTurn } from './open-run.ts'
import type { OpenTask } from './open-run.ts'
import { reachOf } from './people.ts'
import { settle, tell } from './progress.ts'
import { noteRun } from './run.ts'
import type { Run } from './run.ts'
import { insertTasks, tasksOf } from './stored.ts'
import type { StoredTask } from './stored.ts'

interface ToOthers {
  task: string
  comment: string | null
}

/**
 * Hands a task on: `transfer` makes it the other's own, `delegate` lets him decide for who was asked.
 *
 * @throws approval_decided, forbidden, approval_not_possible, validation_failed
 */
export async function handOn(
  run: Run,
  actor: Actor,
  { task: id, kind, user, comment }: ToOthers & { kind: 'transfer' | 'delegate'; user: string },
): Promise<void> {
  const { open, tasks } = await turn(run, actor, id, kind)
  await demandPeople(run, open, { users: [user], tasks, pointer: () => '/user' })
  const behalf = kind === 'delegate' ? (open.task.behalf ?? open.task.assignee) : null
  await run.scene.db.query({
    text: 'update fw_approval_task set assignee = $2, behalf = $3, source = $4 where id = $1',
    values: [id, user, behalf, kind],
  })
  await noteRun(run, {
    action: kind,
    task: id,
    step: open.step.key,
    actor: actor.id,
    behalf: open.behalf,
    target: user,
    comment,
  })
  await tell(run, open.step, [user], 'task')
}

/**
 * Asks others before or after the one whose turn it is: he agrees only together with them.
 *
 * @throws approval_decided, forbidden, approval_not_possible, validation_failed (every user who cannot be asked)
 */
export async function addApprovers(
  run: Run,
  actor: Actor,
  { task: id, place, users, comment }: ToOthers & { place: 'before' | 'after'; users: readonly string[] },
): Promise<void> {
  const { open, tasks } = await turn(run, actor, id, `add-${place}`)
  const { task, step } = open
  await demandPeople(run, open, { users, tasks, pointer: (at) => `/users/${at}` })
  const added = users.map((user, at) => ({
    id: newId(),
    kind: task.kind,
    grp: task.grp,
    place: tasks.length + at,
    parent: task.id,
    added: place,
    assignee: user,
    behalf: null,
    source: `added-${place}`,
    state: 'waiting' as const,
    opinion: null,
    due: task.due,
  }))
  await insertTasks(run.scene.db, run.approval, added)
  const entry = { action: `add-${place}`, task: id, step: step.key, actor: actor.id, behalf: open.behalf, comment }
  await noteRun(run, ...users.map((target) => ({ ...entry, target })))
  await settle(run, step, comment)
}

type Action = 'transfer' | 'delegate' | 'add-before' | 'add-after'

async function turn(
  run: Run,
  actor: Actor,
  id: string,
  action: Action,
): Promise<{ open: OpenTask; tasks: StoredTask[] }> {
  const tasks = await tasksOf(run.scene.db, run.approval)
  const open = await demandTurn(
    run,
    tasks.find((task) => task.id === id),
    actor,
  )
  // who may not decide can still hand it to somebody who may
  if (!open.step.actions.has(action) && open.task.source !== 'fallback')
    throw appError('approval_not_possible', { reason: closedAction })
  return { open, tasks }
}

interface Wanted {
  users: readonly string[]
  tasks: readonly StoredTask[]
  pointer(at: number): string
}

async function demandPeople(run: Run, { step, task }: OpenTask, { users, tasks, pointer }: Wanted): Promise<void> {
  const reach = await reachOf(run.scene, users)
  const isAsked = (user: string) =>
    tasks.some(({ assignee, state, grp }) => assignee === user && state !== 'cancelled' && grp === task.grp)
  const problems = users.flatMap((user, at): Problem[] => {
    const wrong = (code: string, message: Problem['message']) => [{ pointer: pointer(at), code, message }]
    if (!reach.get(user)?.isHere) return wrong('unknown_reference', noUser)
    if (user === run.submitter.id && !step.allowSubmitter) return wrong('own_submission', isSubmitter)
    if (isAsked(user) || users.indexOf(user) !== at) return wrong('asked_already', alreadyAsked)
    return []
  })
  if (users.length === 0) problems.push({ pointer: '/users', code: 'required', message: noUser })
  if (problems.length > 0) throw appError('validation_failed', {}, problems)
}

const noUser = { en: 'There is no such active user', 'zh-CN': '没有该用户，或该用户已停用' }
const isSubmitter = { en: 'He submitted it himself', 'zh-CN': '该用户是提交人' }
const alreadyAsked = { en: 'He is asked already', 'zh-CN': '该用户已在审批人中' }

/**
 * The submitter takes it back.
 *
 * @throws forbidden (somebody else), approval_decided, approval_not_possible (somebody has decided already)
 */
export async function recall(run: Run, actor: Actor, comment: string | null): Promise<void> {
  const { approval, chain, scene } = run
  if (actor.id !== approval.submitter) throw appError('forbidden')
  if (approval.state !== 'pending') throw appError('approval_decided')
  if (chain.recall === 'never') throw appError('approval_not_possible', { reason: closedAction })
  if (chain.recall === 'before-decision') {
    const { rowCount } = await scene.db.query({
      text:
        "select from fw_approval_task t where approval = $1 and opinion is not null and source <> 'repeated'" +
        " and decided_at >= (select max(at) from fw_approval_event where approval = $1 and action in ('submitted', 'resubmitted'))",
      values: [approval.id],
    })
    if ((rowCount ?? 0) > 0) throw appError('approval_not_possible', { reason: tooLate })
  }
  await finish(run, 'recalled', comment)
}

const tooLate = { en: 'somebody has decided already', 'zh-CN': '已有人审批，不能撤回' }

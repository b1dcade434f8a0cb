import type { CompiledApproval, CompiledApprovalStep } from '@fieldwork/metadata'
import type { Actor } from '@fieldwork/records'
import { balanceOf } from './balance.ts'
import type { Balance } from './balance.ts'
import { actedFor } from './open-run.ts'
import type { ApprovalsDeps } from './open-run.ts'
import { personSql } from './people.ts'
import { aheadOf } from './preview.ts'
import { chainOfVersion, todayIn, versionOn } from './scene.ts'
import type { Scene } from './scene.ts'
import { approvalMembers, described, leftOf, moment, named, openBy, sceneOf, taskMembers } from './shown.ts'
import type { Row } from './shown.ts'

/** Everything that happened to some approvals, in the order given; those that are not there are left out. */
export async function trailsOf(deps: ApprovalsDeps, actor: Actor, ids: readonly string[]): Promise<Row[]> {
  if (ids.length === 0) return []
  const scene = sceneOf(deps)
  const approvals = await deps.db.query<Row & { id: string }>({
    text: `select a.id, ${approvalMembers} from fw_approval a where a.id = any($1) order by array_position($1::uuid[], a.id)`,
    values: [ids],
  })
  const tasks = await deps.db.query<Row & { approval: string }>({
    text: `select ${taskMembers} from fw_approval_task t where t.approval = any($1) order by t.visit, t.place, t.id`,
    values: [ids],
  })
  const events = await deps.db.query<Row & { approval: string }>({
    text:
      `select e.approval, e.id::text, e.action, e.step, e.task, ${named('e.actor')} as actor,` +
      ` ${named('e.behalf')} as behalf, ${personSql(scene.catalog, 'e.target')} as target, e.comment, e.details, ${moment('e.at')} as at` +
      ' from fw_approval_event e where e.approval = any($1) order by e.id',
    values: [ids],
  })
  const [tasksOf, eventsOf] = [byApproval(tasks.rows), byApproval(events.rows)]
  const users = [actor.id, ...(await actedFor(scene, actor))]
  const read: Reading = { scene, users, today: await todayIn(scene), balances: new Map() }
  const found: Row[] = []
  for (const row of approvals.rows)
    found.push(await trailOf(read, row, { tasks: tasksOf.get(row.id) ?? [], events: eventsOf.get(row.id) ?? [] }))
  return found
}

function byApproval<T extends { approval: string }>(rows: readonly T[]): Map<string, T[]> {
  const found = new Map<string, T[]>()
  for (const row of rows) {
    const own = found.get(row.approval)
    if (own) own.push(row)
    else found.set(row.approval, [row])
  }
  return found
}

interface Reading {
  scene: Scene
  /** who reads, and for whom he acts */
  users: readonly string[]
  /** the day in the workspace's zone */
  today: string
  /** by record and version of the chain: approvals of one record share it */
  balances: Map<string, Promise<Balance | null>>
}

async function trailOf(
  { scene, users, today, balances }: Reading,
  row: Row,
  { tasks, events }: { tasks: readonly Row[]; events: readonly Row[] },
): Promise<Row> {
  const { version, record } = row as { version: string; record: { id: string } }
  const chain = await chainOfVersion(scene, version)
  const mine = tasks.filter(
    (task) => task.state === 'pending' && users.includes((task.assignee as { id: string } | null)?.id ?? ''),
  )
  const step = chain.steps.get(String(row.step))
  const key = `${record.id} ${version}`
  const balance = chain.balance ? (balances.get(key) ?? balanceOf(scene, chain, record.id)) : null
  if (balance) balances.set(key, balance)
  return {
    ...(await described(scene, row)),
    steps: [...chain.steps.values()].map(({ key, label, kind, next, route }) => {
      return { key, label, kind, to: [...new Set([...route.map(({ to }) => to), next])].filter((to) => to !== null) }
    }),
    first: chain.first,
    outdated: isOpen(row) ? outdatedOn(scene, { name: chain.name, version, day: today }) : null,
    tasks: tasks.map((task) => withTimeLeft(scene, chain, task)),
    ahead: row.state === 'pending' ? await aheadOf(scene, chain, row.id as string) : [],
    trail: events.map(({ approval: _approval, ...event }) => event),
    balance: await balance,
    mine: mine.map((task) => task.id),
    ...(step && mine.length > 0 ? { ...openBy(step), returnTo: returnable(chain, step, tasks) } : {}),
  }
}

const isOpen = ({ state }: Row): boolean => state === 'pending' || state === 'returned'

/** What has become of a chain since an approval began by it; null: nothing. */
function outdatedOn(
  { catalog }: Scene,
  { name, version, day }: { name: string; version: string; day: string },
): 'changed' | 'deleted' | null {
  const chain = catalog.approvals.get(name)
  if (!chain) return 'deleted'
  return versionOn(chain, day).hash === version ? null : 'changed'
}

const withTimeLeft = (scene: Scene, { steps }: CompiledApproval, task: Row): Row => {
  const step = task.state === 'pending' ? steps.get(String(task.step)) : undefined
  return step ? { ...task, left: leftOf(scene, step, task.due) } : task
}

/** The steps before to which a step may give back, in the order in which they were asked. */
function returnable({ steps }: CompiledApproval, { key, returnTo }: CompiledApprovalStep, tasks: readonly Row[]) {
  const asked = tasks.filter(({ kind, step }) => kind !== 'notify' && step !== key).map(({ step }) => String(step))
  return [...new Set(asked)].flatMap((name) => {
    const step = steps.get(name)
    return step && (returnTo?.has(name) ?? true) ? [{ key: name, label: step.label }] : []
  })
}

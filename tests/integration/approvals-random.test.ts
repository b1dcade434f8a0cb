import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { organise } from '../support/approval-people.ts'
import { chain, startApprovalWorld } from '../support/approval-world.ts'
import type { ApprovalWorld } from '../support/approval-world.ts'
import { createRandom } from '../support/random.ts'
import type { Random } from '../support/random.ts'

/** More with `APPROVAL_RUNS=2000`, others with `APPROVAL_SEED`. */
const runs = Number(process.env.APPROVAL_RUNS ?? 200)
const firstSeed = Number(process.env.APPROVAL_SEED ?? 1)
const batch = 25

let world: ApprovalWorld
beforeAll(async () => {
  world = await startApprovalWorld()
  await organise(world)
}, 60_000)
afterAll(() => world.stop())

const deciders = ['boss', 'boss2', 'boss3', 'director', 'other']

function randomApprover(random: Random): object {
  return random.pick([
    { users: [random.pick(deciders)] },
    { users: ['boss', 'boss3', 'worker'] },
    { role: random.pick(['boss', 'director', 'worker']) },
    { head: { of: 'submitter', up: random.integer(0, 3) } },
    { superior: { of: 'submitter', levels: random.integer(1, 4) } },
    { field: 'owner' },
    { expression: 'amount > 50 ? approved_by : owner' },
    { role: 'boss', within: 'submitter' },
  ])
}

function randomStep(random: Random, later: readonly string[]): object {
  const mode = random.pick(['any', 'all', 'sequential', { ratio: 0.5 }, { count: 2 }])
  const kind = random.pick(['decide', 'decide', 'decide', 'advise', 'notify'])
  const approvers = Object.fromEntries(
    Array.from({ length: random.integer(1, 3) }, (_, at) => [
      `a${at}`,
      {
        ...randomApprover(random),
        ...(random.chance(0.3) && { group: 'g' }),
        ...(random.chance(0.2) && { when: 'amount > 50' }),
      },
    ]),
  )
  const [next] = later
  return {
    approvers,
    kind,
    mode,
    groups: { g: { mode: random.pick(['any', 'all']) } },
    ...(random.chance(0.2) && { when: 'amount > 50' }),
    ...(random.chance(0.2) && { allowSubmitter: true }),
    ...(random.chance(0.3) && { onReject: 'return' }),
    ...(next && { next }),
    ...(later.length > 1 &&
      random.chance(0.4) && { route: { far: { when: 'amount > 20', to: random.pick(later), order: 1 } } }),
  }
}

function randomChain(seed: number): object {
  const random = createRandom(seed)
  const keys = ['s1', 's2', 's3', 's4'].slice(0, random.integer(1, 4))
  const steps = Object.fromEntries(keys.map((key, at) => [key, randomStep(random, keys.slice(at + 1))]))
  const resubmit = random.pick(['start', 'returned-step'])
  const recall = random.pick(['before-decision', 'while-pending', 'never'])
  return chain(steps as Record<string, object>, {
    name: `chain_${seed}`,
    resubmit,
    recall,
    skipRepeated: random.chance(0.5),
  })
}

// oxlint-disable-next-line typescript/no-explicit-any -- bodies of many shapes, looked into by path
type Approval = any
type Task = {
  id: string
  state: string
  kind: string
  opinion: string | null
  source: string
  assignee: { id: string }
}
const open = ({ tasks }: Approval): Task[] => tasks.filter(({ state }: Task) => state === 'pending')

const recordStates: Record<string, string> = {
  pending: 'pending',
  approved: 'approved',
  rejected: 'rejected',
  returned: 'draft',
  recalled: 'draft',
}
const decisions = ['agree', 'disagree', 'advise', 'return']

/** What has to hold after everything that happens. */
async function check(record: string, hint: string): Promise<Approval> {
  const approval = await world.approval(record)
  const { state, tasks, trail } = approval
  expect(await world.state(record), hint).toBe(recordStates[state])
  const waiting = tasks.filter((task: Task) => task.state === 'pending' || task.state === 'waiting')
  if (state === 'pending') expect(open(approval).length, `stuck: ${hint}`).toBeGreaterThan(0)
  else expect(waiting, hint).toEqual([])
  for (const task of tasks as Task[]) {
    const said = trail.filter(
      (e: { task: string; action: string }) => e.task === task.id && decisions.includes(e.action),
    )
    const expected = task.state === 'done' && task.opinion !== null && task.source !== 'repeated' ? 1 : 0
    expect(said.length, `decisions on a task: ${hint} ${JSON.stringify(task)}`).toBe(expected)
  }
  const count = (...actions: string[]) =>
    trail.filter(({ action }: { action: string }) => actions.includes(action)).length
  const ends = count('approved', 'rejected', 'returned', 'recalled')
  expect(ends, hint).toBe(count('submitted', 'resubmitted') - (state === 'pending' ? 1 : 0))
  return approval
}

const nameOf = (id: string) => Object.keys(world.ids).find((name) => world.ids[name] === id)!

/** One random thing that somebody tries; what is not allowed has to be refused properly. */
async function tryOne(random: Random, approval: Approval, absent: string | null): Promise<string> {
  const task = random.pick(open(approval))
  const who = random.chance(0.8) ? nameOf(task.assignee.id) : random.pick([...deciders, 'worker'])
  const what = random.pick([
    'approve',
    'approve',
    'approve',
    'reject',
    'return',
    'transfer',
    'delegate',
    'add-approver',
    'recall',
  ])
  const user = world.ids[random.pick([...deciders, 'worker'])]
  const steps = approval.steps.map(({ key }: { key: string }) => key)
  const bodies: Record<string, object> = {
    approve: random.chance(0.2) ? { opinion: 'advise' } : {},
    reject: random.chance(0.8) ? { comment: 'no' } : {},
    return: { comment: 'again', ...(random.chance(0.5) && { step: random.pick(steps) }) },
    transfer: { user },
    delegate: { user },
    'add-approver': { users: [user], place: random.pick(['before', 'after']) },
  }
  const url = what === 'recall' ? `/api/approvals/${approval.id}/recall` : `/api/approvals/tasks/${task.id}/${what}`
  const by = what === 'recall' ? 'worker' : who
  const answer = await world.as(by).post(url, bodies[what] ?? {})
  const allowed = by === absent ? [401] : [200, 403, 404, 409, 422]
  expect(allowed, `${what} by ${by}: ${answer.text}`).toContain(answer.status)
  return `${who} ${what} ${answer.status}`
}

/** Everybody agrees from now on: it has to come to an end. */
async function drive(record: string, hint: string): Promise<void> {
  for (let turn = 0; turn < 100; turn++) {
    const approval = await check(record, hint)
    if (approval.state !== 'pending') return
    const [task] = open(approval)
    const who = nameOf(task!.assignee.id)
    const answer = await world.as(who).post(`/api/approvals/tasks/${task!.id}/approve`, {})
    expect(answer.status, `${hint}: ${who} ${answer.text}`).toBe(200)
  }
  throw new Error(`No end: ${hint}`)
}

async function live(seed: number): Promise<string> {
  const random = createRandom(seed * 7919)
  const record = await world.request({ amount: random.integer(1, 100), approved_by: world.ids[random.pick(deciders)] })
  const done = [`seed ${seed}`]
  const submit = async () => {
    const answer = await world.submit(record, 'worker', { chain: `chain_${seed}` })
    expect(answer.status, `${done.join(', ')}: ${answer.text}`).toBe(201)
  }
  await submit()
  let absent: string | null = null
  for (let turn = 0; turn < random.integer(0, 12); turn++) {
    const approval = await check(record, done.join(', '))
    if (approval.state === 'returned') await submit()
    if (approval.state !== 'pending') continue
    if (absent === null && random.chance(0.1)) {
      absent = random.pick(deciders)
      done.push(`${absent} leaves`)
      await world.api.admin.patch(`/api/users/${world.ids[absent]}`, { active: false })
      await world.api.deps.approvals.sweep()
      const now = await check(record, done.join(', '))
      expect(
        open(now).map(({ assignee }) => assignee.id),
        done.join(', '),
      ).not.toContain(world.ids[absent])
    } else done.push(await tryOne(random, approval, absent))
  }
  await drive(record, done.join(', '))
  if (absent) await world.api.admin.patch(`/api/users/${world.ids[absent]}`, { active: true })
  return (await world.approval(record)).state
}

describe('random chains and random people (PLAT-45)', () => {
  it(
    `never get stuck, never decide twice, and tell everything: ${runs} runs`,
    { timeout: 30_000 + runs * 2_000 },
    async () => {
      const ends = new Map<string, number>()
      for (let from = 0; from < runs; from += batch) {
        const seeds = Array.from({ length: Math.min(batch, runs - from) }, (_, at) => firstSeed + from + at)
        await world.chains(...seeds.map(randomChain))
        for (const seed of seeds) {
          const end = await live(seed)
          ends.set(end, (ends.get(end) ?? 0) + 1)
        }
      }
      // all ways of ending are among them
      if (runs >= 100) expect([...ends.keys()].sort()).toEqual(['approved', 'recalled', 'rejected', 'returned'])
    },
  )
})

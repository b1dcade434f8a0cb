import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { organise } from '../support/approval-people.ts'
import { chain, startApprovalWorld, step } from '../support/approval-world.ts'
import type { ApprovalWorld } from '../support/approval-world.ts'
import { label } from '../support/definitions.ts'

vi.setConfig({ testTimeout: 60_000 })
const patience = { timeout: 40_000, interval: 250 }
const seconds = (n: number) => ({ hours: n / 3600 })

let world: ApprovalWorld
beforeAll(async () => {
  world = await startApprovalWorld()
  await organise(world)
  await world.api.deps.automation.start()
}, 60_000)
afterAll(async () => {
  await world.api.deps.automation.stop()
  await world.stop()
})

/** A record that boss2 is asked about in a step with a due time. */
async function submitted(due: object): Promise<string> {
  await world.chains(chain({ first: step({ a: { users: ['boss2'] } }, { due }) }))
  const id = await world.request()
  expect((await world.submit(id)).status).toBe(201)
  return id
}

const actions = async (id: string): Promise<string[]> =>
  (await world.approval(id)).trail.map(({ action }: { action: string }) => action)
const until = (id: string, action: string, times = 1) =>
  vi.waitFor(async () => expect((await actions(id)).filter((each) => each === action)).toHaveLength(times), patience)

/** Timers of a record's approval that have not rung. */
async function silent(id: string): Promise<number | null> {
  const text =
    'select from fw_approval_timer t join fw_approval a on a.id = t.approval where a.record_id = $1 and not t.done'
  return (await world.api.db.query({ text, values: [id] })).rowCount
}

/** How often somebody was told of each kind of news about a record. */
async function told(user: string, id: string): Promise<Record<string, number>> {
  const { rows } = await world.api.db.query<{ kind: string; n: number }>({
    text: `select kind, count(*)::int as n from fw_notification
      where recipient = $1 and record = $2 group by kind order by kind`,
    values: [world.ids[user], id],
  })
  return Object.fromEntries(rows.map(({ kind, n }) => [kind, n]))
}

describe('a step whose time passes while jobs are at work (PLAT-45)', () => {
  it('reminds, is overdue, and asks the superior, who decides', async () => {
    const up = { to: { above: { superior: { levels: 2 } } } }
    const id = await submitted({ after: seconds(4), remind: { early: { before: seconds(3) } }, escalate: { up } })
    await until(id, 'escalated')
    expect(await actions(id)).toEqual(['submitted', 'asked', 'reminded', 'escalated'])
    expect((await world.as('boss2').get('/api/approvals/counts')).body.overdue).toBe(1)
    const late = await world.as('boss2').get('/api/approvals/tasks?state=pending&overdue=true')
    expect(late.body.data).toHaveLength(1)
    expect(await told('boss2', id)).toEqual({ 'approval.reminder': 1, 'approval.task': 1 })
    expect((await world.act('boss', id, 'approve')).status).toBe(200)
    expect([await world.state(id), await silent(id)]).toEqual(['approved', 0])
    expect((await world.as('boss2').get('/api/approvals/counts')).body.overdue).toBe(0)
  })

  it.each([
    ['approve', 'approved', 'approved'],
    ['reject', 'rejected', 'rejected'],
    ['return', 'returned', 'draft'],
  ])('decides by itself, once: %s', async (outcome, ends, state) => {
    const id = await submitted({ after: seconds(1), escalate: { end: { outcome } } })
    await until(id, ends)
    expect(await actions(id)).toEqual(['submitted', 'asked', 'expired', ends])
    expect([await world.state(id), (await world.approval(id)).state]).toEqual([state, ends])
    expect(await told('worker', id)).toEqual({ [`approval.${ends}`]: 1 })
  })

  it('reminds again and again, until somebody decides', async () => {
    const id = await submitted({ after: seconds(1), remind: { again: { after: seconds(1) } } })
    await until(id, 'reminded', 2)
    expect((await world.act('boss2', id, 'approve')).status).toBe(200)
    const said = (await actions(id)).length
    await vi.waitFor(async () => expect(await silent(id)).toBe(0), patience)
    expect([(await actions(id)).length, (await actions(id)).at(-1)]).toEqual([said, 'approved'])
    expect((await told('boss2', id))['approval.reminder']).toBe(1)
  })

  it('does nothing of it once somebody has decided', async () => {
    const due = {
      after: seconds(5),
      remind: { early: { before: seconds(1) } },
      escalate: { end: { outcome: 'reject' } },
    }
    const id = await submitted(due)
    expect((await world.act('boss2', id, 'approve')).status).toBe(200)
    await vi.waitFor(async () => expect(await silent(id)).toBe(0), patience)
    expect(await actions(id)).toEqual(['submitted', 'asked', 'agree', 'approved'])
    expect(await world.state(id)).toBe('approved')
  })
})

const field = (type: string) => ({ 'x-field': { type, label: label(type) } })
const chore = {
  name: 'chore',
  'x-object': { label: label('Chore'), owner: true, nameField: 'name' },
  properties: {
    name: field('text'),
    starts_at: field('date-time'),
    is_done: field('boolean'),
    is_late: field('boolean'),
  },
}
const rule = {
  name: 'chores',
  label: label('Do it'),
  object: 'chore',
  start: { on: 'field', field: 'starts_at' },
  length: { hours: 1 },
  responsible: { who: 'owner' },
  done: 'is_done',
  reminders: { early: { moment: 'before', span: { hours: 1 } } },
  escalation: { up: { moment: 'after', span: { hours: 0 }, to: { superiors: 1 } } },
  overdue: { set: { is_late: 'true' } },
}

describe('a deadline whose time passes while jobs are at work (PLAT-42)', () => {
  it('reminds, is overdue, goes to the superior, and leaves alone what was done in time', async () => {
    const { admin, deps } = world.api
    const put = [
      { kind: 'object', definition: chore },
      { kind: 'deadline', definition: rule },
    ]
    const published = await admin.post('/api/metadata/publish', { put, confirm: true })
    expect(published.status, published.text).toBe(200)
    const make = async (name: string): Promise<string> => {
      const starts_at = new Date(Date.now() - 3_600_000 + 12_000).toISOString()
      const made = await admin.post('/api/records/chore', { name, starts_at, owner: world.ids.worker })
      expect(made.status, made.text).toBe(201)
      return made.body.id
    }
    const stateOf = async (id: string) => (await admin.get(`/api/records/chore/${id}/deadlines`)).body.data[0]?.state
    const soon = (check: () => Promise<void>) =>
      vi.waitFor(async () => {
        deps.automation.jobs.nudge()
        await check()
      }, patience)
    const [late, done] = [await make('late'), await make('done')]
    await soon(async () => {
      for (const id of [late, done]) expect(await told('worker', id)).toEqual({ 'deadline.reminder': 1 })
    })
    await admin.patch(`/api/records/chore/${done}`, { is_done: true })
    await soon(async () => expect(await stateOf(done)).toBe('met'))
    await soon(async () => expect(await told('boss3', late)).toEqual({ 'deadline.escalation': 1 }))
    expect(await stateOf(late)).toBe('missed')
    expect((await admin.get(`/api/records/chore/${late}`)).body.is_late).toBe(true)
    expect(await told('worker', late)).toEqual({ 'deadline.overdue': 1, 'deadline.reminder': 1 })
    expect([await stateOf(done), await told('worker', done), await told('boss3', done)]).toEqual([
      'met',
      { 'deadline.reminder': 1 },
      {},
    ])
    expect((await admin.get(`/api/records/chore/${done}`)).body.is_late).not.toBe(true)
    await admin.patch(`/api/records/chore/${late}`, { is_done: true })
    await soon(async () => expect(await stateOf(late)).toBe('met'))
  }, 120_000)
})

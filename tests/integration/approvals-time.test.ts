import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { chain, startApprovalWorld, step } from '../support/approval-world.ts'
import type { ApprovalWorld } from '../support/approval-world.ts'

let world: ApprovalWorld
beforeAll(async () => {
  world = await startApprovalWorld()
})
afterAll(() => world.stop())

const one = (name: string) => ({ who: { users: [name] } })

/** Does what the timers of a record's approval are set for, as if their time had come. */
async function ring(record: string): Promise<number> {
  const { rows } = await world.api.db.query<{ id: string }>({
    text:
      'select t.id from fw_approval_timer t join fw_approval a on a.id = t.approval' +
      ' where a.record_id = $1 and not t.done order by t.at',
    values: [record],
  })
  const handler = world.api.deps.approvals.tasks['approval.timer']!
  const job = { id: '1', attempt: 1, lastAttempt: false, signal: new AbortController().signal, fence: async () => {} }
  for (const { id } of rows)
    await handler({ ...job, payload: { timer: id } }, { db: world.api.db, log: world.api.db.log })
  return rows.length
}

const actions = async (record: string) =>
  (await world.approval(record)).trail.map(({ action }: { action: string }) => action)

describe('a step with a due time (PLAT-45)', () => {
  it('reminds, then asks somebody above, who decides alone', async () => {
    const due = {
      after: { hours: 24 },
      remind: { early: { before: { hours: 4 } } },
      escalate: { up: { after: { hours: 1 }, to: { a: { users: ['director'] } } } },
    }
    await world.chains(chain({ first: step({ a: { users: ['boss', 'boss2'] } }, { mode: 'all', due }) }))
    const id = await world.request()
    await world.submit(id)
    expect(await ring(id)).toBe(2)
    expect(await actions(id)).toEqual(['submitted', 'asked', 'reminded', 'reminded', 'escalated'])
    await world.act('director', id, 'approve')
    expect(await world.state(id)).toBe('approved')
    expect(await ring(id)).toBe(0)
  })

  it('can decide by itself, and takes another time for some records', async () => {
    const special = { big: { when: 'amount > 100', after: { days: 10 } } }
    const due = { after: { days: 7 }, special, escalate: { end: { outcome: 'reject' } } }
    await world.chains(chain({ first: step(one('boss'), { due }) }))
    const days: number[] = []
    for (const amount of [1, 101]) {
      const id = await world.request({ amount })
      await world.submit(id)
      const [{ due: at }] = (await world.approval(id)).tasks
      days.push(Math.round((Date.parse(at) - Date.now()) / 86_400_000))
      await ring(id)
      expect(await world.state(id)).toBe('rejected')
    }
    expect(days).toEqual([7, 10])
  })

  it('leaves a step alone that is over', async () => {
    const due = { after: { hours: 1 }, escalate: { end: { outcome: 'reject' } } }
    await world.chains(chain({ a: step(one('boss'), { due, next: 'b' }), b: step(one('director')) }))
    const id = await world.request()
    await world.submit(id)
    await world.act('boss', id, 'approve')
    await ring(id)
    expect(await world.state(id)).toBe('pending')
    expect(await actions(id)).not.toContain('expired')
  })
})

describe('whoever is away (PLAT-79)', () => {
  it('gives way to the fallback when his account is closed, which the trail tells', async () => {
    await world.chains(chain({ first: step(one('boss3')) }, { fallback: { d: { users: ['director'] } } }))
    const closed = await world.api.admin.patch(`/api/users/${world.ids.boss3}`, { active: false })
    expect(closed.status).toBe(200)
    const id = await world.request()
    await world.submit(id)
    const { trail } = await world.approval(id)
    const [, , fallback] = trail
    expect([fallback.action, fallback.target.id]).toEqual(['fallback', world.ids.director])
    expect((await world.act('director', id, 'approve')).status).toBe(200)
  })
})

const row = (order: number, cell: object, name: string) => ({
  order,
  cells: { r: cell },
  approvers: { u: { users: [name] } },
})

describe('the boundaries of C.15', () => {
  it.each([
    [0.5, 'boss'],
    [0.4999, 'boss2'],
    [0.45, 'boss2'],
    [0.4499, 'director'],
  ])('1: a ratio of %s goes to %s', async (amount, who) => {
    const rows = {
      manager: row(1, { from: 0.5 }, 'boss'),
      assistant: row(2, { from: 0.45 }, 'boss2'),
      president: row(3, { below: 0.45 }, 'director'),
    }
    await world.chains(chain({ first: step({ t: { table: { inputs: { r: 'amount' }, rows } } }) }))
    const id = await world.request({ amount })
    await world.submit(id)
    const { tasks } = await world.approval(id)
    expect(tasks.map((task: { assignee: { id: string } }) => task.assignee.id)).toEqual([world.ids[who]])
  })

  it.each([
    [200_000, ['boss']],
    [200_000.01, ['boss2', 'director']],
  ])('3: a contract over %s is decided by %j', async (amount, who) => {
    const route = { direct: { when: 'amount <= 200000', to: 'direct' } }
    await world.chains(
      chain({
        begin: step(one('other'), { kind: 'notify', route, next: 'cosign' }),
        direct: step(one('boss')),
        cosign: step({ all: { users: ['boss2', 'director'] } }, { mode: 'all', onReject: 'return' }),
      }),
    )
    const id = await world.request({ amount })
    await world.submit(id)
    const asked = (await world.approval(id)).tasks.filter((task: { kind: string }) => task.kind === 'decide')
    expect(asked.map((task: { assignee: { id: string } }) => task.assignee.id)).toEqual(
      who.map((name) => world.ids[name]),
    )
  })
})

import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { change, organise } from '../support/approval-people.ts'
import type { ApprovalPeople } from '../support/approval-people.ts'
import { chain, startApprovalWorld, step } from '../support/approval-world.ts'
import type { ApprovalWorld } from '../support/approval-world.ts'

let world: ApprovalWorld
let people: ApprovalPeople
beforeAll(async () => {
  world = await startApprovalWorld()
  people = await organise(world)
})
afterAll(() => world.stop())

const employee = (name: string, values: object) =>
  change(world, `/api/records/employee/${people.employees[name]}`, values)

async function submitted(steps: Record<string, object>, values: object = {}, body: object = {}): Promise<string> {
  await world.chains(chain(steps))
  const id = await world.request(values)
  const answer = await world.submit(id, 'worker', body)
  expect(answer.status, answer.text).toBe(201)
  return id
}

/** Whom a record's approval has asked, by name, and whose place they take. */
async function asked(id: string): Promise<string[]> {
  const { tasks } = await world.approval(id)
  return tasks.map((task: { assignee: { label: string }; behalf: { label: string } | null }) =>
    task.behalf ? `${task.assignee.label} for ${task.behalf.label}` : task.assignee.label,
  )
}

describe('the kinds of approvers (PLAT-45)', () => {
  it.each([
    ['the head of the submitter’s department', { head: { of: 'submitter' } }, ['boss3']],
    ['the head one level up', { head: { of: 'submitter', up: 1 } }, ['boss']],
    ['the head two levels up', { head: { of: 'submitter', up: 2 } }, ['director']],
    [
      'the head of a department that a condition finds',
      { head: { of: 'submitter', where: "code == 'sales'" } },
      ['boss'],
    ],
    ['the head of the owner’s department', { head: { of: 'owner', up: 1 } }, ['boss']],
    ['the head of the department of somebody in a field', { head: { of: 'approved_by' } }, ['boss']],
    ['a superior', { superior: {} }, ['boss3']],
    ['a superior two levels up', { superior: { levels: 2 } }, ['boss']],
    ['the highest superior where there are not so many', { superior: { levels: 9 } }, ['director']],
    ['the superior of somebody in a field', { superior: { of: 'approved_by' } }, ['boss']],
    ['somebody in a field', { field: 'approved_by' }, ['boss2']],
    ['whom an expression gives', { expression: 'amount > 5 ? approved_by : owner' }, ['boss2']],
    ['everybody in a position', { position: 'Clerk' }, ['director', 'boss', 'boss2', 'boss3', 'other']],
    ['everybody in a position within a department', { position: 'Clerk', within: 'approved_by' }, ['boss', 'boss2']],
    ['everybody of a role within the submitter’s department', { role: 'boss', within: 'submitter' }, ['boss3']],
  ])('are found: %s', async (_, who, names) => {
    const id = await submitted({ first: step({ who }) }, { approved_by: world.ids.boss2 })
    expect((await asked(id)).sort()).toEqual([...names].sort())
  })

  it('are chosen by the submitter among those who may be', async () => {
    const who = { chosen: { from: { a: { role: 'boss' } }, minimum: 1, maximum: 2 } }
    await world.chains(chain({ first: step({ who }, { mode: 'all' }) }))
    const id = await world.request()
    for (const wrong of [[], ['director'], ['boss', 'boss2', 'boss3']]) {
      const chosen = { 'first.who': wrong.map((name) => world.ids[name]) }
      const refused = await world.submit(id, 'worker', { chosen })
      expect([refused.status, refused.body.problems[0].code], String(wrong)).toEqual([422, 'choose_approvers'])
    }
    const right = { 'first.who': [world.ids.boss2, world.ids.boss3] }
    expect((await world.submit(id, 'worker', { chosen: right })).status).toBe(201)
    expect(await asked(id)).toEqual(['boss2', 'boss3'])
  })

  it('agree by groups, each in its own way', async () => {
    const groups = { line: { mode: 'any' }, money: { mode: 'all' } }
    const approvers = {
      a: { users: ['boss', 'boss2'], group: 'line' },
      b: { users: ['boss3', 'director'], group: 'money' },
    }
    const id = await submitted({ first: step(approvers, { groups }) })
    await world.act('boss', id, 'approve')
    await world.act('boss3', id, 'approve')
    expect(await world.state(id)).toBe('pending')
    await world.act('director', id, 'approve')
    expect(await world.state(id)).toBe('approved')
  })
})

describe('whoever is away when he is asked (PLAT-79)', () => {
  it('is replaced by his delegate, in whose name the trail tells it', async () => {
    await employee('boss', {
      delegate: people.employees.director,
      absent_from: '2000-01-01',
      absent_until: '2999-01-01',
    })
    try {
      const id = await submitted({ first: step({ who: { users: ['boss'] } }) })
      expect(await asked(id)).toEqual(['director for boss'])
      const { trail } = await world.approval(id)
      expect(trail.map(({ action }: { action: string }) => action)).toEqual(['submitted', 'asked', 'delegated'])
      expect((await world.act('director', id, 'approve')).status).toBe(200)
      const decided = (await world.approval(id)).trail.find(({ action }: { action: string }) => action === 'agree')
      expect([decided.actor.label, decided.behalf.label]).toEqual(['director', 'boss'])
    } finally {
      await employee('boss', { delegate: null, absent_from: null, absent_until: null })
    }
  })

  it('lets his delegate see and decide what he was asked before he went', async () => {
    const id = await submitted({ first: step({ who: { users: ['boss'] } }) })
    const approval = (await world.approval(id)).id as string
    const read = (name: string) => world.as(name).get(`/api/approvals/${approval}`)
    expect((await read('boss3')).status).toBe(404)
    await employee('boss', { delegate: people.employees.boss3, absent_from: '2000-01-01', absent_until: '2999-01-01' })
    try {
      const seen = await read('boss3')
      expect(seen.status, seen.text).toBe(200)
      expect(seen.body.mine).toHaveLength(1)
      expect((await read('boss2')).status).toBe(404)
    } finally {
      await employee('boss', { delegate: null, absent_from: null, absent_until: null })
    }
    expect((await read('boss3')).status).toBe(404)
  })

  it('hands what he was asked before he went to his delegate, who is told and may read the record', async () => {
    const id = await submitted({ first: step({ who: { users: ['boss'] } }) })
    const away = { absent_from: '2000-01-01', absent_until: '2999-01-01' }
    await employee('boss', { delegate: people.employees.boss2, ...away })
    try {
      await world.api.deps.approvals.sweep()
      expect(await asked(id)).toEqual(['boss2 for boss'])
      const { trail } = await world.approval(id)
      expect(trail.at(-1)).toMatchObject({
        action: 'delegated',
        target: { id: world.ids.boss2 },
        details: { away: true },
      })
      expect((await world.as('boss2').get(`/api/records/request/${id}`)).status).toBe(200)
      const news = (await world.as('boss2').get('/api/notifications')).body.data
      expect(news.some((one: { about: { id: string } | null }) => one.about?.id === id)).toBe(true)
      expect(await world.api.deps.approvals.sweep()).toBe(0)
      expect((await world.act('boss2', id, 'approve')).status).toBe(200)
    } finally {
      await employee('boss', { delegate: null, absent_from: null, absent_until: null })
    }
  })

  it('keeps what he was asked where his delegate is away too, has submitted it, or is asked already', async () => {
    const away = { absent_from: '2000-01-01', absent_until: '2999-01-01' }
    const id = await submitted({ first: step({ who: { users: ['boss', 'boss2'] } }, { mode: 'all' }) })
    try {
      for (const delegate of ['boss2', 'worker', 'director'] as const) {
        if (delegate === 'director') await employee('director', away)
        await employee('boss', { delegate: people.employees[delegate], ...away })
        expect(await world.api.deps.approvals.sweep()).toBe(0)
        expect(await asked(id)).toEqual(['boss', 'boss2'])
      }
    } finally {
      for (const name of ['boss', 'director'])
        await employee(name, { delegate: null, absent_from: null, absent_until: null })
    }
  })

  it('lets who has his rights on loan decide for him, and nobody once that has ended', async () => {
    const days = { valid_from: '2000-01-01', valid_until: '2999-01-01' }
    const lent = await world.as('boss').post('/api/account/delegations', { receiver: world.ids.boss2, ...days })
    expect(lent.status, lent.text).toBe(201)
    const id = await submitted({ first: step({ who: { users: ['boss'] } }, { mode: 'all' }) })
    const other = await submitted({ first: step({ who: { users: ['boss'] } }) })
    expect((await world.act('boss2', id, 'approve')).status).toBe(200)
    const decided = (await world.approval(id)).trail.find(({ action }: { action: string }) => action === 'agree')
    expect([decided.actor.label, decided.behalf.label, await world.state(id)]).toEqual(['boss2', 'boss', 'approved'])
    const task = await world.task('boss2', other)
    expect((await world.as('boss').delete(`/api/account/delegations/${lent.body.id}`)).status).toBe(204)
    expect((await world.as('boss2').post(`/api/approvals/tasks/${task}/approve`, {})).status).toBe(404)
  })
})

describe('a submission (PLAT-45)', () => {
  it('can be made by hand, by who may change the record', async () => {
    const steps = { first: step({ who: { users: ['boss'] } }) }
    const { start: _start, effects: _effects, ...manual } = chain(steps)
    await world.chains({ ...manual, effects: { approve: { set: { opinion: "'agreed'" } } } })
    const id = await world.request()
    expect([403, 404]).toContain((await world.submit(id, 'other')).status)
    expect((await world.submit(id)).status).toBe(201)
    expect((await world.as('worker').patch(`/api/records/request/${id}`, { amount: 1 })).status).toBe(423)
    await world.act('boss', id, 'approve')
    expect((await world.api.admin.get(`/api/records/request/${id}`)).body).toMatchObject({
      state: 'draft',
      opinion: 'agreed',
    })
  })

  it('is made once, however often it is sent at the same time', async () => {
    await world.chains(chain({ first: step({ who: { users: ['boss'] } }) }))
    const id = await world.request()
    const answers = await Promise.all(Array.from({ length: 8 }, () => world.submit(id)))
    expect(answers.filter(({ status }) => status === 201)).toHaveLength(1)
    for (const { status } of answers) expect([201, 409, 422, 423]).toContain(status)
    expect((await world.api.admin.get(`/api/approvals?object=request&id=${id}`)).body.data).toHaveLength(1)
    expect(await asked(id)).toEqual(['boss'])
  })

  it('goes on at the step that returned it, where the chain says so', async () => {
    const steps = {
      a: step({ who: { users: ['boss'] } }, { next: 'b' }),
      b: step({ who: { users: ['director'] } }),
    }
    await world.chains(chain(steps, { resubmit: 'returned-step' }))
    const id = await world.request()
    await world.submit(id)
    await world.act('boss', id, 'approve')
    await world.act('director', id, 'return', { comment: 'the sum' })
    expect(await world.state(id)).toBe('draft')
    await world.as('worker').patch(`/api/records/request/${id}`, { amount: 12 })
    expect((await world.submit(id)).status).toBe(201)
    await expect(world.task('boss', id)).rejects.toThrow(/Nothing/)
    await world.act('director', id, 'approve')
    expect(await world.state(id)).toBe('approved')
  })
})

describe('acceptance cases of C.15', () => {
  const message = { en: 'no', 'zh-CN': '不可' }

  it('2: is blocked without a visit face to face, and where the customer is not known', async () => {
    const refuse = {
      unmet: { when: 'lines.count(l, l.qty > 0) == 0', message },
      unknown: { when: 'isBlank(opinion)', message, field: 'opinion' },
    }
    await world.chains(chain({ first: step({ who: { users: ['boss'] } }) }, { refuse }))
    const id = await world.request()
    const both = await world.submit(id)
    expect([
      both.status,
      both.body.problems.map((p: { params: { refusal: string } }) => p.params.refusal).sort(),
    ]).toEqual([422, ['unknown', 'unmet']])
    expect([await world.state(id), await world.approval(id)]).toEqual(['draft', undefined])
    await world.as('worker').post('/api/records/request_line', { name: 'visit', request: id, qty: 1 })
    expect((await world.submit(id)).body.problems).toHaveLength(1)
    await world.as('worker').patch(`/api/records/request/${id}`, { opinion: 'known' })
    expect((await world.submit(id)).status).toBe(201)
  })

  it('4: is returned when one of three disagrees, and cannot go on without the opinion before', async () => {
    const steps = {
      opinion: step({ who: { users: ['other'] } }, { kind: 'advise', require: ['opinion'], next: 'cosign' }),
      cosign: step({ who: { users: ['boss', 'boss2', 'director'] } }, { mode: 'all', onReject: 'return' }),
    }
    const id = await submitted(steps)
    await expect(world.task('boss', id)).rejects.toThrow(/Nothing/)
    expect((await world.act('other', id, 'approve')).status).toBe(422)
    await expect(world.task('boss', id)).rejects.toThrow(/Nothing/)
    const given = await world.act('other', id, 'approve', {
      opinion: 'advise',
      values: { opinion: 'fair' },
      comment: 'fair',
    })
    expect(given.status, given.text).toBe(200)
    await world.act('boss', id, 'approve')
    await world.act('director', id, 'approve')
    expect(await world.state(id)).toBe('pending')
    await world.act('boss2', id, 'reject', { comment: 'price' })
    expect([await world.state(id), (await world.approval(id)).state]).toEqual(['draft', 'returned'])
  })

  it('5: is rejected by itself where the customer is not among the known', async () => {
    const refuse = { absent: { when: "name == 'Joint venture' && isBlank(opinion)", message } }
    await world.chains(chain({ first: step({ who: { users: ['boss'] } }) }, { refuse }))
    const id = await world.request({ name: 'Joint venture' })
    const refused = await world.submit(id)
    expect([refused.status, refused.body.problems[0].params.refusal]).toEqual([422, 'absent'])
    expect([await world.state(id), await world.approval(id)]).toEqual(['draft', undefined])
    expect(
      (await world.as('boss').get('/api/approvals/tasks?state=pending')).body.data.map(
        (task: { about: { record: { id: string } } }) => task.about.record.id,
      ),
    ).not.toContain(id)
  })
})

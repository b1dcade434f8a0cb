import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest'
import { change, organise } from '../support/approval-people.ts'
import type { ApprovalPeople } from '../support/approval-people.ts'
import { startApi } from '../support/api-server.ts'
import { chain, startApprovalWorld, step } from '../support/approval-world.ts'
import type { ApprovalWorld } from '../support/approval-world.ts'

let world: ApprovalWorld
let people: ApprovalPeople
beforeAll(async () => {
  world = await startApprovalWorld()
  people = await organise(world)
})
afterAll(() => world.stop())

const one = (...names: string[]) => ({ who: { users: names } })
const setActive = (name: string, active: boolean) => change(world, `/api/users/${world.ids[name]}`, { active })
const employee = (name: string, values: object) =>
  change(world, `/api/records/employee/${people.employees[name]}`, values)

/** Who is asked at present, by name. */
async function asked(id: string): Promise<string[]> {
  const names = Object.fromEntries(Object.entries(world.ids).map(([name, user]) => [user, name]))
  const { tasks } = await world.approval(id)
  const open = tasks.filter((task: { state: string }) => task.state === 'pending' || task.state === 'waiting')
  return open.map((task: { assignee: { id: string } }) => names[task.assignee.id]).sort()
}

const moves = async (id: string) =>
  (await world.approval(id)).trail
    .filter(({ action }: { action: string }) => action === 'moved' || action === 'unreachable')
    .map((e: { action: string; details: { how?: string } }) => e.details.how ?? e.action)

async function submitted(steps: Parameters<typeof chain>[0], more: object = {}): Promise<string> {
  await world.chains(chain(steps, more))
  const id = await world.request()
  const answer = await world.submit(id)
  expect(answer.status, answer.text).toBe(201)
  return id
}

describe('whoever leaves after he was asked (PLAT-45, 79)', () => {
  beforeEach(async () => {
    for (const name of ['boss', 'boss2', 'boss3', 'director', 'other']) await setActive(name, true)
  })

  it('gives way to his delegate', async () => {
    await employee('boss', { delegate: people.employees.boss2 })
    const id = await submitted({ first: step(one('boss')) })
    await setActive('boss', false)
    expect(await world.api.deps.approvals.sweep()).toBe(1)
    expect([await asked(id), await moves(id)]).toEqual([['boss2'], ['delegate']])
    const { tasks } = await world.approval(id)
    expect(tasks[0].behalf.id).toBe(world.ids.boss)
    expect((await world.act('boss2', id, 'approve')).status).toBe(200)
    expect(await world.state(id)).toBe('approved')
    await employee('boss', { delegate: null })
  })

  it('gives way to who is above him, and then to who is above that one', async () => {
    const id = await submitted({ first: step(one('boss3')) })
    await setActive('boss3', false)
    await world.api.deps.approvals.sweep()
    expect(await asked(id)).toEqual(['boss'])
    await setActive('boss', false)
    await world.api.deps.approvals.sweep()
    expect([await asked(id), await moves(id)]).toEqual([['director'], ['superior', 'superior']])
    expect((await world.act('director', id, 'approve')).status).toBe(200)
  })

  it('gives way to the fallback where there is nobody else, and to administrators in the end', async () => {
    const id = await submitted({ first: step(one('director')) }, { fallback: { a: { users: ['other'] } } })
    await setActive('director', false)
    await world.api.deps.approvals.sweep()
    expect([await asked(id), await moves(id)]).toEqual([['other'], ['fallback']])
    await setActive('other', false)
    await world.api.deps.approvals.sweep()
    expect(await asked(id)).toEqual(['boss3'])
    for (const name of ['boss3', 'boss']) await setActive(name, false)
    await world.api.deps.approvals.sweep()
    expect(await asked(id)).toEqual(['admin'])
    expect((await world.act('admin', id, 'approve')).status).toBe(200)
    expect(await world.state(id)).toBe('approved')
  })

  it('is not replaced where one of those who are left is enough, nor by somebody who is asked already', async () => {
    const any = await submitted({ first: step(one('boss', 'boss2')) })
    await setActive('boss', false)
    await world.api.deps.approvals.sweep()
    expect([await asked(any), await moves(any)]).toEqual([['boss2'], ['unreachable']])
    await setActive('boss', true)
    const all = await submitted({ first: step(one('boss3', 'boss'), { mode: 'all' }) })
    await setActive('boss3', false)
    await world.api.deps.approvals.sweep()
    expect([await asked(all), await moves(all)]).toEqual([['boss', 'director'], ['superior']])
  })

  it('takes his turn with him in a sequence, and keeps those who were added to him', async () => {
    const id = await submitted({ first: step(one('boss3', 'boss2'), { mode: 'sequential' }) })
    await world.act('boss3', id, 'add-approver', { users: [world.ids.other], place: 'before' })
    await setActive('boss3', false)
    await setActive('other', false)
    await world.api.deps.approvals.sweep()
    expect(await asked(id)).toEqual(['boss', 'boss2', 'director'].sort())
    for (const name of ['director', 'boss', 'boss2']) {
      expect(await world.state(id)).toBe('pending')
      expect((await world.act(name, id, 'approve')).status, name).toBe(200)
    }
    expect(await world.state(id)).toBe('approved')
  })

  it('goes back to the one he stood in for', async () => {
    const id = await submitted({ first: step(one('boss')) })
    await world.act('boss', id, 'delegate', { user: world.ids.other })
    await setActive('other', false)
    await world.api.deps.approvals.sweep()
    expect([await asked(id), await moves(id)]).toEqual([['boss'], ['back']])
  })

  it('is noticed at once, with the account and with the employee, by a job', async () => {
    const { jobs } = world.api.deps.automation
    await jobs.start()
    try {
      const first = await submitted({ first: step(one('boss3')) })
      await setActive('boss3', false)
      await vi.waitFor(async () => expect(await asked(first)).toEqual(['boss']), { timeout: 10_000 })
      const second = await submitted({ first: step(one('other')) })
      for (const transition of ['confirm', 'start_leaving', 'leave']) {
        const url = `/api/records/employee/${people.employees.other}/transitions/${transition}`
        const answer = await world.api.admin.post(url, { leave_date: '2026-11-30' })
        expect(answer.status, answer.text).toBe(200)
      }
      await vi.waitFor(async () => expect(await asked(second)).toEqual(['boss']), { timeout: 10_000 })
    } finally {
      await jobs.stop()
    }
  })
})

async function stateOf(id: string): Promise<{ state: string }[]> {
  const text = 'select state from fw_approval where record_id = $1'
  return (await world.api.db.query<{ state: string }>({ text, values: [id] })).rows
}

/** A record about which these employees are asked. */
async function about(clerks: string[]): Promise<string> {
  const first = step({ a: { field: 'clerks' } }, { mode: 'all' })
  await world.chains(chain({ first }, { fallback: { f: { users: ['director'] } } }))
  const id = await world.request()
  await change(world, `/api/records/request/${id}`, { clerks })
  return id
}

describe('an employee who is named and has no account (PLAT-45)', () => {
  let newcomer = ''
  beforeAll(async () => {
    const label = { en: 'Clerks', 'zh-CN': '经办人' }
    const clerks = { 'x-field': { type: 'multi-lookup', label, object: 'employee' } }
    const patch = [{ kind: 'object', name: 'request', patch: { properties: { clerks } } }]
    const published = await world.api.admin.post('/api/metadata/publish', { patch })
    expect(published.status, published.text).toBe(200)
    const values = { name: 'Newcomer', department: people.departments.team, emp_no: 'new', mobile: '13800138000' }
    const made = await world.api.admin.post('/api/records/employee', values)
    expect(made.status, made.text).toBe(201)
    newcomer = made.body.id
  })

  it('is told in the trail, and the fallback stands in for him where all have to agree', async () => {
    const id = await about([people.employees.boss!, newcomer])
    const preview = await world.as('worker').post('/api/approvals/preview', { object: 'request', id })
    expect(preview.body.steps[0].unreachable, preview.text).toEqual([{ id: newcomer, label: 'Newcomer' }])
    expect((await world.submit(id)).status).toBe(201)
    expect(await asked(id)).toEqual(['boss', 'director'])
    const { trail } = await world.approval(id)
    expect(trail).toContainEqual(
      expect.objectContaining({ action: 'unreachable', target: { id: newcomer, label: 'Newcomer' } }),
    )
    for (const name of ['boss', 'director']) expect((await world.act(name, id, 'approve')).status).toBe(200)
    expect(await world.state(id)).toBe('approved')
  })

  it('leaves it to the fallback where he is alone', async () => {
    const id = await about([newcomer])
    expect((await world.submit(id)).status).toBe(201)
    expect(await asked(id)).toEqual(['director'])
    const { trail } = await world.approval(id)
    expect(trail.at(-1)).toMatchObject({ action: 'fallback', details: { missing: [newcomer] } })
  })
})

describe('a record that goes without its approval (PLAT-45)', () => {
  it('ends it by the sweep, wherever it went', async () => {
    const id = await submitted({ first: step(one('boss')) })
    const returned = await submitted({ first: step(one('boss')) })
    await world.act('boss', returned, 'return', { comment: 'no' })
    const text = 'update request set deleted_at = now() where id = any($1)'
    await world.api.db.query({ text, values: [[id, returned]] })
    expect(await world.api.deps.approvals.sweep()).toBe(2)
    expect([await stateOf(id), await stateOf(returned)]).toEqual([[{ state: 'deleted' }], [{ state: 'deleted' }]])
    expect(await world.api.deps.approvals.sweep()).toBe(0)
  })

  it('ends it soon when it goes with another one', async () => {
    const approve = { name: 'line_chain', object: 'request_line', first: 'a', steps: { a: step(one('boss')) } }
    await world.chains(approve)
    const { jobs } = world.api.deps.automation
    await jobs.start()
    try {
      const id = await world.request({ lines: [{ name: 'a' }] })
      const [line] = (await world.api.admin.get(`/api/records/request_line?filter=request=='${id}'`)).body.data
      const begun = await world.as('worker').post('/api/approvals', { object: 'request_line', id: line.id })
      expect(begun.status, begun.text).toBe(201)
      expect((await world.as('worker').delete(`/api/records/request/${id}`)).status).toBe(204)
      await vi.waitFor(async () => expect(await stateOf(line.id)).toEqual([{ state: 'deleted' }]), { timeout: 10_000 })
    } finally {
      await jobs.stop()
    }
  })

  it('takes its trail with it when it is purged', async () => {
    const id = await submitted({ first: step(one('boss')) })
    expect((await world.api.admin.delete(`/api/records/request/${id}`)).status).toBe(423)
    const { id: approval } = await world.approval(id)
    await world.as('worker').post(`/api/approvals/${approval}/recall`, {})
    expect((await world.api.admin.delete(`/api/records/request/${id}`)).status).toBe(204)
    const purged = await world.api.admin.delete(`/api/recycle-bin/request/${id}`)
    expect(purged.status, purged.text).toBeLessThan(300)
    const { rows } = await world.api.db.query<{ n: number }>({
      text:
        'select (select count(*) from fw_approval where record_id = $1)::int + (select count(*) from fw_approval_task' +
        ' where record_id = $1)::int + (select count(*) from fw_approval_event where approval = $2)::int as n',
      values: [id, approval],
    })
    expect(rows).toEqual([{ n: 0 }])
  })
})

describe('a chain that is deleted while records wait (PLAT-45)', () => {
  it('goes on with its version, keeps the lock, and shows the record to who is asked, on other servers too', async () => {
    const first = await submitted({ first: step(one('boss')) })
    const second = await world.request()
    await world.submit(second)
    await world.chains()
    const other = await startApi({ database: world.database })
    try {
      for (const { admin } of [world.api, other])
        expect((await admin.patch(`/api/records/request/${first}`, { amount: 1 })).status).toBe(423)
    } finally {
      await other.stop()
    }
    expect((await world.as('worker').delete(`/api/records/request/${first}`)).status).toBe(423)
    expect((await world.as('boss').get(`/api/records/request/${first}`)).status).toBe(200)
    expect((await world.act('boss', first, 'approve')).status).toBe(200)
    expect(await world.state(first)).toBe('approved')
    expect((await world.as('worker').patch(`/api/records/request/${first}`, { amount: 1 })).status).toBe(200)
    await setActive('boss', false)
    await world.api.deps.approvals.sweep()
    expect(await asked(second)).toEqual(['director'])
    await setActive('boss', true)
  })
})

import { afterAll, beforeAll, expect, it, vi } from 'vitest'
import { openDeadlines } from '../support/deadline-world.ts'
import type { DeadlineWorld } from '../support/deadline-world.ts'

const words = (en: string) => ({ en, 'zh-CN': en })

const closing = {
  name: 'closing',
  label: words('Close it'),
  object: 'visit',
  start: { on: 'field', field: 'result_on' },
  length: { workdays: 1 },
  cases: { special: { when: 'is_special', length: { days: 10 } } },
  responsible: { who: 'owner' },
  done: "state == 'done'",
  pause: 'on_hold',
  reminders: {
    morning: { moment: 'before', span: { hours: 15 } },
    evening: { moment: 'before', span: { hours: 6 } },
  },
  escalation: {
    up: { moment: 'after', span: { days: 1, at: '09:00' }, to: { superiors: 1 } },
    clerks: { moment: 'after', span: { days: 2, at: '09:00' }, to: { roles: ['clerk'] } },
  },
  overdue: { set: { is_late: 'true' }, transition: 'expire' },
}

const weekly = {
  name: 'weekly',
  label: words('Weekly report'),
  object: 'shop',
  when: "tier == 'dealer'",
  start: { on: 'period', every: 'week' },
  length: { weekday: 'mon', at: '13:00' },
  responsible: { who: 'keeper' },
  report: { object: 'shop_report', by: 'shop', on: 'for_day', at: 'sent_at' },
}

const monthly = {
  ...weekly,
  name: 'monthly',
  when: "tier != 'dealer'",
  start: { on: 'period', every: 'month' },
  length: { workdayOfMonth: 1, at: '13:00' },
}

let world: DeadlineWorld

beforeAll(async () => {
  world = await openDeadlines([closing, weekly, monthly])
  await world.fill('2026-09-10T12:00')
})

afterAll(() => world.close())

/** Waits until the outbox has told of the last write. */
async function settledRow(record: string, expected: object) {
  await vi.waitFor(async () => expect((await world.of(record))[0]).toMatchObject(expected), { timeout: 10_000 })
}

const change = (id: string, values: object) =>
  world.records.update(world.admin, { object: 'visit', id, values: { ...values } })
const move = (id: string, transition: string) =>
  world.records.transition(world.admin, { object: 'visit', id, transition })

it('begins with the date in a field, moves with it and ends when it is done (C.15-32)', async () => {
  const visit = await world.create('visit', { name: 'one', result_on: '2026-11-20' })
  await settledRow(visit, { state: 'open', due: '2026-11-24 00:00', responsible: [world.admin.id] })
  await change(visit, { result_on: '2026-11-23' })
  await settledRow(visit, { due: '2026-11-25 00:00' })
  await change(visit, { is_special: true })
  await settledRow(visit, { due: '2026-12-04 00:00' })
  await move(visit, 'finish')
  await settledRow(visit, { state: 'met' })
  await move(visit, 'reopen')
  await settledRow(visit, { state: 'open' })
  await change(visit, { result_on: null })
  await settledRow(visit, { state: 'void' })
  expect(await world.history(visit)).toEqual(['begun', 'moved', 'moved', 'met', 'reopened', 'void'])
})

it('has no row for a record without the date, and none goes on for a deleted record', async () => {
  const empty = await world.create('visit', { name: 'empty' })
  const gone = await world.create('visit', { name: 'gone', result_on: '2026-11-20' })
  await settledRow(gone, { state: 'open' })
  await world.records.remove(world.admin, { object: 'visit', id: gone })
  await settledRow(gone, { state: 'void' })
  expect(await world.of(empty)).toEqual([])
})

it('reminds, finds what is overdue, and hands it upwards', async () => {
  const boss = await world.person('Berta')
  const rep = await world.person('Rudi', { superior: boss.employee })
  const clerk = await world.person('Clara')
  await world.db.query({ text: `update "user" set roles = '{clerk}' where id = $1`, values: [clerk.actor.id] })
  const visit = await world.create('visit', { name: 'two', result_on: '2026-11-20', owner: rep.actor.id })
  await settledRow(visit, { state: 'open', responsible: [rep.actor.id] })
  await world.sweep('2026-11-23T08:59')
  expect(await world.told(rep.actor.id)).toEqual([])
  await world.sweep('2026-11-23T09:00')
  await world.sweep('2026-11-23T09:01')
  expect(await world.told(rep.actor.id)).toEqual([
    { kind: 'deadline.reminder', title: 'two – Close it: due 2026-11-23 24:00' },
  ])
  await world.sweep('2026-11-24T00:00')
  await settledRow(visit, { state: 'missed' })
  const late = JSON.parse((await world.records.get(world.admin, { object: 'visit', id: visit })).json) as object
  expect(late).toMatchObject({ state: 'late', is_late: true })
  await world.sweep('2026-11-24T09:00')
  expect(await world.told(boss.actor.id)).toEqual([
    { kind: 'deadline.escalation', title: 'two – Close it: overdue since 2026-11-23 24:00' },
  ])
  await world.sweep('2026-11-25T09:00')
  expect((await world.of(visit))[0]!.escalated.toSorted()).toEqual([boss.actor.id, clerk.actor.id].toSorted())
  await move(visit, 'finish')
  await settledRow(visit, { state: 'met' })
  expect(await world.history(visit)).toEqual(['begun', 'told', 'told', 'missed', 'escalated', 'escalated', 'met'])
  expect((await world.told(rep.actor.id)).map(({ kind }) => kind)).toEqual(['deadline.reminder', 'deadline.overdue'])
})

it('tells everybody once what happens at once, and who is responsible what is his', async () => {
  const boss = await world.person('Bea')
  const rep = await world.person('Ria', { superior: boss.employee })
  const clerks = [boss.actor.id, rep.actor.id]
  await world.db.query({ text: `update "user" set roles = '{clerk}' where id = any($1)`, values: [clerks] })
  const visit = await world.create('visit', { name: 'all', result_on: '2026-11-20', owner: rep.actor.id })
  await settledRow(visit, { state: 'open', responsible: [rep.actor.id] })
  await world.sweep('2026-11-25T09:00')
  await settledRow(visit, { state: 'missed' })
  expect((await world.told(rep.actor.id)).map(({ kind }) => kind)).toEqual(['deadline.overdue'])
  expect((await world.told(boss.actor.id)).map(({ kind }) => kind)).toEqual(['deadline.escalation'])
  expect(await world.history(visit)).toEqual(['begun', 'told', 'told', 'missed', 'escalated', 'escalated'])
})

it('tells the last of several reminders only when a server was away', async () => {
  const rep = await world.person('Rosa')
  const visit = await world.create('visit', { name: 'away', result_on: '2026-11-20', owner: rep.actor.id })
  await settledRow(visit, { state: 'open' })
  await world.sweep('2026-11-23T23:00')
  expect(await world.told(rep.actor.id)).toHaveLength(1)
  expect((await world.of(visit))[0]!.told).toEqual(['reminders.morning', 'reminders.evening'])
})

it('lets no time pass while it is on hold', async () => {
  const visit = await world.create('visit', { name: 'held', result_on: '2026-11-20', on_hold: true })
  await settledRow(visit, { state: 'paused' })
  await world.sweep('2026-12-24T00:00')
  await settledRow(visit, { state: 'paused', told: [] })
  await change(visit, { on_hold: false })
  await settledRow(visit, { state: 'open' })
  expect(await world.history(visit)).toEqual(['begun', 'moved', 'resumed'])
})

it('expects reports of each week from those who owe them (C.15-10, 11)', async () => {
  const keeper = await world.person('Karl')
  const [dealer, late, wholesaler] = await Promise.all([
    world.create('shop', { name: 'dealer', tier: 'dealer', keeper: keeper.employee }),
    world.create('shop', { name: 'late', tier: 'dealer', keeper: keeper.employee }),
    world.create('shop', { name: 'wholesaler', tier: 'wholesaler', keeper: keeper.employee }),
  ])
  const report = (shop: string, sent: string) =>
    world.create('shop_report', { name: 'week', shop, for_day: '2026-09-16', sent_at: `${sent}+08:00` })
  await world.fill('2026-09-21T00:05')
  const due = { state: 'open', due: '2026-09-21 13:00', responsible: [keeper.actor.id] }
  expect(await world.of(dealer!)).toMatchObject([due])
  expect(await world.of(wholesaler!)).toEqual([])
  await report(dealer!, '2026-09-21T12:59:00')
  await world.sweep('2026-09-21T13:00:00')
  expect(await world.of(dealer!)).toMatchObject([{ state: 'met' }])
  expect(await world.of(late!)).toMatchObject([{ state: 'missed' }])
  await report(late!, '2026-09-21T13:01:00')
  await world.sweep('2026-09-21T14:30:00')
  const { rows } = await world.db.query({
    text: 'select state, met_at > due_at as late from fw_deadline where record = $1',
    values: [late!],
  })
  expect(rows).toEqual([{ state: 'met', late: true }])
  await world.fill('2026-10-01T00:05')
  expect((await world.of(wholesaler!)).map((row) => row.due)).toEqual(['2026-10-08 13:00'])
})

it('finds the records that were there before a rule, and leaves them when the rule goes', async () => {
  const [open, done] = await Promise.all([
    world.create('visit', { name: 'before' }),
    world.create('visit', { name: 'done' }),
  ])
  await move(done!, 'finish')
  const start = { on: 'created' }
  await world.publish({ ...closing, name: 'x_general', start, length: { hours: 1 }, cases: {}, pause: 'is_late' })
  await world.fill()
  expect(await world.of(open!)).toMatchObject([{ state: 'open', responsible: [world.admin.id] }])
  expect(await world.of(done!)).toEqual([])
  await world.publish({ ...closing, name: 'x_general', start, length: { hours: 2 }, cases: {}, pause: 'is_late' })
  await world.fill()
  expect(await world.history(open!)).toEqual(['begun', 'moved'])
  await world.retire('x_general')
  await world.sweep('2026-09-21T13:00:00')
  expect(await world.of(open!)).toMatchObject([{ state: 'void' }])
})

it('counts by the calendar of the department, or of the one above it', async () => {
  const above = await world.create('department', { name: 'Plant', code: 'plant', calendar: 'plant' })
  const department = await world.create('department', { name: 'Shift', code: 'shift', parent: above })
  const worker = await world.person('Walter', { department })
  const clerk = await world.person('Cleo')
  const visits = await Promise.all(
    [worker, clerk].map(({ actor }) =>
      world.create('visit', { name: 'calendar', result_on: '2026-11-20', owner: actor.id }),
    ),
  )
  await settledRow(visits[0]!, { due: '2026-11-22 00:00' })
  await settledRow(visits[1]!, { due: '2026-11-24 00:00' })
})

it('tells nobody twice when several servers look at once', async () => {
  const rep = await world.person('Rita')
  const visit = await world.create('visit', { name: 'once', result_on: '2026-11-20', owner: rep.actor.id })
  await settledRow(visit, { state: 'open' })
  await Promise.all(Array.from({ length: 4 }, () => world.sweep('2026-11-24T00:00')))
  expect(await world.history(visit)).toEqual(['begun', 'told', 'told', 'missed'])
  expect((await world.told(rep.actor.id)).map(({ kind }) => kind)).toEqual(['deadline.overdue'])
})

it('goes by the clock of the database, whatever that of the process says', async () => {
  const day = new Intl.DateTimeFormat('sv-SE', { timeZone: 'Asia/Shanghai' })
  const visit = await world.create('visit', { name: 'clock', result_on: day.format(Date.now() + 20 * 86_400_000) })
  await settledRow(visit, { state: 'open' })
  vi.useFakeTimers({ toFake: ['Date'], now: Date.now() + 60 * 86_400_000 })
  try {
    await world.fill()
    await world.sweep()
  } finally {
    vi.useRealTimers()
  }
  expect((await world.of(visit))[0]).toMatchObject({ state: 'open', told: [] })
})

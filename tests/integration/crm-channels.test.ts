import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { fillDeadlines, sweepDeadlines } from '@fieldwork/automation'
import { openOffice, type CrmOffice, type Place } from '../support/crm-office.ts'

let office: CrmOffice
beforeAll(async () => void (office = await openOffice()), 120_000)
afterAll(() => office.stop())

/** Until when what begins at a moment has to be done, in the zone of the workspace. */
async function dueOf(rule: string, start: string): Promise<string> {
  const tried = await office.api.admin.post('/api/metadata/deadlines/preview', { rule, start })
  expect(tried.status, tried.text).toBe(200)
  return new Date(tried.body.due).toLocaleString('sv-SE', { timeZone: 'Asia/Shanghai' }).slice(0, 16)
}

/** How the deadlines of the last period stand, by rule. */
async function statesOf(customer: string): Promise<Record<string, string>> {
  const { data } = (await office.api.admin.get(`/api/records/customer/${customer}/deadlines`)).body
  const reports = (data as { rule: string; state: string }[]).filter(({ rule }) => rule.startsWith('psi_'))
  return Object.fromEntries(reports.map(({ rule, state }) => [rule, state]))
}

const weeklyStates = (submit: string, imported: string) => ({
  psi_weekly_submit: submit,
  psi_weekly_import: imported,
  psi_weekly_check: 'open',
})

const weekly = ['psi_weekly_check', 'psi_weekly_import', 'psi_weekly_submit']
const monthly = ['psi_monthly_check', 'psi_monthly_import', 'psi_monthly_submit']

/** What the round does at a moment of the workspace. */
async function look(moment: string): Promise<void> {
  const { db, registry, records, config } = office.api.deps
  const deps = { db, registry, records, timeZone: config.timeZone }
  const now = new Date(`${moment}:00+08:00`)
  await fillDeadlines(deps, now)
  await sweepDeadlines(deps, now)
}

describe('stock reports of channel customers', () => {
  it.each([
    // the week of 2026-11-16 ends at the end of Sunday
    ['psi_weekly_submit', '2026-11-23T00:00:00+08:00', '2026-11-23 13:00'],
    ['psi_weekly_import', '2026-11-23T00:00:00+08:00', '2026-11-23 15:00'],
    ['psi_weekly_check', '2026-11-23T00:00:00+08:00', '2026-11-24 12:00'],
    // 1 to 7 October are holidays
    ['psi_monthly_submit', '2026-10-01T00:00:00+08:00', '2026-10-08 13:00'],
    ['psi_monthly_import', '2026-10-01T00:00:00+08:00', '2026-10-08 15:00'],
    ['psi_monthly_check', '2026-10-01T00:00:00+08:00', '2026-10-09 12:00'],
  ])('%s of what ends at %s is due at %s (C.15 row 10)', async (rule, end, due) => {
    expect(await dueOf(rule, end)).toBe(due)
  })

  it('are missed from Monday 13:01 and 15:01, and due by the month only of wholesalers (C.15 rows 10, 11)', async () => {
    const formal = "life_stage == 'formal' && customer_kind == "
    const dealer = await office.find('customer', `${formal}'dealer'`)
    const wholesaler = await office.find('customer', `${formal}'contracted_wholesaler'`)
    await look('2026-03-03T12:00')
    await look('2026-03-16T12:59')
    expect(await statesOf(dealer)).toEqual(weeklyStates('open', 'open'))
    expect(await statesOf(wholesaler)).toEqual({})
    await look('2026-03-16T13:01')
    expect(await statesOf(dealer)).toEqual(weeklyStates('missed', 'open'))
    await look('2026-03-16T15:01')
    expect(await statesOf(dealer)).toEqual(weeklyStates('missed', 'missed'))
    await look('2026-04-02T08:00')
    expect(Object.keys(await statesOf(wholesaler)).toSorted()).toEqual(monthly)
    expect(Object.keys(await statesOf(dealer)).toSorted()).toEqual([...monthly, ...weekly])
    const week = { report_kind: 'weekly', customer: wholesaler, period_start: '2026-03-02', period_end: '2026-03-08' }
    const refused = await office.api.admin.post('/api/records/psi_report', week)
    expect([refused.status, refused.body.problems?.[0]?.params]).toEqual([422, { rule: 'owes_kind' }])
  })
})

const next = (day: string): string => new Date(Date.parse(day) + 86_400_000).toISOString().slice(0, 10)

/** The clerk and the business manager work in the unit of the office. */
const intoOneUnit = async (): Promise<void> => {
  const employees = '/api/records/employee'
  const named = async (login: string) =>
    (await office.api.admin.get(`${employees}?filter=login_account == '${login}'`)).body.data[0]
  const { department } = await named('office_director')
  for (const login of ['information_clerk', 'business_manager']) {
    const { id } = await named(login)
    const moved = await office.api.admin.patch(`${employees}/${id}`, { department: department.id })
    expect(moved.status, moved.text).toBe(200)
  }
}

describe('annual agreements', () => {
  it.each([
    ['agreement_submission', '2026-11-20T00:00:00+08:00', '2026-11-27'],
    ['agreement_import', '2026-11-19T10:00:00+08:00', '2026-11-24'],
  ])('%s that begins on %s is due at the end of %s (C.15 row 14)', async (rule, start, day) => {
    const due = await dueOf(rule, start)
    expect([`${day} 23:59`, `${next(day)} 00:00`]).toContain(due)
  })

  it('are sent on by the clerk, only after the business manager has checked them (C.15 row 14)', async () => {
    const customer = await office.find('customer', "customer_kind == 'dealer'")
    await intoOneUnit()
    const values = { year: 2026, customer, tier: 'dealer', signed_on: '2026-11-20' }
    const made = await office.api.admin.post('/api/records/annual_agreement', {
      ...values,
      valid_from: '2026-12-01',
      valid_to: '2027-11-30',
      owner: office.ids['office_director'],
    })
    expect(made.status, made.text).toBe(201)
    const place: Place = { object: 'annual_agreement', id: made.body.id }
    const move = async (who: string, transition: string, sent = {}) =>
      (await office.move(who, place, transition, sent)).status
    const checked_by = (await office.api.admin.get("/api/records/employee?filter=name != ''&limit=1")).body.data[0].id

    expect(await move('office_director', 'submit')).toBe(200)
    expect(await move('information_clerk', 'import_checked')).toBe(200)
    expect(await move('information_clerk', 'advance')).toBeGreaterThanOrEqual(400)
    expect(await move('information_clerk', 'verify', { checked_by })).toBeGreaterThanOrEqual(400)
    expect(await move('information_clerk', 'verify')).toBeGreaterThanOrEqual(400)
    expect(await move('business_manager', 'verify', { checked_by })).toBe(200)
    expect(await move('business_manager', 'advance')).toBeGreaterThanOrEqual(400)
    expect(await move('information_clerk', 'advance')).toBe(200)
    expect((await office.read(place)).status).toBe('27')
    expect(await move('information_clerk', 'approve')).toBeGreaterThanOrEqual(400)
    expect(await move('hq_sales_department', 'approve')).toBe(200)
  })
})

import { afterAll, beforeAll, describe, expect, it, test, vi } from 'vitest'
import { openOffice, type CrmOffice, type Place } from '../support/crm-office.ts'
import { workflows } from '../support/shipped-crm.ts'

const WAIT = { timeout: 20_000, interval: 100 }

let office: CrmOffice
let product: string
beforeAll(async () => {
  office = await openOffice()
  product = await office.productAt(1000)
  await office.api.deps.automation.start()
})
afterAll(async () => {
  await office.api.deps.automation.stop()
  await office.stop()
})

test('each workflow that ships has its cases', () => {
  const here = ['contract_makes_formal', 'lead_distribution', 'order_makes_formal', 'stage_promotion']
  const elsewhere = [
    'contract_to_cosign',
    'contract_receivables',
    'receivable_falls_due',
    'receivable_marks_plan',
    'receipt_settles',
    'receipt_unsettles',
    'employee_starts',
    'daily_digest',
    'key_opportunity_lost',
    'login_reminder',
  ]
  expect(workflows.map(({ name }) => name).sort()).toEqual([...here, ...elsewhere].sort())
})

const eventually = (place: Place, values: object): Promise<void> =>
  vi.waitFor(async () => expect(await office.read(place)).toMatchObject(values), WAIT)
const ownedBy = (name: string) => ({ owner: { id: office.ids[name] } })

async function lead(regionName: string, industry: string): Promise<Place> {
  const region = await office.find('region', `name == '${regionName}'`)
  const values = { title: '寻找阻燃剂', contact_name: '罗丽', mobile: '13923954498', source: 'web', need: '无卤阻燃剂' }
  const id = await office.make('commerce_manager', 'lead', { ...values, region, industry, validity: 'valid' })
  const place = { object: 'lead', id }
  const screened = await office.move('commerce_manager', place, 'screen')
  expect(screened.status, screened.text).toBe(200)
  return place
}

describe('a lead that was screened (PROC-23)', () => {
  it.each([
    ['天津', 'plastics', 'account_manager'],
    ['浙江', 'plastics', 'regional_manager'],
    ['上海', 'coatings', 'regional_manager'],
  ])('of %s and %s goes to the %s, who is told', async (region, industry, who) => {
    const place = await lead(region, industry)
    await eventually(place, { status: 'assigned', ...ownedBy(who) })
    const [record] = (
      await office.api.admin.get(
        `/api/records/assignment_record?filter=${encodeURIComponent("reason == '线索自动分配'")}&sort=-created_at&limit=1`,
      )
    ).body.data
    expect(record).toMatchObject({ method: 'auto_distribute' })
  })

  it.each([
    ['广东', 'plastics'],
    ['天津', 'coatings'],
  ])('of %s and %s waits with the commerce manager', async (region, industry) => {
    const place = await lead(region, industry)
    await vi.waitFor(async () => {
      const { data } = (await office.api.admin.get(`/api/workflows/runs?workflow=lead_distribution&limit=200`)).body
      expect(data.filter(({ state }: { state: string }) => state !== 'done')).toEqual([])
    }, WAIT)
    await eventually(place, { status: 'to_assign', ...ownedBy('commerce_manager') })
  })

  it('passes over whose right to leads is suspended, and goes first to whom rank has put ahead', async () => {
    const employee = await office.find('employee', "login_account == 'account_manager'")
    const change = async (id: string, values: object) =>
      expect((await office.api.admin.patch(`/api/records/employee/${id}`, values)).status).toBe(200)
    await change(employee, { lead_suspended: true })
    await eventually(await lead('天津', 'plastics'), ownedBy('commerce_manager'))
    await change(employee, { lead_suspended: false })
    const other = await office.find('employee', "login_account == 'sales_manager'")
    const region = await office.find('region', "name == '华东'")
    await change(other, { lead_role: 'regional_manager', region, lead_priority: true })
    for (let n = 0; n < 2; n++)
      await eventually(await lead('山东', 'coatings'), { status: 'assigned', ...ownedBy('sales_manager') })
  })
})

describe('an action that is mandatory for its stage (C.15 26)', () => {
  it('moves the opportunity on when it is done, and the history tells why', async () => {
    const opportunity = await office.find('opportunity', "status == 'following' && stage == 's20'")
    const place = { object: 'opportunity', id: opportunity }
    const { customer, owner } = await office.read(place)
    const base = { customer: customer.id, opportunity, plan_start: '2026-11-20T09:30:00+08:00', owner: owner.id }
    const done = async (promotes: boolean) => {
      const id = await office.make('admin', 'action', { ...base, subject: '拜访', promotes_stage: promotes })
      await office.move('admin', { object: 'action', id }, 'complete', { result: '已确认需求' })
    }
    await done(false)
    await done(true)
    await eventually(place, { stage: 's30', stage_trigger: 'action' })
    const { data } = (await office.api.admin.get(`/api/records/opportunity/${opportunity}/history`)).body
    expect(data[0]).toMatchObject({ changes: { stage: ['s20', 's30'] }, cause: { workflow: 'stage_promotion' } })
  })
})

async function potential(values: object = {}): Promise<string> {
  const region = await office.find('region', "name == '天津'")
  const made = { name: `天津汉沽橡胶${Math.random()}`, phone: '022-67886422', region, industry: 'rubber', ...values }
  const id = await office.make('sales_rep', 'customer', made)
  await office.api.db.query({ text: `update customer set review_status = 'approved' where id = $1`, values: [id] })
  return id
}

describe('a potential customer becomes formal (PROC-10, C.15 27)', () => {
  it('by a contract that was approved', async () => {
    const customer = await potential()
    const lines = [{ product, qty: 1, unit_price: 900 }]
    const id = await office.make('sales_rep', 'sales_contract', { name: '供货合同', customer, lines })
    const place = { object: 'sales_contract', id }
    await office.move('sales_rep', place, 'submit')
    expect((await office.read({ object: 'customer', id: customer })).life_stage).toBe('potential')
    await office.decide('dept_manager', place, 'approve')
    await eventually({ object: 'customer', id: customer }, { life_stage: 'formal', formal_how: 'contract' })
    expect((await office.read({ object: 'customer', id: customer })).formal_on).not.toBeNull()
  })

  it('by an order made of a quote; an order out of nothing changes nothing', async () => {
    const [customer, other] = [await potential(), await potential()]
    const salesType = await office.find('sales_type', 'code != null')
    const quote = await office.make('sales_rep', 'quote', { customer, valid_until: '2099-06-30' })
    await office.make('sales_rep', 'sales_order', { customer: other, sales_type: salesType })
    await office.make('sales_rep', 'sales_order', { customer, quote, sales_type: salesType })
    await eventually({ object: 'customer', id: customer }, { life_stage: 'formal', formal_how: 'order' })
    expect((await office.read({ object: 'customer', id: other })).life_stage).toBe('potential')
  })

  it('or its owner is asked for what is missing', async () => {
    const customer = await potential({ industry: null })
    const quote = await office.make('sales_rep', 'quote', { customer, valid_until: '2099-06-30' })
    const salesType = await office.find('sales_type', 'code != null')
    await office.make('sales_rep', 'sales_order', { customer, quote, sales_type: salesType })
    await vi.waitFor(async () => {
      const { rows } = await office.api.db.query<{ title: { en: string } }>({
        text: "select title from fw_notification where recipient = $1 and title ->> 'en' like 'Complete the customer%'",
        values: [office.ids['sales_rep']],
      })
      expect(rows).toHaveLength(1)
    }, WAIT)
    expect((await office.read({ object: 'customer', id: customer })).life_stage).toBe('potential')
  })
})

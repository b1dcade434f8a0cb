import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { openOffice, type CrmOffice, type Place } from '../support/crm-office.ts'

const DAY_MS = 86_400_000

let office: CrmOffice
let region: string
beforeAll(async () => {
  office = await openOffice()
  region = await office.find('region', 'code != null')
})
afterAll(() => office.stop())

let counter = 0
async function newCustomer(values: object = {}): Promise<Place> {
  const base = { name: `天津滨海树脂${++counter}有限公司`, phone: '022-25886422', region }
  return { object: 'customer', id: await office.make('sales_rep', 'customer', { ...base, ...values }) }
}
const whole = { industry: 'resins', address: '滨海新区第三大街 8 号' }
async function complete(values: object = {}): Promise<Place> {
  const place = await newCustomer({ ...whole, ...values })
  await office.make('sales_rep', 'contact', {
    name: '王敏',
    customer: place.id,
    position: '采购',
    mobile: '13812002289',
  })
  return place
}
const dueDays = async (place: Place): Promise<number> => {
  const [{ due }] = (await office.approval(place)).tasks
  return Math.round((Date.parse(due) - Date.now()) / DAY_MS)
}

describe('a new customer (PROC-7)', () => {
  it('is submitted only when its data and a contact are there', async () => {
    const place = await newCustomer()
    const refused = await office.submit('sales_rep', place)
    const refusals = refused.body.problems.map(({ params }: { params: { refusal: string } }) => params.refusal)
    expect([refused.status, refusals]).toEqual([422, ['no_industry', 'no_address', 'no_contact']])
  })

  it('is approved by the manager within 7 days, or 10 in a special case, and cannot be approved by hand', async () => {
    const place = await complete()
    const rep = await office.as('sales_rep')
    expect((await rep.patch(`/api/records/customer/${place.id}`, { review_status: 'approved' })).status).toBe(422)
    const answer = await office.submit('sales_rep', place)
    expect(answer.status, answer.text).toBe(201)
    expect([(await office.read(place)).review_status, await dueDays(place)]).toEqual(['pending', 7])
    expect(await office.asked(place)).toContain('dept_manager')
    expect((await office.decide('dept_manager', place, 'approve')).status).toBe(200)
    const { review_status: status, reviewed_on: on } = await office.read(place)
    expect([status, on !== null]).toEqual(['approved', true])
    const special = await complete()
    const reason = { review_special: true, review_special_reason: '客户搬迁' }
    const url = `/api/records/customer/${special.id}`
    expect((await rep.patch(url, reason)).status).toBe(422)
    const granted = await (await office.as('dept_manager')).patch(url, reason)
    expect(granted.status, granted.text).toBe(200)
    await office.submit('sales_rep', special)
    expect(await dueDays(special)).toBe(10)
  })

  it('goes back with the reason and can be submitted again', async () => {
    const place = await complete()
    await office.submit('sales_rep', place)
    await office.decide('dept_manager', place, 'reject', { comment: '电话无人接听' })
    expect((await office.read(place)).review_status).toBe('rejected')
    expect((await office.submit('sales_rep', place)).status).toBe(201)
    expect((await office.read(place)).review_status).toBe('pending')
  })
})

async function opportunity(): Promise<Place> {
  const customer = await office.find('customer', `owner == '${office.ids.sales_rep}'`)
  const values = { name: '树脂项目', customer, expected_amount: 50_000, expected_sign_on: '2099-06-30' }
  const place = { object: 'opportunity', id: await office.make('sales_rep', 'opportunity', values) }
  await office.move('sales_rep', place, 'confirm')
  return place
}

describe('closing an opportunity (PROC-32)', () => {
  it('is confirmed by the manager or the sales assistant once it is won or lost', async () => {
    const place = await opportunity()
    const early = await office.submit('sales_rep', place)
    expect([early.status, early.body.problems[0].params.refusal]).toEqual([422, 'not_closed'])
    const lost = await office.move('sales_rep', place, 'lose', { close_reason: '价格' })
    expect(lost.status, lost.text).toBe(200)
    expect((await office.submit('sales_rep', place)).status).toBe(201)
    expect((await office.read(place)).close_state).toBe('submitted')
    await office.decide('dept_manager', place, 'reject', { comment: '请补充竞争对手' })
    expect((await office.read(place)).close_state).toBe('returned')
    await office.submit('sales_rep', place)
    await office.decide('dept_manager', place, 'approve')
    expect((await office.read(place)).close_state).toBe('confirmed')
  })
})

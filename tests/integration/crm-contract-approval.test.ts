import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { openOffice, type CrmOffice, type Place } from '../support/crm-office.ts'

let office: CrmOffice
let product: string
let customer: string
beforeAll(async () => {
  office = await openOffice()
  product = await office.find('product', 'list_price > 0')
  customer = await office.find('customer', "life_stage == 'formal' && review_status == 'approved'")
  await office.api.deps.automation.start()
})
afterAll(async () => {
  await office.api.deps.automation.stop()
  await office.stop()
})

/** One of an amount and a list total, in CNY. */
async function contract(amount: number, list: number, values: object = {}): Promise<Place> {
  const lines = [{ product, qty: 1, unit_price: amount, list_price: list }]
  const id = await office.make('admin', 'sales_contract', { name: '供货合同', customer, lines, ...values })
  const place = { object: 'sales_contract', id }
  await (await office.as('admin')).post(`/api/records/sales_contract/${id}/assign`, { owner: office.ids.sales_rep })
  return place
}

const submit = async (place: Place): Promise<void> => {
  const answer = await office.move('admin', place, 'submit')
  expect(answer.status, answer.text).toBe(200)
}

const direct: [amount: number, list: number, values: object, who: string][] = [
  [200_000, 444_444.44, {}, 'dept_manager'],
  [180_000, 400_000, {}, 'dept_manager'],
  [200_000.01, 400_000, {}, 'sales_management_manager'],
  [179_960, 400_000, {}, 'sales_management_manager'],
  [200_000, 400_000, { uses_standard_text: false }, 'sales_management_manager'],
]
const cosigners = ['president', 'vice_president_rnd', 'vice_president_service']

describe('a contract (PROC-35, C.15 3)', () => {
  it.each(direct)('of %s CNY at a list total of %s %j goes to %s', async (amount, list, values, who) => {
    const place = await contract(amount, list, values)
    await submit(place)
    expect(await office.asked(place)).toEqual([who])
    if (who !== 'dept_manager') return
    expect((await office.decide(who, place, 'approve', { opinion: 'advise' })).status).toBe(409)
    expect((await office.decide(who, place, 'approve')).status).toBe(200)
    expect((await office.read(place)).status).toBe('approved')
  })
})

async function underReview(): Promise<Place> {
  const place = await contract(300_000, 400_000)
  await submit(place)
  await vi.waitFor(async () => expect((await office.read(place)).status).toBe('cosign'), 15_000)
  const missing = await office.decide('sales_management_manager', place, 'approve', { comment: '可以' })
  expect([missing.status, missing.body.problems[0].pointer]).toEqual([422, '/values/preliminary_opinion'])
  const given = { opinion: 'advise', values: { preliminary_opinion: '付款条件需补充违约责任' } }
  const answer = await office.decide('sales_management_manager', place, 'approve', {
    ...given,
    comment: '见初审意见',
  })
  expect(answer.status, answer.text).toBe(200)
  expect(await office.asked(place)).toEqual(cosigners)
  return place
}

describe('countersigning (C.15 4)', () => {
  it('needs all three, after the preliminary opinion', async () => {
    const place = await underReview()
    for (const who of cosigners) {
      expect((await office.read(place)).status).toBe('cosign')
      expect((await office.decide(who, place, 'approve')).status).toBe(200)
    }
    expect(await office.read(place)).toMatchObject({
      status: 'approved',
      preliminary_opinion: '付款条件需补充违约责任',
    })
  })

  it('gives the contract back when one of them disagrees', async () => {
    const place = await underReview()
    await office.decide('president', place, 'approve')
    await office.decide('vice_president_service', place, 'reject', { comment: '无法按期实施' })
    expect((await office.read(place)).status).toBe('draft')
    expect((await office.approval(place)).state).toBe('returned')
  })
})

describe('a contract of a joint venture in the name of HQ (C.15 5)', () => {
  it('is rejected by itself while its customer is not in the CRM', async () => {
    const rep = await office.as('admin')
    const values = { name: '联营合同', signing_entity: 'jv_hq_name' }
    const absent = await rep.post('/api/records/sales_contract', values)
    expect([absent.status, absent.body.problems[0].pointer]).toEqual([422, '/customer'])
    const region = await office.find('region', 'code != null')
    const gone = await office.make('admin', 'customer', { name: '厦门临江贸易有限公司', phone: '0592-5886422', region })
    const place = await contract(1000, 1000, { ...values, customer: gone })
    await office.move('admin', { object: 'customer', id: gone }, 'invalidate')
    const refused = await office.move('admin', place, 'submit')
    const refusals = refused.body.problems.map(({ params }: { params: { refusal: string } }) => params.refusal)
    expect([refused.status, refusals]).toEqual([422, ['customer_not_in_crm', 'customer_not_approved']])
    expect((await office.read(place)).status).toBe('draft')
  })
})

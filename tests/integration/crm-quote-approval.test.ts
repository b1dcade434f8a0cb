import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { approvals } from '../support/shipped-crm.ts'
import { openOffice, type CrmOffice, type Place } from '../support/crm-office.ts'

let office: CrmOffice
let product: string
let customer: string
beforeAll(async () => {
  office = await openOffice()
  product = await office.productAt(100)
  region = await office.find('region', 'code != null')
  customer = await office.make('sales_rep', 'customer', company())
  await office.api.db.query({
    text: `update customer set review_status = 'approved' where id = $1`,
    values: [customer],
  })
  await meet(customer)
})
afterAll(() => office.stop())

let counter = 0
let region: string
const company = () => ({ name: `天津北辰化工${++counter}有限公司`, phone: '022-58864220', region })

/** A finished action face to face. */
async function meet(customer: string): Promise<void> {
  const values = { subject: '拜访', customer, face_to_face: true, plan_start: '2026-11-20T09:30:00+08:00' }
  const id = await office.make('sales_rep', 'action', values)
  const done = await office.move('sales_rep', { object: 'action', id }, 'complete', { result: '面谈' })
  expect(done.status, done.text).toBe(200)
}

/** A quote whose total is this share of a list total of 10,000. */
async function quote(ratio: number, values: object = {}): Promise<Place> {
  const lines = [{ product, qty: 100, unit_price: ratio * 100 }]
  const id = await office.make('sales_rep', 'quote', { customer, valid_until: '2099-06-30', lines, ...values })
  return { object: 'quote', id }
}

const finals: [ratio: number, who: string[]][] = [
  [0.5, ['dept_manager']],
  [0.4999, ['president_assistant']],
  [0.45, ['president_assistant']],
  [0.4499, ['president', 'vice_president', 'vice_president_rnd', 'vice_president_service']],
]

describe('a quote (PROC-33, C.15 1)', () => {
  it.each(finals)('at %s of the list price is decided by %j', async (ratio, who) => {
    const place = await quote(ratio)
    expect((await office.read(place)).price_ratio).toBe(ratio)
    expect((await office.move('sales_rep', place, 'submit')).status).toBe(200)
    expect(await office.asked(place)).toEqual(['dept_manager'])
    if (ratio < 0.5) {
      const opinion = { opinion: 'advise', comment: '客户重要，建议同意' }
      expect((await office.decide('dept_manager', place, 'approve', opinion)).status).toBe(200)
    }
    expect(await office.asked(place)).toEqual(who)
    expect((await office.decide(who[0]!, place, 'approve')).status).toBe(200)
    expect((await office.read(place)).status).toBe('approved')
  })

  it('goes back to who submitted it when somebody disagrees, and is free again', async () => {
    const place = await quote(0.6)
    await office.move('sales_rep', place, 'submit')
    expect((await (await office.as('sales_rep')).patch(`/api/records/quote/${place.id}`, { remark: 'x' })).status).toBe(
      423,
    )
    await office.decide('dept_manager', place, 'reject', { comment: '价格太低' })
    expect((await office.read(place)).status).toBe('draft')
    expect((await (await office.as('sales_rep')).patch(`/api/records/quote/${place.id}`, { remark: 'x' })).status).toBe(
      200,
    )
  })
})

describe('the strict chain', () => {
  it('ships switched off; switched on, the lowest line decides who approves', async () => {
    const strict = approvals.find(({ name }) => name === 'quote_approval_strict')!
    const publish = async (active: boolean) => {
      const put = [{ kind: 'approval', definition: { ...strict, active } }]
      const answer = await office.api.admin.post('/api/metadata/publish', { put, confirm: true, message: 'test' })
      expect(answer.status, answer.text).toBe(200)
    }
    const lines = [
      { product, qty: 100, unit_price: 80 },
      { product, qty: 1, unit_price: 46 },
    ]
    const loose = await quote(1, { lines })
    await office.move('sales_rep', loose, 'submit')
    await publish(true)
    const place = await quote(1, { lines })
    await office.move('sales_rep', place, 'submit')
    await office.decide('dept_manager', place, 'approve', { opinion: 'advise', comment: '同意' })
    await publish(false)
    expect([await office.asked(loose), await office.asked(place)]).toEqual([['dept_manager'], ['president_assistant']])
    expect((await office.approval(loose)).chain).not.toEqual((await office.approval(place)).chain)
  })
})

describe('a quote that cannot be submitted (C.15 2)', () => {
  it('is for a customer who was not reviewed or has gone, or has no lines: all of it is told at once', async () => {
    const stranger = await office.make('sales_rep', 'customer', company())
    const id = await office.make('sales_rep', 'quote', { customer: stranger, valid_until: '2099-06-30' })
    const refusals = async () => {
      const answer = await office.move('sales_rep', { object: 'quote', id }, 'submit')
      expect(answer.status).toBe(422)
      return answer.body.problems.map(({ params }: { params: { refusal: string } }) => params.refusal)
    }
    expect(await refusals()).toEqual(['customer_not_approved', 'no_face_to_face', 'no_lines'])
    await office.move('sales_rep', { object: 'customer', id: stranger }, 'invalidate')
    expect(await refusals()).toEqual(['customer_not_in_crm', 'customer_not_approved', 'no_face_to_face', 'no_lines'])
  })

  it('is for nobody: a customer has to be in the CRM', async () => {
    const rep = await office.as('sales_rep')
    const missing = '01900000-0000-7000-8000-000000000000'
    for (const absent of [null, missing]) {
      const answer = await rep.post('/api/records/quote', { customer: absent, valid_until: '2099-06-30' })
      expect(answer.status).toBe(422)
      expect(answer.body.problems[0].pointer).toBe('/customer')
    }
  })

  it('is for a customer whom nobody has met: a planned visit is none, and a vice-president may let it pass', async () => {
    const stranger = await office.make('sales_rep', 'customer', company())
    await office.api.db.query({
      text: `update customer set review_status = 'approved' where id = $1`,
      values: [stranger],
    })
    const values = { subject: '拜访', customer: stranger, face_to_face: true, plan_start: '2026-11-20T09:30:00+08:00' }
    await office.make('sales_rep', 'action', values)
    const place = await quote(0.7, { customer: stranger })
    const refused = await office.submit('sales_rep', place, '客户在外地')
    expect([refused.status, refused.body.problems[0].params.refusal]).toEqual([422, 'no_face_to_face'])
    expect((await office.submit('vice_president', place)).status).toBe(422)
    expect((await office.submit('finance_staff', place, '我要')).status).toBe(403)
    const passed = await office.submit('vice_president', place, '老客户介绍，同意先报价')
    expect(passed.status, passed.text).toBe(201)
    expect((await office.approval(place)).trail[0].details.overridden).toEqual(['no_face_to_face'])
    expect(await office.asked(place)).toEqual(['dept_manager'])
  })
})

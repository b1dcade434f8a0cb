import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { openOffice, type CrmOffice, type Place } from '../support/crm-office.ts'

let office: CrmOffice
let product: string
let customer: string
beforeAll(async () => {
  office = await openOffice()
  product = await office.productAt(100)
  const region = await office.find('region', 'code != null')
  customer = await office.make('sales_rep', 'customer', { name: '天津参数化工有限公司', phone: '022-58864221', region })
  await office.api.db.query({
    text: `update customer set review_status = 'approved' where id = $1`,
    values: [customer],
  })
  const values = { subject: '拜访', customer, face_to_face: true, plan_start: '2026-11-20T09:30:00+08:00' }
  const id = await office.make('sales_rep', 'action', values)
  const done = await office.move('sales_rep', { object: 'action', id }, 'complete', { result: '面谈' })
  expect(done.status, done.text).toBe(200)
})
afterAll(() => office.stop())

/** A quote whose total is this share of a list total of 10,000, submitted. */
async function submitted(ratio: number): Promise<Place> {
  const lines = [{ product, qty: 100, unit_price: ratio * 100 }]
  const id = await office.make('sales_rep', 'quote', { customer, valid_until: '2099-06-30', lines })
  const place = { object: 'quote', id }
  const answer = await office.move('sales_rep', place, 'submit')
  expect(answer.status, answer.text).toBe(200)
  return place
}

const set = (name: string, patch: object) =>
  office.api.admin.post('/api/metadata/publish', { patch: [{ kind: 'parameter', name, patch }], confirm: true })

async function turn(name: string, patch: object): Promise<void> {
  const answer = await set(name, patch)
  expect(answer.status, answer.text).toBe(200)
}

/** A day so many days from today in the zone of the workspace. */
const dayFrom = (days: number): string =>
  new Date(Date.now() + days * 86_400_000).toLocaleDateString('sv-SE', { timeZone: 'Asia/Shanghai' })

describe('figures of approval chains (NFR-23)', () => {
  it('count as they were set for the next quote; an approval that runs keeps those it began with', async () => {
    const before = await submitted(0.5)
    await turn('quote_ratio_manager', { value: 0.6 })
    const after = await submitted(0.5)
    expect([await office.asked(before), await office.asked(after)]).toEqual([['dept_manager'], ['dept_manager']])
    const opinion = { opinion: 'advise', comment: '客户重要，建议同意' }
    await office.decide('dept_manager', before, 'approve')
    await office.decide('dept_manager', after, 'approve', opinion)
    expect((await office.read(before)).status).toBe('approved')
    expect(await office.asked(after)).toEqual(['president_assistant'])
    expect((await office.read(after)).status).toBe('pending')
    await turn('quote_ratio_manager', { value: 0.5 })
    expect(await office.asked(after)).toEqual(['president_assistant'])
    await office.decide('president_assistant', after, 'approve')
    expect((await office.read(after)).status).toBe('approved')
  })

  it('change by themselves on the day from which another value is valid', async () => {
    await turn('quote_ratio_manager', { validFrom: { [dayFrom(-2)]: 0.7, [dayFrom(30)]: 0.5 } })
    const today = await submitted(0.6)
    await office.decide('dept_manager', today, 'approve', { opinion: 'advise', comment: '同意' })
    expect(await office.asked(today)).toEqual(['president_assistant'])
    await turn('quote_ratio_manager', { validFrom: null })
    const now = await submitted(0.6)
    await office.decide('dept_manager', now, 'approve')
    expect((await office.read(now)).status).toBe('approved')
  })

  it('are read by filters and formulas of the next request', async () => {
    const count = async (filter: string) => {
      const { body, text } = await office.api.admin.get(
        `/api/records/quote?limit=1&count=exact&filter=${encodeURIComponent(filter)}`,
      )
      expect(body.page, text).toBeDefined()
      return body.page.count
    }
    expect(await count('price_ratio >= param.quote_ratio_manager')).toBe(await count('price_ratio >= 0.5'))
    await turn('quote_ratio_manager', { value: 0.9 })
    expect(await count('price_ratio >= param.quote_ratio_manager')).toBe(await count('price_ratio >= 0.9'))
    await turn('quote_ratio_manager', { value: 0.5 })
    const lines = [{ product, qty: 10, unit_price: 50 }]
    const id = await office.make('sales_rep', 'sales_contract', {
      name: '小额合同',
      customer,
      lines,
      uses_standard_text: true,
    })
    const isDirect = async () => (await office.read({ object: 'sales_contract', id })).is_direct
    expect(await isDirect()).toBe(true)
    await turn('contract_direct_amount', { value: 499.99 })
    expect(await isDirect()).toBe(false)
    const form = (await (await office.as('sales_rep')).get('/api/records/sales_contract/schema?mode=create')).body
    expect(form.parameters?.contract_direct_amount).toEqual({ type: { kind: 'decimal' }, value: 499.99, changes: [] })
    await turn('contract_direct_amount', { value: 200000 })
  })
})

const problems = async (name: string, patch: object): Promise<string[]> => {
  const { status, body } = await set(name, patch)
  expect(status).toBe(422)
  return body.problems.map(({ pointer, code }: { pointer: string; code: string }) => `${pointer} ${code}`)
}

const preview = async (rule: string, start: string) => {
  const answer = await office.api.admin.post('/api/metadata/deadlines/preview', { rule, start })
  expect(answer.status, answer.text).toBe(200)
  return answer.body as { due: string; moments: { at: string; what: string }[] }
}
const told = async (start: string) => {
  const { due, moments } = await preview('customer_follow_up', start)
  return [due, moments.find(({ what }) => what === 'escalation')?.at]
}

describe('figures of deadlines (NFR-23)', () => {
  it('count as they are on the day on which the time begins', async () => {
    expect(await told('2026-03-02T00:00:00+08:00')).toEqual(['2026-03-31T16:00:00.000Z', '2026-04-30T16:00:00.000Z'])
    await turn('customer_warn_days', { value: 20, validFrom: { '2026-03-10': 45 } })
    expect(await told('2026-03-02T00:00:00+08:00')).toEqual(['2026-03-21T16:00:00.000Z', '2026-04-30T16:00:00.000Z'])
    expect(await told('2026-03-10T00:00:00+08:00')).toEqual(['2026-04-23T16:00:00.000Z', '2026-05-08T16:00:00.000Z'])
    await turn('customer_warn_days', { value: 30, validFrom: null })
  })

  it('leave an opportunity that ends on a Friday to be closed until Monday (PROC-32, C.15 32)', async () => {
    const { due } = await preview('opportunity_closing', '2026-11-20T00:00:00+08:00')
    expect(due).toBe('2026-11-23T16:00:00.000Z')
  })

  it('are whole numbers that fit', async () => {
    const patch = [
      { kind: 'deadline', name: 'customer_follow_up', patch: { length: { days: 'param.quote_ratio_manager' } } },
    ]
    const { status, body } = await office.api.admin.post('/api/metadata/publish', { patch })
    expect([
      status,
      body.problems.map(({ pointer, code }: { pointer: string; code: string }) => `${pointer} ${code}`),
    ]).toEqual([422, ['/length/days wrong_parameter']])
  })
})

describe('a parameter that does not fit', () => {
  it('is refused with every mistake at its place', async () => {
    const wrong = { value: 'much', validFrom: { '2026-02-30': 2, '2026-03-01': true } }
    expect(await problems('quote_ratio_manager', wrong)).toEqual([
      '/value invalid_value',
      '/validFrom/2026-02-30 invalid_date',
      '/validFrom/2026-02-30 invalid_value',
      '/validFrom/2026-03-01 invalid_value',
    ])
  })

  it('is no switch of rights when it counts by day', async () => {
    const found = await problems('crm_rights_on_shipments', { validFrom: { '2027-01-01': false } })
    expect(found).toEqual(['/x-object/access/parameter wrong_parameter'])
  })

  it('cannot be taken away while a chain reads it', async () => {
    const remove = [
      { kind: 'parameter', name: 'quote_ratio_manager', patch: { type: 'text', value: 'x', maximum: null } },
    ]
    const { status } = await office.api.admin.post('/api/metadata/publish', { patch: remove })
    expect(status).toBe(422)
  })

  it('has a name that is told when it is misspelt', async () => {
    const { body } = await office.api.admin.post('/api/metadata/expressions/check', {
      object: 'quote',
      expression: 'price_ratio > param.quote_ratio_manger || param > 1',
    })
    expect(
      body.problems.map(({ code, params }: { code: string; params: { suggestion?: string } }) => [
        code,
        params.suggestion,
      ]),
    ).toEqual([
      ['unknown_field', 'quote_ratio_manager'],
      ['unknown_field', undefined],
    ])
    const { body: completed } = await office.api.admin.post('/api/metadata/expressions/complete', {
      object: 'quote',
      expression: 'price_ratio > param.quote_ratio_m',
    })
    expect(completed.completions.map(({ label }: { label: string }) => label)).toEqual(['quote_ratio_manager'])
  })
})

import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Client } from '../support/api-server.ts'
import type { Values } from '../support/crm-cases.ts'
import { openCrm, type CrmWorkspace } from '../support/crm-workspace.ts'

let crm: CrmWorkspace
let rep: Client
beforeAll(async () => {
  crm = await openCrm()
  rep = await crm.api.as('rep', ['sales_rep'])
  crm.name('rep', (await rep.get('/api/me')).body.user.id)
  const own = await crm.make('customer', { values: { name: '昆山恒昌', phone: '0512-57884412', owner: '@rep' } })
  crm.name('customer', own.id)
})
afterAll(() => crm.stop())

interface Source {
  object: string
  id: string
}

/** As a sales representative, who is the owner of all that is converted here. */
const convert = ({ object, id }: Source, conversion: string, targets: Values = {}) =>
  rep.post(`/api/records/${object}/${id}/convert/${conversion}`, { targets })
const read = async (object: string, id: string) => (await rep.get(`/api/records/${object}/${id}`)).body
const source = async (object: string, state: string, values: Values = {}): Promise<Source> => {
  const { id } = await crm.make(object, { state, values: { owner: '@rep', ...values } })
  return { object, id }
}
const lines = [
  { product: '@product', qty: 10, unit_price: 38 },
  { product: '@product', qty: 2.5, unit_price: 31, tax_rate: 6, line_remark: '含运费' },
]
const until = { quote: { values: { valid_until: '2099-06-30' } } }

describe('an opportunity becomes (B.18)', () => {
  test('quotes, as often as it is quoted', async () => {
    const opportunity = await source('opportunity', 'following', { customer: '@customer' })
    const first = await convert(opportunity, 'opportunity_to_quote', until)
    expect(first.status, first.text).toBe(200)
    const second = await convert(opportunity, 'opportunity_to_quote', until)
    expect(second.status, second.text).toBe(200)
    expect(await read('quote', second.body.targets.quote.id)).toMatchObject({
      status: 'draft',
      customer: { label: '昆山恒昌' },
      opportunity: { id: opportunity.id },
    })
  })

  test('no quote while nobody says how long it holds', async () => {
    const opportunity = await source('opportunity', 'following', { customer: '@customer' })
    const { status, body } = await convert(opportunity, 'opportunity_to_quote')
    expect(status).toBe(422)
    expect(body.problems.map((each: { pointer: string }) => each.pointer)).toEqual([
      '/targets/quote/values/valid_until',
    ])
  })

  test('a contract, once; again after that one was deleted', async () => {
    const opportunity = await source('opportunity', 'following', { customer: '@customer' })
    const made = await convert(opportunity, 'opportunity_to_contract')
    expect(made.status, made.text).toBe(200)
    const { id } = made.body.targets.contract
    const contract = await read('sales_contract', id)
    expect(contract).toMatchObject({ name: '水性助剂替代', opportunity: { id: opportunity.id }, status: 'draft' })
    expect(await convert(opportunity, 'opportunity_to_contract')).toMatchObject({ status: 409 })
    const deleted = await crm.api.admin.delete(`/api/records/sales_contract/${id}`)
    expect(deleted.status, deleted.text).toBe(204)
    expect(await convert(opportunity, 'opportunity_to_contract')).toMatchObject({ status: 200 })
  })

  test('nothing before it is confirmed', async () => {
    const reported = await source('opportunity', 'reported', { customer: '@customer' })
    expect((await convert(reported, 'opportunity_to_quote', until)).body.code).toBe('conversion_not_possible')
    expect((await convert(reported, 'opportunity_to_contract')).body.code).toBe('conversion_not_possible')
  })
})

describe('a quote becomes (B.18)', () => {
  test('a contract with its lines at the prices that were quoted', async () => {
    const opportunity = await source('opportunity', 'following', { customer: '@customer' })
    const values = { customer: '@customer', opportunity: opportunity.id, lines }
    const quote = await source('quote', 'approved', values)
    const made = await convert(quote, 'quote_to_contract', { contract: { values: { name: '助剂供货合同' } } })
    expect(made.status, made.text).toBe(200)
    const { id } = made.body.targets.contract
    expect(await read('sales_contract', id)).toMatchObject({
      name: '助剂供货合同',
      customer: { label: '昆山恒昌' },
      quote: { id: quote.id },
      opportunity: { id: opportunity.id },
      amount: 457.5,
      list_total: 500,
    })
    const { body } = await rep.get(`/api/records/contract_line?filter=${encodeURIComponent(`contract == '${id}'`)}`)
    const shown = body.data.map(({ qty, unit_price, tax_rate, line_remark, unit }: Values) => ({
      qty,
      unit_price,
      tax_rate,
      line_remark,
      unit,
    }))
    expect(shown).toHaveLength(2)
    expect(shown).toEqual(
      expect.arrayContaining([
        { qty: 10, unit_price: 38, tax_rate: 13, line_remark: null, unit: 'kg' },
        { qty: 2.5, unit_price: 31, tax_rate: 6, line_remark: '含运费', unit: 'kg' },
      ]),
    )
    expect((await convert(quote, 'quote_to_contract')).status).toBe(409)
  })

  test('nothing before it is approved', async () => {
    const draft = await source('quote', 'draft', { customer: '@customer', lines })
    expect((await convert(draft, 'quote_to_contract')).body.code).toBe('conversion_not_possible')
  })
})

describe('an expense request becomes (PROC-45)', () => {
  test('a claim with its lines, of which each knows what it was spent on', async () => {
    const request = await source('expense_request', 'approved', {
      customer: '@customer',
      lines: [
        { item: '高铁', amount: 553 },
        { item: '住宿', amount: 420, line_remark: '一晚' },
      ],
    })
    const made = await convert(request, 'expense_request_to_claim')
    expect(made.status, made.text).toBe(200)
    const { id } = made.body.targets.claim
    expect(await read('expense_claim', id)).toMatchObject({
      employee: { label: '陈晓燕' },
      request: { id: request.id },
      amount: 973,
    })
    const { body } = await rep.get(
      `/api/records/expense_claim_line?filter=${encodeURIComponent(`expense_claim == '${id}'`)}`,
    )
    expect(body.data).toHaveLength(2)
    for (const line of body.data) expect(line.customer).toMatchObject({ label: '昆山恒昌' })
  })

  test('nothing before it is approved', async () => {
    const draft = await source('expense_request', 'draft')
    expect((await convert(draft, 'expense_request_to_claim')).body.code).toBe('conversion_not_possible')
  })
})

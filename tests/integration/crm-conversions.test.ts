import { readdirSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { openCrm, type CrmRecord, type CrmWorkspace } from '../support/crm-workspace.ts'

const CONVERSIONS = fileURLToPath(new URL('../../metadata/crm/conversions', import.meta.url))

let crm: CrmWorkspace
beforeAll(async () => void (crm = await openCrm()))
afterAll(() => crm.stop())

test('each conversion that ships has its cases here', () => {
  const documents = ['opportunity_to_contract.json', 'opportunity_to_quote.json', 'quote_to_contract.json']
  const expenses = ['expense_request_to_claim.json']
  const receivables = ['receipt_plan_to_receivable.json']
  expect(readdirSync(CONVERSIONS).sort()).toEqual([...expenses, 'lead_to_customer.json', ...documents, ...receivables])
})

const lead = (values: object = {}): Promise<CrmRecord> =>
  crm.make('lead', {
    state: 'following',
    values: {
      company: '宁波三和',
      position: '采购',
      mobile: '13923954498',
      region: '@region',
      industry: 'plastics',
      ...values,
    },
  })
const convert = ({ id }: CrmRecord, targets: object = {}) =>
  crm.api.admin.post(`/api/records/lead/${id}/convert/lead_to_customer`, { targets })
const read = async (object: string, id: string) => (await crm.api.admin.get(`/api/records/${object}/${id}`)).body

describe('a lead becomes (PROC-25)', () => {
  test('a customer with its contact', async () => {
    const source = await lead()
    const { status, body } = await convert(source)
    expect([status, Object.keys(body.targets)]).toEqual([200, ['customer', 'contact']])
    const customer = await read('customer', body.targets.customer.id)
    expect(customer).toMatchObject({
      name: '宁波三和',
      life_stage: 'potential',
      phone: '13923954498',
      industry: 'plastics',
    })
    expect(await read('contact', body.targets.contact.id)).toMatchObject({
      name: '罗丽',
      customer: { id: customer.id },
    })
    expect(await read('lead', source.id)).toMatchObject({
      status: 'converted',
      customer: { id: customer.id },
      contact: { id: body.targets.contact.id },
      opportunity: null,
    })
  })

  test('a customer, its contact and an opportunity', async () => {
    const source = await lead({
      company: '苏州金塑',
      lead_type: 'opportunity',
      budget: 90_000,
      expected_on: '2099-03-01',
    })
    const { body } = await convert(source)
    const made = await read('opportunity', body.targets.opportunity.id)
    expect(made).toMatchObject({ name: '寻找阻燃剂', expected_amount: 90_000, expected_sign_on: '2099-03-01' })
    expect(made.contact.id).toBe(body.targets.contact.id)
    expect((await read('lead', source.id)).opportunity.id).toBe(made.id)
  })

  test('a contact of a customer that is there already', async () => {
    const customer = crm.resolve({ id: '@customer' }).id as string
    const source = await lead()
    const { body } = await convert(source, { customer: { existing: customer } })
    expect(body.targets.customer).toEqual({ object: 'customer', id: customer, isNew: false })
    expect(await read('contact', body.targets.contact.id)).toMatchObject({ customer: { id: customer } })
    expect(await read('lead', source.id)).toMatchObject({ status: 'converted', customer: { id: customer } })
  })

  test('nothing before it is followed, and nothing twice', async () => {
    const early = await crm.make('lead', { values: { company: '早', region: '@region' } })
    expect((await convert(early)).body).toMatchObject({ code: 'conversion_not_possible' })
    const source = await lead({ company: '杭州远大' })
    expect((await convert(source)).status).toBe(200)
    expect((await convert(source)).body).toMatchObject({ status: 409, code: 'conversion_not_possible' })
  })

  test('nothing while something is missing, which is told with its place', async () => {
    const { status, body } = await convert(await lead({ company: null, position: null }))
    expect(status).toBe(422)
    expect(body.problems.map((each: { pointer: string }) => each.pointer)).toEqual(['/targets/customer/values/name'])
  })
})

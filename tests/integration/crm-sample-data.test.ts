import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { clientOf, DEMO_PASSWORD, startApi, type ApiServer, type Client } from '../support/api-server.ts'
import { day } from '../support/crm-cases.ts'
import type { CrmRecord } from '../support/crm-workspace.ts'
import { objects, statesOf, views, wayTo } from '../support/shipped-crm.ts'

let api: ApiServer
let rep: Client
beforeAll(async () => {
  api = await startApi({ content: 'demo' })
  rep = await clientOf(api.send, 'sales_rep', DEMO_PASSWORD)
})
afterAll(() => api.stop())

async function listOf(object: string, query: Record<string, string> = {}, client = api.admin): Promise<CrmRecord[]> {
  const answer = await client.get(`/api/records/${object}?${new URLSearchParams({ limit: '500', ...query })}`)
  expect(answer.status, answer.text).toBe(200)
  return answer.body.data
}

/** What a representative has no right to (PLAT-71). */
const unseen = new Set(['supplier', 'purchase_contract', 'warehouse', 'annual_agreement', 'psi_report'])

/** Who is to see something of what his role is for, beside those whom other tests look at. */
const looksAt = {
  business_manager: ['annual_agreement', 'psi_report'],
  business_unit_head: ['annual_agreement', 'psi_report'],
  information_clerk: ['annual_agreement', 'psi_report'],
  office_director: ['annual_agreement', 'psi_report'],
  department_manager: ['customer', 'opportunity', 'quote'],
  department_assistant: ['customer', 'opportunity'],
  sales_assistant: ['customer', 'contact', 'opportunity'],
  back_office_clerk: ['customer', 'sales_order'],
  management: ['customer', 'opportunity', 'sales_order'],
}

describe('the sample data', () => {
  test.each(Object.entries(looksAt))('let %s see what the role is for', async (username, seen) => {
    const client = await clientOf(api.send, username, DEMO_PASSWORD)
    for (const object of seen) expect((await listOf(object, {}, client)).length, object).toBeGreaterThan(0)
  })

  test.each(views)('give $name something to show', async ({ object, filter }) => {
    const query = filter ? { filter } : undefined
    const reader = unseen.has(object) ? api.admin : rep
    expect((await listOf(object, query, reader)).length).toBeGreaterThan(0)
  })

  const withStates = objects.filter(({ name }) => statesOf(name))
  test.each(withStates)('of $name have what their states ask for', async ({ name }) => {
    const { field, transitions = {} } = statesOf(name)!
    for (const record of await listOf(name)) {
      const way = wayTo(name, record[field]).map((transition) => transitions[transition]!)
      const asked = way.flatMap(({ requires = [], set = {} }) => [...requires, ...Object.keys(set)])
      const lacking = asked.filter((key) => record[key] === null)
      expect(lacking, `${name} ${JSON.stringify(record)}`).toEqual([])
    }
  })

  test.each(withStates)('of $name show every state', async ({ name, properties }) => {
    const { field } = statesOf(name)!
    const present = new Set((await listOf(name)).map((record) => record[field]))
    const { options } = properties[field]!['x-field'] as unknown as { options: object }
    expect([...present].sort()).toEqual(Object.keys(options).sort())
  })

  test('are as fresh as the day of the first start', async () => {
    const actions = await listOf('action')
    const [tomorrow, weeksAgo] = [day(1), day(-14)]
    const recent = actions.filter(({ done_at: at }) => at && at.slice(0, 10) > weeksAgo)
    const coming = actions.filter(
      ({ status, plan_start: at }) => status === 'not_started' && at.slice(0, 10) >= tomorrow,
    )
    const finishedInFuture = actions.filter(({ done_at: at }) => at && Date.parse(at) > Date.now())
    expect([recent.length > 5, coming.length > 5, finishedInFuture]).toEqual([true, true, []])
    const days = (await listOf('customer')).map(({ days_without_contact: gone }) => gone)
    expect(days.filter((gone) => gone !== null && gone < 0)).toEqual([])
  })

  test('hang together: a deal’s contact works for its customer, an action’s too', async () => {
    for (const object of ['opportunity', 'action']) {
      const filter = 'contact != null && contact.customer != customer'
      expect(await listOf(object, { filter })).toEqual([])
    }
    const early = 'opportunity != null && done_at != null && date(done_at) < opportunity.reported_on'
    expect(await listOf('action', { filter: early })).toEqual([])
  })

  test('tell customers apart by name and by a correct registration number', async () => {
    const customers = await listOf('customer')
    for (const key of ['name', 'short_name', 'registration_no'])
      expect(new Set(customers.map((customer) => customer[key])).size).toBe(customers.length)
    const wrong = customers.filter(({ registration_no: number }) => checkDigitOf(number) !== number.at(-1))
    expect(wrong.map(({ name }) => name)).toEqual([])
  })

  test('belong for the most part to the representative who shows them', async () => {
    for (const object of ['customer', 'contact', 'lead', 'opportunity', 'action']) {
      const [all, own] = [await listOf(object), await listOf(object, {}, rep)]
      expect(own.length).toBeGreaterThan(all.length / 2)
      expect(own.length).toBeLessThan(all.length)
    }
  })
})

const DIGITS = '0123456789ABCDEFGHJKLMNPQRTUWXY'
const WEIGHTS = [1, 3, 9, 27, 19, 26, 16, 17, 20, 29, 25, 13, 8, 24, 10, 30, 28]

/** The last character of a unified social credit identifier, by its first 17 (GB 32100-2015). */
function checkDigitOf(number: string): string {
  const sum = WEIGHTS.reduce((total, weight, at) => total + DIGITS.indexOf(number[at]!) * weight, 0)
  return DIGITS[(31 - (sum % 31)) % 31]!
}

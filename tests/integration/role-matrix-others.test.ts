import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Client } from '../support/api-server.ts'
import { openCrm, type CrmWorkspace } from '../support/crm-workspace.ts'

/** Columns of section D.4; where one stands for several roles, they are all named. */
const objects = [
  'customer',
  'contact',
  'lead',
  'opportunity',
  'quote',
  'sales_contract',
  'sales_order',
  'receipt',
  'supplier',
  'expense_claim',
  'receivable',
] as const

const NONE = '–'
const top = ['r A', 'r A', 'r A', 'r A', 'rv A', 'rv A', 'rv A', 'r A', 'r A', 'rv A']
const direct = ['rce S', 'rce S', 're S', 'rce S', 'rce S', 'rce S', 'rce S', 'r S', NONE, 'c S']
const commerce = ['rcea A', 'rce A', 'rcea A', 'r A', 'r A', 'rv A', 'rv A', 'r A', NONE, 'c S']
const headed = ['reva D', 're D', 'rea D', 'rev D', 'rev D', 'rev D', 'rev D', 'r D', NONE, 'rv D']
const unit = ['r D+', 'r D+', NONE, NONE, NONE, NONE, NONE, 'r D+', NONE, 'rv D+']
const service = ['re A', 'rc A', 'c A', NONE, NONE, 'r A', 'r A', NONE, NONE, 'c S']

/** Letters as in D.3; S self, D department, D+ department and below, A all. */
const printed: Record<string, string[]> = {
  office_director: ['rce D', 'rce D', NONE, NONE, NONE, NONE, NONE, NONE, NONE, 'c S'],
  information_clerk: ['rce D+', 'rce D+', NONE, NONE, NONE, NONE, NONE, NONE, NONE, 'c S'],
  business_manager: unit,
  business_unit_head: unit,
  hq_sales_department: ['r A', 'r A', NONE, 'r A', 'rv A', 'rv A', 'rv A', 'r A', NONE, 'rv A'],
  direct_salesperson: direct,
  channel_staff: direct,
  account_manager: direct,
  regional_manager: direct,
  commerce_manager: commerce,
  commerce_assistant: commerce,
  department_manager: headed,
  department_assistant: headed,
  sales_assistant: headed,
  sales_management_manager: ['r A', 'r A', 'r A', 'r A', 'rv A', 'rv A', 'rv A', 're A', NONE, 'r A'],
  president_assistant: top,
  vice_president: top,
  president: top,
  partner_user: ['rce D+', 'rce D+', 're D+', 'rce D+', 'rce D+', 'rce D+', 'rce D+', 'r D+', NONE, 'c D+'],
  finance_staff: ['r A', 'r A', NONE, NONE, 'r A', 'r A', 'r A', 'rced A', 'rce A', 'rv A'],
  warehouse_staff: ['r A', 'r A', NONE, NONE, NONE, 'r A', 'r A', NONE, NONE, 'c S'],
  purchasing_staff: [NONE, NONE, NONE, NONE, NONE, NONE, NONE, NONE, 'rce D', 'c S'],
  service_staff: service,
  call_centre_agent: service,
  marketing_staff: ['r A', 'r A', 'rce A', 'r A', NONE, NONE, NONE, NONE, NONE, 'c S'],
  business_owner: ['r A', 'r A', 'r A', 'r A', 'r A', 'r A', 'r A', 'r A', 'r A', 'r A'],
}

/** Receivables and receipts are one group. */
const table = Object.fromEntries(
  Object.entries(printed).map(([role, cells]) => [role, [...cells, cells[objects.indexOf('receipt')]!]]),
)

const letters = { r: 'read', e: 'update', d: 'delete', a: 'assign', v: 'approve' } as const
const reached: Record<string, readonly string[]> = {
  S: ['own'],
  D: ['own', 'department'],
  'D+': ['own', 'department', 'below'],
  A: ['own', 'department', 'below', 'other'],
}

/** Relations of records that the cell opens for an operation; what may only be made is read by whom it is made for. */
function opened(cell: string, letter: string): readonly string[] {
  const [ops = '', scope = ''] = cell.split(' ')
  if (cell === NONE) return []
  if (ops.includes(letter)) return reached[scope]!
  return []
}

let crm: CrmWorkspace
const people: Record<string, { id: string; client: Client }> = {}
const records: Record<string, string> = {}

beforeAll(async () => {
  crm = await openCrm()
  const make = async (object: string, values: object): Promise<string> => {
    const answer = await crm.api.admin.post(`/api/records/${object}`, values)
    expect(answer, answer.text).toMatchObject({ status: 201 })
    return answer.body.id
  }
  const department = await make('department', { code: 'OWN', name: 'OWN' })
  const below = await make('department', { code: 'BELOW', name: 'BELOW', parent: department })
  const other = await make('department', { code: 'OTHER', name: 'OTHER' })
  const person = async (name: string, roles: string[], place: string) => {
    const client = await crm.api.as(name, roles)
    const { id } = (await client.get('/api/me')).body.user
    const employee = await make('employee', { name, department: place })
    expect((await crm.api.admin.patch(`/api/users/${id}`, { employee })).status).toBe(200)
    crm.name(name, id)
    people[name] = { id, client }
  }
  for (const [name, place] of Object.entries({ department, below, other })) await person(name, [], place)
  for (const role of Object.keys(table)) await person(role, [role], department)
  for (const owner of Object.keys(people)) await makeRecords(owner)
}, 120_000)
afterAll(() => crm.stop())

async function makeRecords(owner: string): Promise<void> {
  const isRole = owner in table
  for (const [at, object] of objects.entries()) {
    if (isRole && object !== 'customer' && table[owner]![at] === NONE) continue
    const isOfCustomer = crm.api.catalog().object(object).fields.has('customer') && object !== 'lead'
    const values = {
      owner: `@${owner}`,
      // such as every role with a condition of its own may change
      ...(object === 'customer' && { customer_kind: 'dealer', source: 'web', industry: 'coatings' }),
      ...(isOfCustomer && { customer: `@customer ${owner}` }),
    }
    const { id } = await crm.make(object, { values, ...(object === 'customer' && { state: 'formal' }) })
    if (object === 'customer') crm.name(`customer ${owner}`, id)
    records[`${object} ${owner}`] = id
  }
}

const cases = Object.entries(table).flatMap(([role, cells]) =>
  objects.map((object, at) => ({ role, object, cell: cells[at]! })),
)

const recordOf = (object: string, role: string, relation: string): string | undefined =>
  records[`${object} ${relation === 'own' ? role : relation}`]

describe('the roles of the other seeds (D.4)', () => {
  test('each have a cell for each group', () => {
    expect(Object.values(table).map((cells) => cells.length)).toEqual(Object.keys(table).map(() => objects.length))
  })

  test.each(cases)('$role lists of $object what “$cell” says', async ({ role, object, cell }) => {
    const { status, body, text } = await people[role]!.client.get(`/api/records/${object}?limit=500&count=exact`)
    expect(status, text).toBe(cell === NONE ? 403 : 200)
    if (status !== 200) return
    const shown = new Set(body.data.map(({ id }: { id: string }) => id))
    expect(body.page.count).toBe(shown.size)
    const relations = ['own', 'department', 'below', 'other'].filter((relation) => {
      return shown.has(recordOf(object, role, relation))
    })
    const isOnlyMade = !cell.startsWith('r')
    expect(relations).toEqual(isOnlyMade ? expect.arrayContaining(['own']) : opened(cell, 'r'))
  })

  test.each(cases)('$role may with records of $object what “$cell” says', async ({ role, object, cell }) => {
    const wrong: string[] = []
    for (const relation of ['own', 'department', 'below', 'other']) {
      const id = recordOf(object, role, relation)
      if (id === undefined) continue
      for (const [letter, op] of Object.entries(letters)) {
        if (letter === 'r' && !cell.startsWith('r')) continue
        const query = new URLSearchParams({ user: people[role]!.id, object, id, op })
        const { body, text } = await crm.api.admin.get(`/api/access/explain?${query}`)
        if (body.allowed !== opened(cell, letter).includes(relation))
          wrong.push(`${op} ${relation}: ${text.slice(0, 300)}`)
      }
    }
    expect(wrong).toEqual([])
  })

  test.each(['commerce_manager', 'commerce_assistant'])(
    '%s keeps only customers that came by themselves',
    async (role) => {
      const { client } = people[role]!
      const industry = { industry: 'rubber' }
      const found = await crm.make('customer', { values: { owner: '@other', source: 'prospecting' } })
      expect((await client.get(`/api/records/customer/${found.id}`)).status).toBe(200)
      expect((await client.patch(`/api/records/customer/${found.id}`, industry)).status).toBe(403)
      const came = records[`customer other`]!
      expect((await client.patch(`/api/records/customer/${came}`, industry)).status).toBe(200)
      expect((await client.patch(`/api/records/customer/${came}`, { source: 'prospecting' })).status).toBe(403)
      const values = crm.valuesOf('customer', { source: 'referral' })
      expect((await client.post('/api/records/customer', values)).status).toBe(403)
      expect((await client.post('/api/records/customer', { ...values, source: 'phone' })).status).toBe(201)
    },
  )

  test.each(['service_staff', 'call_centre_agent'])('%s completes customers that were won, no others', async (role) => {
    const { client } = people[role]!
    const { id } = await crm.make('customer', { values: { owner: '@other' } })
    expect((await client.get(`/api/records/customer/${id}`)).status).toBe(200)
    expect((await client.patch(`/api/records/customer/${id}`, { city: '苏州' })).status).toBe(403)
    const won = records[`customer other`]!
    expect((await client.patch(`/api/records/customer/${won}`, { city: '苏州' })).status).toBe(200)
  })
})

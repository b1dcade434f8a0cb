import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Client } from '../support/api-server.ts'
import { openCrm, type CrmRecord, type CrmWorkspace } from '../support/crm-workspace.ts'

let crm: CrmWorkspace
let specialist: Client
let manager: Client
const ids: Record<string, string> = {}
const goods = (product: string) => [{ product: `@${product}`, qty: 10, unit_price: 40 }]

async function person(name: string, role: string, values: object = {}): Promise<Client> {
  const client = await crm.api.as(name, [role])
  const employee = await crm.api.admin.post('/api/records/employee', { name, ...values })
  expect(employee, employee.text).toMatchObject({ status: 201 })
  const { id } = (await client.get('/api/me')).body.user
  expect(await crm.api.admin.patch(`/api/users/${id}`, { employee: employee.body.id })).toMatchObject({ status: 200 })
  crm.name(name, id)
  crm.name(`employee_${name}`, employee.body.id)
  ids[name] = id
  return client
}

beforeAll(async () => {
  crm = await openCrm()
  specialist = await person('specialist', 'market_specialist')
  manager = await person('manager', 'executive_manager')
  await person('seller', 'sales_rep', crm.resolve({ exec_manager: '@employee_manager' }))
  crm.name('new_line', (await crm.make('product_category', { values: { is_new_category: true } })).id)
  const below = { is_new_category: true, parent: '@new_line' }
  crm.name('new_kind', (await crm.make('product_category', { values: below })).id)
  for (const name of ['novel', 'usual'])
    crm.name(name, (await crm.make('product', { values: { is_new: name === 'novel' } })).id)
  await crm.make('category_specialist', {
    values: { category: '@new_line', specialists: ['@employee_specialist'] },
  })
}, 60_000)
afterAll(() => crm.stop())

const status = async (client: Client, object: string, { id }: CrmRecord) =>
  (await client.get(`/api/records/${object}/${id}`)).status

describe('the shipped rules', () => {
  test('an interest in a new category makes its specialist related: he edits the customer and its new-product orders', async () => {
    const customer = await crm.make('customer', { values: { owner: '@seller' } })
    crm.name('buyer', customer.id)
    const order = (product: string) =>
      crm.make('sales_order', { values: { customer: '@buyer', owner: '@seller', lines: goods(product) } })
    const [fresh, old] = [await order('novel'), await order('usual')]
    expect(await status(specialist, 'customer', customer)).toBe(404)
    const interest = crm.resolve({ new_product_interest: ['@new_kind'] })
    const address = `/api/records/customer/${customer.id}`
    expect(await crm.api.admin.patch(address, interest)).toMatchObject({ status: 200 })
    expect(await specialist.patch(address, { note: '下周介绍新品' })).toMatchObject({ status: 200 })
    expect(await specialist.patch(`/api/records/sales_order/${fresh.id}`, { remark: '新品' })).toMatchObject({
      status: 200,
    })
    expect(await status(specialist, 'sales_order', old)).toBe(404)
    await crm.api.admin.patch(address, { new_product_interest: null })
    expect(await status(specialist, 'customer', customer)).toBe(404)
    expect(await status(specialist, 'sales_order', fresh)).toBe(404)
  })

  test('an owner’s executive manager edits his customers and reads his actions', async () => {
    const customer = await crm.make('customer', { values: { owner: '@seller' } })
    const action = await crm.make('action', { values: { owner: '@seller' } })
    expect(await manager.patch(`/api/records/customer/${customer.id}`, { note: 'x' })).toMatchObject({ status: 200 })
    expect(await status(manager, 'action', action)).toBe(200)
    expect(await manager.patch(`/api/records/action/${action.id}`, { purpose: 'x' })).toMatchObject({ status: 403 })
  })

  test('the members of a record say by which rule, and so does the explanation of access', async () => {
    const customer = await crm.make('customer', { values: { owner: '@seller' } })
    const { body } = await crm.api.admin.get(`/api/records/customer/${customer.id}/access`, { 'accept-language': 'en' })
    expect(body.members).toMatchObject([
      {
        user: { id: ids.manager },
        level: 'edit',
        source: 'rule:exec_manager_customer',
        rule: { name: 'exec_manager_customer', label: 'Executive managers on customer records' },
        granted_by: null,
      },
    ])
    const query = new URLSearchParams({ user: ids.manager!, object: 'customer', id: customer.id, op: 'update' })
    const explained = await crm.api.admin.get(`/api/access/explain?${query}`, { 'accept-language': 'en' })
    expect(explained.body.allowed).toBe(true)
    const label = 'Member by rule “Executive managers on customer records”'
    expect(explained.body.arms).toContainEqual(expect.objectContaining({ kind: 'member', holds: true, label }))
    const chinese = await crm.api.admin.get(`/api/access/explain?${query}`, { 'accept-language': 'zh-CN' })
    expect(chinese.text).toContain('相关人员（按规则“客户的常务经理”）')
  })
})

const rule = (more: object = {}) => ({
  name: 'x_helpers',
  label: { en: 'Helpers', 'zh-CN': '协助' },
  object: 'lead',
  mapping: 'employee',
  match: { id: { path: 'owner.employee' } },
  people: 'exec_manager',
  level: 'read',
  ...more,
})
const preview = (given: object, client = crm.api.admin) =>
  client.post('/api/metadata/member-rules/preview', { rule: given })
const again = (name: string, client = crm.api.admin) =>
  client.post('/api/metadata/member-rules/recompute', { rule: name })

describe('a rule before it is published', () => {
  test('tells how many members it would add on how many records, and names some; nothing is written', async () => {
    const lead = await crm.make('lead', { values: { owner: '@seller' } })
    const { status: code, body } = await preview(rule())
    expect(code).toBe(200)
    expect(body).toMatchObject({ members: 1, records: 1, gone: 0, changed: 0 })
    expect(body.sample).toEqual([
      { record: { id: lead.id, label: lead.title }, users: [{ id: ids.manager, label: expect.any(String) }] },
    ])
    expect((await preview(rule({ when: 'status == "closed"' }))).body).toMatchObject({ members: 0, records: 0 })
    const published = await preview({ ...rule(), name: 'exec_manager_lead' })
    expect(published.body).toMatchObject({ members: 0, gone: 0, changed: 1 })
  })

  test('tells every problem at once, with its place and in both languages', async () => {
    const wrong = rule({ object: 'product', match: { id: { path: 'nothing' } }, people: 'name' })
    const { status: code, body } = await preview(wrong)
    expect(code).toBe(422)
    expect(body.problems.map(({ pointer }: { pointer: string }) => pointer).sort()).toEqual([
      '/rule/match/id/path',
      '/rule/object',
      '/rule/people',
    ])
    const malformed = await preview({ name: 1, match: [] })
    expect(malformed.status).toBe(422)
  })

  test('is for administrators only, as is making its members anew', async () => {
    expect(await preview(rule(), manager)).toMatchObject({ status: 403 })
    expect(await again('exec_manager_lead', manager)).toMatchObject({ status: 403 })
    expect(await again('exec_manager_lead')).toMatchObject({ status: 202, body: { kind: 'member-rule.fill' } })
    expect(await again('none')).toMatchObject({ status: 404 })
  })
})

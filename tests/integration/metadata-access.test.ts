import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Client } from '../support/api-server.ts'
import { openCrm, type CrmWorkspace } from '../support/crm-workspace.ts'

let crm: CrmWorkspace
let rep: Client

beforeAll(async () => {
  crm = await openCrm()
  rep = await crm.api.as('rep', ['sales_rep'])
})
afterAll(() => crm.stop())

const FORBIDDEN = { status: 403, body: { code: 'forbidden' } }

test.each([
  '/api/catalog',
  '/api/catalog/steps',
  '/api/metadata/object',
  '/api/metadata/object/customer',
  '/api/metadata/object/customer?layer=crm',
  '/api/metadata/role',
  '/api/metadata/role/administrator',
  '/api/metadata/view/nothing',
  '/api/metadata/dimension',
  '/api/metadata/object/customer/history',
  '/api/metadata/revisions',
  '/api/metadata/revisions/1',
  '/api/metadata/export',
  '/api/users',
])('who only works with records is refused %s', async (url) => {
  expect(await rep.get(url)).toMatchObject(FORBIDDEN)
})

test.each(['check', 'complete'])('nobody learns fields by asking to %s an expression', async (question) => {
  const body = { object: 'customer', expression: 'owner.' }
  expect(await rep.post(`/api/metadata/expressions/${question}`, body)).toMatchObject(FORBIDDEN)
})

test('forms and lists have all that they need', async () => {
  for (const url of ['/api/me', '/api/records/customer/schema', '/api/records/customer/views', '/api/openapi.json'])
    expect(await rep.get(url), url).toMatchObject({ status: 200 })
})

test('the catalog tells an administrator what decides about access', async () => {
  const { objects } = (await crm.api.admin.get('/api/catalog')).body
  const customer = objects.find(({ name }: { name: string }) => name === 'customer')
  expect(customer).toMatchObject({ hasOwner: true, master: null, through: null, apps: ['sales'] })
  expect(customer.fields.every(({ sensitive }: { sensitive: unknown }) => typeof sensitive === 'boolean')).toBe(true)
})

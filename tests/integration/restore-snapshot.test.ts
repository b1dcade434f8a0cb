import { afterAll, beforeAll, expect, test } from 'vitest'
import { startApi, type ApiServer, type Client } from '../support/api-server.ts'

let api: ApiServer
let region: string
beforeAll(async () => {
  api = await startApi({ content: 'crm' })
  region = await make('region', { code: 'R', name: 'Region' })
})
afterAll(() => api.stop())

async function make(object: string, values: object): Promise<string> {
  const made = await api.admin.post(`/api/records/${object}`, values)
  expect(made.status, made.text).toBe(201)
  return made.body.id
}
async function change(object: string, id: string, values: object) {
  const changed = await api.admin.patch(`/api/records/${object}/${id}`, values)
  expect(changed.status, changed.text).toBe(200)
}
const nameOf = async (id: string) => (await api.admin.get(`/api/records/contact/${id}`)).body.name

/** A customer with two contacts, what time it was, and what has been done to them since. */
async function spoilt(name: string) {
  const customer = await make('customer', { name, region, phone: '022-12345678', note: 'good' })
  const person = { customer, position: 'Buyer', mobile: '13800000000' }
  const kept = await make('contact', { ...person, name: 'Kay' })
  const gone = await make('contact', { ...person, name: 'Gus' })
  const moved = await make('contact', { ...person, name: 'Moe' })
  const { updated_at: at } = (await api.admin.get(`/api/records/contact/${moved}`)).body
  const elsewhere = await make('customer', { name: `${name} 2`, region, phone: '022-12345679' })
  await change('customer', customer, { note: 'spoilt' })
  await change('contact', kept, { name: 'Spoilt' })
  await change('contact', moved, { customer: elsewhere })
  expect((await api.admin.delete(`/api/records/contact/${gone}`)).status).toBe(204)
  const later = await make('contact', { ...person, name: 'Lou' })
  return { customer, elsewhere, kept, gone, moved, later, at }
}
const restore = (id: string, to: object, by: Client = api.admin) => by.post(`/api/records/customer/${id}/restore`, to)

test('a customer that an administrator brings back to a moment has its contacts again (PLAT-82, PROC-21)', async () => {
  const { customer, elsewhere, kept, gone, moved, later, at } = await spoilt('Acme')
  const restored = await restore(customer, { at })
  expect(restored.status, restored.text).toBe(200)
  expect(restored.body.note).toBe('good')
  expect(await nameOf(kept)).toBe('Kay')
  expect(await nameOf(gone)).toBe('Gus')
  expect(await nameOf(later), 'what was made since stays').toBe('Lou')
  const { body } = await api.admin.get(`/api/records/contact/${moved}`)
  expect(body.customer.id, 'what was given to another customer stays there').toBe(elsewhere)
  const history = (await api.admin.get(`/api/records/contact/${kept}/history`)).body.data
  expect(history[0]).toMatchObject({ op: 'restore', reason: at, changes: { name: ['Spoilt', 'Kay'] } })
})

test('a version is that of the customer alone', async () => {
  const { customer, kept, gone } = await spoilt('Beta')
  const restored = await restore(customer, { version: 1 })
  expect(restored.status, restored.text).toBe(200)
  expect(restored.body.note).toBe('good')
  expect(await nameOf(kept)).toBe('Spoilt')
  expect((await api.admin.get(`/api/records/contact/${gone}`)).status).toBe(404)
})

test('who is no administrator brings back the record alone', async () => {
  const { customer, kept, at } = await spoilt('Gamma')
  const label = { en: 'Clerk', 'zh-CN': '文员' }
  const grants = { customer: ['read', 'update'], contact: ['read', 'update', 'delete'] }
  const definition = {
    name: 'clerk',
    label,
    grants: Object.fromEntries(Object.entries(grants).map(([object, operations]) => [object, { operations }])),
  }
  expect((await api.admin.post('/api/metadata/publish', { put: [{ kind: 'role', definition }] })).status).toBe(200)
  const restored = await restore(customer, { at }, await api.as('clerk', ['clerk']))
  expect(restored.status, restored.text).toBe(200)
  expect(restored.body.note).toBe('good')
  expect(await nameOf(kept)).toBe('Spoilt')
})

test('a contact that was deleted for good does not hold up the others', async () => {
  const { customer, gone, kept, at } = await spoilt('Delta')
  await api.admin.delete(`/api/recycle-bin/contact/${gone}`)
  const restored = await restore(customer, { at })
  expect(restored.status, restored.text).toBe(200)
  expect(await nameOf(kept)).toBe('Kay')
})

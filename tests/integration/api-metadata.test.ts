import { validate } from '@readme/openapi-parser'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { startApi, type ApiServer } from '../support/api-server.ts'
import { ticket } from '../support/ticket-object.ts'

let api: ApiServer
beforeAll(async () => void (api = await startApi({ content: 'crm' })))
afterAll(() => api.stop())

const publish = (changes: object) => api.admin.post('/api/metadata/publish', changes)
const pathsOf = (answer: { body: { paths: object } }) =>
  Object.keys(answer.body.paths).filter((path) => path.includes('/records/'))

const inSales = { ...ticket, 'x-object': { ...ticket['x-object'], apps: ['sales'] } }
const putTicket = { put: [{ kind: 'object', definition: inSales }] }

test('an object that was just published has its API, menu and description at once (PLAT-4)', async () => {
  expect((await api.admin.get('/api/records/ticket')).status).toBe(404)
  const plan = await api.admin.post('/api/metadata/plan', putTicket)
  expect(plan.body).toMatchObject({
    problems: [],
    steps: expect.arrayContaining([{ class: 'safe', summary: expect.any(String), sql: expect.any(String) }]),
  })
  const published = await publish({ ...putTicket, message: 'add tickets' })
  expect(published.status).toBe(200)
  expect(Number(published.headers['x-catalog-revision'])).toBe(published.body.revision)

  expect((await api.admin.post('/api/records/ticket', { subject: 'First' })).status).toBe(201)
  const me = (await api.admin.get('/api/me')).body
  expect(me.apps.find(({ name }: { name: string }) => name === 'sales').items).toContainEqual(
    expect.objectContaining({ object: 'ticket', label: 'Ticket' }),
  )
  const { paths, components } = (await api.admin.get('/api/openapi.json')).body
  expect(Object.keys(paths)).toEqual(
    expect.arrayContaining(['/api/records/ticket', '/api/records/ticket/{id}/transitions/finish']),
  )
  expect(components.schemas.ticket_create.required).toEqual(['subject'])
})

test('the description is valid OpenAPI 3.1 for everybody', async () => {
  const rep = await api.as('rep', ['sales_rep'])
  for (const answer of [
    await api.admin.get('/api/openapi.json'),
    await rep.get('/api/openapi.json'),
    await api.send({ method: 'GET', url: '/api/openapi.json' }),
  ]) {
    expect(answer.body.openapi).toMatch(/^3\.1/)
    expect(await validate(answer.body)).toMatchObject({ valid: true })
  }
})

test('the description shows a caller the objects he may read and strangers none', async () => {
  const rep = await api.as('rep', ['sales_rep'])
  const seen = pathsOf(await rep.get('/api/openapi.json'))
  expect(seen).toContain('/api/records/customer')
  expect(seen).not.toContain('/api/records/ticket')
  expect(pathsOf(await api.send({ method: 'GET', url: '/api/openapi.json' }))).toEqual([])
})

test('the documentation page lists the operations and runs no scripts', async () => {
  const page = await api.admin.get('/api/docs')
  expect(page.headers['content-type']).toBe('text/html; charset=utf-8')
  expect(page.text).toContain('/api/records/ticket')
  expect(page.text).toContain('id="validation_failed"')
  expect(page.text).not.toContain('<script')
  expect(String(page.headers['content-security-policy'])).toContain("default-src 'none'")
})

test('definitions are read merged or by layer', async () => {
  await publish({
    patch: [{ kind: 'object', name: 'region', patch: { properties: { note: { 'x-field': { order: 99 } } } } }],
  })
  const merged = await api.admin.get('/api/metadata/object/region')
  expect(merged.body).toMatchObject({ name: 'region', properties: { note: { 'x-field': { order: 99 } }, code: {} } })
  const own = await api.admin.get('/api/metadata/object/region?layer=workspace')
  expect(own.body).toEqual({ properties: { note: { 'x-field': { order: 99 } } } })
  const shipped = await api.admin.get('/api/metadata/object/region?layer=crm')
  expect(shipped.body.properties.note['x-field'].order).not.toBe(99)
  const list = await api.admin.get('/api/metadata/object')
  expect(list.body.layers.region).toEqual(['crm', 'workspace'])
  expect((await api.admin.get('/api/metadata/object?layer=workspace')).body.data).toHaveLength(2)
  expect((await api.admin.get('/api/metadata/nonsense')).status).toBe(404)
  expect((await api.admin.get('/api/metadata/object/nothing')).status).toBe(404)
})

test('each kind has its JSON Schema', async () => {
  for (const kind of ['object', 'view', 'layout', 'app', 'role', 'translation']) {
    const schema = await api.admin.get(`/api/metadata/schemas/${kind}`)
    expect(schema.body).toMatchObject({ $schema: expect.stringContaining('2020-12'), type: 'object' })
  }
})

test('a change that could lose values waits for a confirmation that shows the plan', async () => {
  const withText = { ...inSales, properties: { ...ticket.properties, count: textField } }
  const change = { put: [{ kind: 'object', definition: withText }] }
  const plan = await api.admin.post('/api/metadata/plan', { delete: [{ kind: 'object', name: 'ticket' }] })
  expect(plan.status).toBe(200)
  const refused = await publish({ delete: [{ kind: 'object', name: 'ticket' }] })
  if (plan.body.steps.every((step: { class: string }) => step.class === 'safe')) expect(refused.status).toBe(200)
  else expect(refused.body).toMatchObject({ code: 'plan_needs_confirmation', steps: plan.body.steps })
  expect((await publish({ ...putTicket, confirm: true })).status).toBe(200)
  expect((await publish({ ...change, confirm: true })).status).toBe(200)
})

test('revisions are listed, shown and reverted', async () => {
  await publish({ ...putTicket, confirm: true })
  const definition = { ...inSales, properties: { ...ticket.properties, colour: textField } }
  const { revision } = (await publish({ put: [{ kind: 'object', definition }], message: 'colour' })).body
  const list = await api.admin.get('/api/metadata/revisions?limit=1')
  expect(list.body.data).toEqual([expect.objectContaining({ revision, message: 'colour' })])
  expect((await api.admin.get(`/api/metadata/revisions/${revision}`)).text).toContain('colour')
  const reverted = await api.admin.post(`/api/metadata/revisions/${revision}/revert`, { confirm: true })
  expect(reverted.body.revision).toBe(revision + 1)
  expect((await api.admin.get('/api/metadata/object/ticket')).body.properties.colour).toBeUndefined()
  expect((await api.admin.get('/api/metadata/revisions/99999')).status).toBe(404)
})

test('only administrators change definitions', async () => {
  const rep = await api.as('rep', ['sales_rep'])
  for (const path of ['plan', 'publish', 'revisions/1/revert']) {
    expect((await rep.post(`/api/metadata/${path}`, putTicket)).body.code).toBe('forbidden')
  }
  expect((await rep.get('/api/metadata/revisions')).status).toBe(403)
  expect((await rep.get('/api/metadata/object/customer')).status).toBe(403)
})

test('expressions are checked and completed while they are written', async () => {
  const check = (expression: string, expects?: string) =>
    api.admin.post('/api/metadata/expressions/check', { object: 'customer', expression, expects })
  expect((await check('credit_days > 30', 'boolean')).body).toEqual({ problems: [], type: 'boolean' })
  const wrong = await check('credit_day > 30')
  expect(wrong.body.problems[0]).toMatchObject({
    code: 'unknown_field',
    message: expect.any(String),
    params: { offset: 0 },
  })
  expect((await check('region.name')).body.type).toBe('text')
  const complete = await api.admin.post('/api/metadata/expressions/complete', {
    object: 'customer',
    expression: 'region.na',
  })
  expect(complete.body.completions).toContainEqual(expect.objectContaining({ label: 'name' }))
  expect((await api.admin.get('/api/metadata/expressions/functions')).body.data.length).toBeGreaterThan(10)
})

test('the studio starts from objects and field types', async () => {
  const { objects, fieldTypes } = (await api.admin.get('/api/catalog')).body
  const find = (name: string) => objects.find((object: { name: string }) => object.name === name)
  expect(find('customer')).toMatchObject({ shipped: true, label: { en: 'Customer', 'zh-CN': '客户' } })
  expect(find('ticket')).toMatchObject({ shipped: false })
  expect(fieldTypes).toContainEqual(
    expect.objectContaining({ name: 'select', options: expect.objectContaining({ type: 'object' }) }),
  )
})

const textField = {
  type: 'string',
  maxLength: 20,
  'x-field': { type: 'text', label: { en: 'Colour', 'zh-CN': '颜色' } },
}

import { request as httpRequest } from 'node:http'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { startApi } from '../support/api-server.ts'
import type { ApiServer } from '../support/api-server.ts'
import { makeCrossProduct } from '../support/cross-product.ts'
import type { CrossProduct } from '../support/cross-product.ts'

let api: ApiServer
let world: CrossProduct

beforeAll(async () => {
  api = await startApi()
  world = await makeCrossProduct(api)
})
afterAll(() => api?.stop())

const ask = async (body: object) => {
  const answer = await api.admin.post('/api/metadata/plan/access', body)
  expect(answer.status, answer.text).toBe(200)
  expect(answer.body.problems).toEqual([])
  return answer.body
}
const publish = async (body: object) => {
  const answer = await api.admin.post('/api/metadata/publish', { ...body, confirm: true })
  expect(answer.status, answer.text).toBe(200)
}
const definitionOf = async (kind: string, name: string) =>
  (await api.admin.get(`/api/metadata/${kind}/${name}?layer=workspace`)).body

const countSeen = async (): Promise<number> =>
  Number((await world.seller.get('/api/records/xdeal?count=exact')).body.page.count)

/** What the seller gains and loses on deals; nothing where he is not concerned. */
function countsIn(body: Awaited<ReturnType<typeof ask>>, object = 'xdeal'): [number, number] {
  const person = body.people.data.find(({ id }: { id: string }) => id === world.sellerId)
  const found = person?.objects.find((each: { object: string }) => each.object === object)
  return found?.records ? [found.records.read.gained.count, found.records.read.lost.count] : [0, 0]
}

/** Publishes what was asked about, and expects what the diff said. */
async function expectSaid(change: object) {
  const [body, before] = [await ask(change), await countSeen()]
  await publish(change)
  const [gained, lost] = countsIn(body)
  expect((await countSeen()) - before).toBe(gained - lost)
  return { body, gained, lost }
}

async function objectWith(options: object, properties: object = {}, name = 'xdeal') {
  const own = await definitionOf('object', name)
  const merged = {
    ...own,
    'x-object': { ...own['x-object'], ...options },
    properties: { ...own.properties, ...properties },
  }
  return { kind: 'object', definition: merged }
}

async function roleWith(grants: object) {
  const own = await definitionOf('role', 'xseller')
  return { kind: 'role', definition: { ...own, grants: { ...own.grants, ...grants } } }
}

const text = (words: string) => ({ en: words, 'zh-CN': words })

const parameter = (value: boolean) => ({
  kind: 'parameter',
  definition: { name: 'xlimited', label: text('Limited'), value },
})

describe('switches of access before they are published', () => {
  test('a parameter that opens an object, and closes it again (PLAT-72)', async () => {
    await publish({ put: [parameter(true), await objectWith({ access: { parameter: 'xlimited' } })] })
    const opened = await expectSaid({ put: [parameter(false)] })
    expect(opened).toMatchObject({ gained: 2, lost: 0 })
    expect(opened.body.objects).toMatchObject([
      { object: 'xdeal', changes: [{ kind: 'parameter', effect: 'wider', warning: 'open' }] },
    ])
    expect(await expectSaid({ put: [parameter(true)] })).toMatchObject({ gained: 0, lost: 2 })
  })

  test('a field that becomes sensitive is masked for who is not given it', async () => {
    const amount = { type: 'integer', 'x-field': { type: 'integer', label: text('Amount'), sensitive: true } }
    const change = { put: [await objectWith({}, { amount })] }
    const body = await ask(change)
    const [role] = body.roles.filter((each: { role: string }) => each.role === 'xseller')
    expect(role.objects).toMatchObject([
      { object: 'xdeal', changes: [{ kind: 'field', name: 'amount', after: 'mask', effect: 'narrower' }] },
    ])
    expect(body.people.data[0].objects[0].fields).toMatchObject([{ field: 'amount', after: 'mask' }])
    await publish(change)
    const opened = await ask({ put: [await roleWith({ xdeal: { operations: ['read'], sensitive: true } })] })
    const changes = opened.roles[0].objects[0].changes
    expect(changes.find(({ kind }: { kind: string }) => kind === 'field')).toMatchObject({ warning: 'sensitive' })
  })

  test('owners are switched off and on again', async () => {
    const off = await expectSaid({ put: [await objectWith({ owner: false })] })
    expect(off.body.objects[0].changes[0]).toMatchObject({ kind: 'owner', warning: 'owner_off' })
    const own = await roleWith({ xdeal: { operations: { read: 'own', update: 'own' } } })
    const on = await expectSaid({ put: [await objectWith({ owner: true }), own] })
    expect(on.lost).toBeGreaterThan(0)
  })
})

const reasonOf = (body: Awaited<ReturnType<typeof ask>>, object: string) =>
  body.people.data[0].objects.find((each: { object: string }) => each.object === object).not_counted

describe('what cannot be counted before a publish says why', () => {
  test('because its values are converted', async () => {
    const amount = { type: 'number', 'x-field': { type: 'decimal', label: text('Amount') } }
    const role = await roleWith({ xdeal: { operations: ['read'], where: 'amount > 1' } })
    const body = await ask({ put: [await objectWith({}, { amount }), role] })
    expect(reasonOf(body, 'xdeal')).toMatchObject({ code: 'converted', message: expect.stringContaining('afterwards') })
  })

  test('because a field comes back', async () => {
    const note = { type: 'string', maxLength: 20, 'x-field': { type: 'text', label: text('Note') } }
    await publish({ put: [await objectWith({}, { note })] })
    const { note: _gone, ...rest } = (await definitionOf('object', 'xdeal')).properties
    await publish({
      put: [{ kind: 'object', definition: { ...(await definitionOf('object', 'xdeal')), properties: rest } }],
    })
    const role = await roleWith({ xdeal: { operations: ['read'], where: "note == 'x'" } })
    const body = await ask({ put: [await objectWith({}, { note }), role] })
    expect(reasonOf(body, 'xdeal')).toMatchObject({ code: 'brought_back' })
  })

  test('because a figure is filled in afterwards', async () => {
    const rollUp = { type: 'roll-up', label: text('Deals'), object: 'xdeal', via: 'line', function: 'count' }
    const role = await roleWith({ xline: { operations: ['read'], where: 'deals > 0' } })
    const body = await ask({ put: [await objectWith({}, { deals: { 'x-field': rollUp } }, 'xline'), role] })
    expect(reasonOf(body, 'xline')).toMatchObject({ code: 'filled' })
  })

  test('because there are no records yet', async () => {
    const definition = {
      name: 'xnew',
      type: 'object',
      'x-object': { label: text('New'), nameField: 'name' },
      properties: { name: { type: 'string', maxLength: 20, 'x-field': { type: 'text', label: text('Name') } } },
    }
    const body = await ask({
      put: [{ kind: 'object', definition }, await roleWith({ xnew: { operations: ['read'] } })],
    })
    expect(reasonOf(body, 'xnew')).toMatchObject({ code: 'no_table' })
  })
})

test('whoever hangs up leaves the server well, and the next one is answered', async () => {
  const url = await api.app.listen({ port: 0, host: '127.0.0.1' })
  const { token } = (await api.admin.post('/api/tokens', { name: 'hangs up' })).body
  const headers = { authorization: `Bearer ${token}`, 'content-type': 'application/json' }
  const body = JSON.stringify({ put: [await roleWith({ xdeal: { operations: ['read'] } })] })
  const left = httpRequest(`${url}/api/metadata/plan/access`, { method: 'POST', headers })
  const gone = new Promise((resolve) => left.once('error', resolve))
  left.end(body, () => setTimeout(() => left.destroy(new Error('left')), 20))
  expect(await gone).toMatchObject({ message: 'left' })
  expect((await fetch(`${url}/api/metadata/plan/access`, { method: 'POST', headers, body })).status).toBe(200)
})

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

const explain = (query: Record<string, string>, client = api.admin, headers = {}) =>
  client.get(`/api/access/explain?${new URLSearchParams(query).toString()}`, headers)

const ask = (line: string, area: string) => {
  const values = JSON.stringify({ name: 'n', owner: null, line: world.ids[line], area: world.ids[area] })
  return explain({ user: world.sellerId, object: 'xdeal', op: 'create', values })
}

const names = async (id: string, more = '') => {
  const { body } = await api.admin.get(`/api/access/who?object=xdeal&id=${id}${more}`)
  return body.data.map(({ username }: { username: string }) => username)
}

interface Arm {
  kind: string
  holds: boolean
  assignment: string | null
  missing: { code: string; message: string }[]
}

const scopes = (arms: Arm[]): Arm[] => arms.filter(({ kind }) => kind === 'scope')

describe('why somebody may see a record (PLAT-94)', () => {
  test('names the assignment and the arm that lead to it', async () => {
    const { body } = await explain({ user: world.sellerId, object: 'xdeal', id: world.ids.A1! })
    expect(body).toMatchObject({ allowed: true, deleted: false, op: 'read', user: { id: world.sellerId } })
    expect(body.arms.filter((arm: Arm) => arm.holds)).toMatchObject([
      { kind: 'scope', role: { name: 'xseller', label: 'Seller' }, assignment: expect.any(String), missing: [] },
    ])
    expect(body.fields).toMatchObject({ name: 'read', amount: 'read' })
  })

  test('says of every arm what it misses, in the language of who asks', async () => {
    const { body } = await explain({ user: world.sellerId, object: 'xdeal', id: world.ids.A2! })
    expect(body.allowed).toBe(false)
    const [first, second] = scopes(body.arms)
      .map(({ missing }) => missing.map(({ message }) => message).join())
      .toSorted()
    expect([first, second]).toEqual(['xarea does not fit; the record has: 2', 'xline does not fit; the record has: A'])
    expect(new Set(body.arms.map(({ kind }: Arm) => kind))).toEqual(new Set(['owner', 'member', 'share', 'scope']))
    const chinese = await explain({ user: world.sellerId, object: 'xdeal', id: world.ids.A2! }, api.admin, {
      'accept-language': 'zh-CN',
    })
    expect(chinese.text).toContain('“xline”不符；记录的值为：A')
  })

  test('says which right is missing altogether', async () => {
    const { body } = await explain({ user: world.sellerId, object: 'xdeal', id: world.ids.A1!, op: 'delete' })
    expect(body.allowed).toBe(false)
    expect(body.arms).toMatchObject([
      { kind: 'none', missing: [{ code: 'operation' }] },
      { kind: 'none', missing: [{ code: 'operation' }] },
    ])
  })

  test('answers for a record that would be created', async () => {
    const allowed = [(await ask('A', '1')).body.allowed, (await ask('A', '2')).body.allowed]
    expect(allowed).toEqual([true, false])
  })

  test('tells that a record is in the recycle bin', async () => {
    const made = await api.admin.post('/api/records/xdeal', { name: 'gone', line: world.ids.A, area: world.ids['1'] })
    await api.admin.delete(`/api/records/xdeal/${made.body.id}`)
    const { body } = await explain({ user: world.sellerId, object: 'xdeal', id: made.body.id })
    expect(body).toMatchObject({ allowed: false, deleted: true })
  })

  test('is for administrators, and for everybody about himself and what he can read', async () => {
    const { seller, ids } = world
    expect((await explain({ object: 'xdeal', id: ids.A1!, op: 'delete' }, seller)).body.allowed).toBe(false)
    expect((await explain({ object: 'xdeal', id: ids.A2! }, seller)).status).toBe(404)
    const me = (await api.admin.get('/api/me')).body.user.id
    expect((await explain({ object: 'xdeal', id: ids.A1!, user: me }, seller)).status).toBe(403)
    expect((await seller.get(`/api/access/who?object=xdeal&id=${ids.A1}`)).status).toBe(403)
  })

  test('refuses questions that mean nothing', async () => {
    const { A1 } = world.ids
    expect((await explain({ id: A1! })).status).toBe(400)
    expect((await explain({ object: 'xdeal' })).status).toBe(400)
    expect((await explain({ object: 'xdeal', id: A1!, op: 'dance' })).status).toBe(400)
    expect((await explain({ object: 'nothing', id: A1! })).status).toBe(404)
    expect((await explain({ object: 'xdeal', op: 'create', values: '[' })).status).toBe(400)
    expect((await explain({ object: 'xdeal', op: 'create', values: '{"amount":"x"}' })).status).toBe(422)
    expect((await explain({ object: 'xdeal', id: world.sellerId })).status).toBe(404)
  })
})

describe('who may see a record', () => {
  test('lists users with the reason', async () => {
    expect(await names(world.ids.A1!)).toEqual(['xseller', 'admin'])
    expect(await names(world.ids.A2!)).toEqual(['admin'])
    expect(await names(world.ids.A1!, '&op=delete')).toEqual(['admin'])
    const { body } = await api.admin.get(`/api/access/who?object=xdeal&id=${world.ids.B2}`)
    expect(body.data[0]).toMatchObject({
      username: 'xseller',
      because: [{ kind: 'scope', role: { name: 'xseller' }, label: 'Records of all departments' }],
    })
    expect(body.data[1].because).toMatchObject([{ kind: 'administrator' }])
  })

  test('page by page', async () => {
    const first = await api.admin.get(`/api/access/who?object=xdeal&id=${world.ids.A1}&limit=1`)
    expect(first.body.data).toHaveLength(1)
    const next = `&limit=1&after=${first.body.page.after}`
    expect(await names(world.ids.A1!, next)).toEqual(['admin'])
    expect((await api.admin.get(`/api/access/who?object=xdeal&id=${world.ids.A1}&after=x`)).status).toBe(400)
  })
})

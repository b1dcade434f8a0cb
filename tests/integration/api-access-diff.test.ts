import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { startApi } from '../support/api-server.ts'
import type { ApiServer, Client } from '../support/api-server.ts'
import { makeCrossProduct } from '../support/cross-product.ts'
import type { CrossProduct } from '../support/cross-product.ts'

let api: ApiServer
let world: CrossProduct

beforeAll(async () => {
  api = await startApi()
  world = await makeCrossProduct(api)
})
afterAll(() => api?.stop())

const chinese = { 'accept-language': 'zh-CN' }
const ask = (body: object, headers = {}) => api.admin.post('/api/metadata/plan/access', body, headers)

const countOf = async (client: Client): Promise<number> =>
  Number((await client.get('/api/records/xdeal?count=exact')).body.page?.count ?? 0)

/** The seller's role with other rights on deals. */
async function roleWith(grant: object) {
  const { body } = await api.admin.get('/api/metadata/role/xseller')
  const { name, label, grants } = body
  return { put: [{ kind: 'role', definition: { name, label, grants: { ...grants, xdeal: grant } } }] }
}

const closed = { xline: 'none' }

describe('POST /api/metadata/plan/access', () => {
  test('counts what a person gains, and he gains as many when it is published', async () => {
    const change = await roleWith({
      operations: { read: 'all', update: 'all', export: 'all', print: 'all' },
      dimensions: { xline: 'all', xarea: 'all' },
    })
    const { status, body } = await ask(change)
    expect(status, JSON.stringify(body)).toBe(200)
    const [person] = body.people.data
    expect(body.people).toMatchObject({ affected: 1, counted: 1, names: [{ id: world.sellerId }] })
    expect(person).toMatchObject({ id: world.sellerId, roles: ['xseller'], is_counted: true })
    const [object] = person.objects
    expect(object).toMatchObject({
      object: 'xdeal',
      label: 'xdeal',
      operations: { gained: ['print'], lost: ['create'] },
      records: { read: { gained: { count: 2, is_exact: true }, lost: { count: 0, is_exact: true } } },
    })
    expect(object.examples.read.gained.map(({ label }: { label: string }) => label).sort()).toEqual(['A2', 'B1'])
    const before = await countOf(world.seller)
    expect((await api.admin.post('/api/metadata/publish', { ...change, confirm: true })).status).toBe(200)
    expect((await countOf(world.seller)) - before).toBe(2)
  })

  test('tells the rights in the caller’s language, with what to look at twice', async () => {
    const change = await roleWith({ operations: { read: 'own', import: 'own' }, dimensions: closed })
    const [en, zh] = [(await ask({ ...change, sample: 0 })).body, (await ask({ ...change, sample: 0 }, chinese)).body]
    expect(en.people).toMatchObject({ affected: 1, data: [] })
    const words = (answer: typeof en) =>
      answer.roles[0].objects[0].changes.map(({ summary }: { summary: string }) => summary)
    expect(words(en)).toContain('May read: all records → own records')
    expect(words(zh)).toContain('查看：全部记录 → 本人负责')
    expect(en.roles).toMatchObject([{ role: 'xseller', change: 'changed', holders: 1 }])
  })

  test('is asked about persons and about the holders of roles', async () => {
    const change = await roleWith({ operations: { read: 'own' } })
    const named = await ask({ ...change, people: [world.sellerId] })
    expect(named.body.people.data).toMatchObject([{ id: world.sellerId }])
    const others = await ask({ ...change, roles: ['dept_manager'] })
    expect(others.body.people).toMatchObject({ affected: 0, data: [] })
  })

  test('takes a package as an import does', async () => {
    const { put } = await roleWith({ operations: { read: 'own' } })
    const { body: exported } = await api.admin.get('/api/metadata/export?layer=workspace')
    const documents = exported.documents.map((entry: { kind: string; name: string }) =>
      entry.kind === 'role' && entry.name === 'xseller' ? { ...entry, body: put[0]!.definition } : entry,
    )
    const { status, body } = await ask({ package: { ...exported, documents }, layer: 'workspace', prune: true })
    expect(status, JSON.stringify(body)).toBe(200)
    expect(body.roles).toMatchObject([{ role: 'xseller' }])
    expect(body.people.affected).toBe(1)
  })

  test('answers a change that makes no sense with its problems', async () => {
    const { status, body } = await ask(await roleWith({ operations: { read: 'everything' } }))
    expect(status).toBe(200)
    expect(body.problems.length).toBeGreaterThan(0)
    expect(body.people).toBeUndefined()
    const wrong = await ask({ sample: -1, people: 'all' })
    expect(wrong).toMatchObject({ status: 422 })
    expect(wrong.body.problems.map(({ pointer }: { pointer: string }) => pointer).sort()).toEqual([
      '/people',
      '/sample',
    ])
  })

  test('is for administrators, and changes nothing', async () => {
    const { body: before } = await api.admin.get('/api/metadata/revisions')
    const change = await roleWith({ operations: { read: 'own' } })
    expect((await world.seller.post('/api/metadata/plan/access', change)).status).toBe(403)
    await ask(change)
    expect((await api.admin.get('/api/metadata/revisions')).body).toEqual(before)
  })
})

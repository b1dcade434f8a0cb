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

interface ObjectEffect {
  object: string
  records: { read: Record<'gained' | 'lost', { count: number }> }
  operations: Record<'gained' | 'lost', string[]>
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

  test('is asked about a revision that is taken back, and about a package that goes', async () => {
    const wide = {
      operations: { read: 'all', update: 'all', create: 'all', export: 'all' },
      dimensions: { xline: 'all' },
    }
    const published = await api.admin.post('/api/metadata/publish', { ...(await roleWith(wide)), confirm: true })
    const { revision } = published.body
    const { status, body } = await ask({ revert: revision, people: [world.sellerId] })
    expect(status, JSON.stringify(body)).toBe(200)
    const [before, asked] = [await countOf(world.seller), body.people.data[0].objects[0].records.read]
    const reverted = await api.admin.post(`/api/metadata/revisions/${revision}/revert`, { confirm: true })
    expect(reverted.status, reverted.text).toBe(200)
    const after = await countOf(world.seller)
    expect(asked.gained.count - asked.lost.count).toBe(after - before)
    expect(await ask({ revert: 99_999 })).toMatchObject({ status: 404 })

    const role = { name: 'xguest', label: { en: 'G', 'zh-CN': 'G' }, grants: { employee: { operations: ['read'] } } }
    const { body: like } = await api.admin.get('/api/metadata/export?layer=workspace')
    const documents = [{ kind: 'role', name: 'xguest', body: role }]
    const guests = { ...like, name: 'xguests', version: '1.0.0', documents }
    const sent = await api.admin.post('/api/metadata/import', { package: guests, layer: 'xguests' })
    expect(sent.status, sent.text).toBe(200)
    const gone = await ask({ uninstall: 'xguests', sample: 0 })
    expect(gone.body.roles, gone.text).toMatchObject([{ role: 'xguest', change: 'removed' }])
  })

  test('tells what an assignment of a role changes, and it is so when it is given and changed (PLAT-65)', async () => {
    const plain = await roleWith({ operations: { read: 'all', update: 'all' } })
    expect((await api.admin.post('/api/metadata/publish', { ...plain, confirm: true })).status).toBe(200)
    const newcomer = await api.as('xnewcomer', [])
    const id = (await newcomer.get('/api/me')).body.user.id
    const line = { xline: { mode: 'listed', values: [world.ids.A] } }
    const given = { account: id, role: 'xseller', dimensions: line }
    const asked = async (assignment: object) => {
      const { status, body, text } = await ask({ assignment })
      expect(status, text).toBe(200)
      expect(body.people, text).toMatchObject({ affected: 1, names: [{ id }] })
      const objects: ObjectEffect[] = body.people.data[0].objects
      const { records, operations } = objects.find(({ object }) => object === 'xdeal')!
      return [records.read.gained.count, records.read.lost.count, operations.gained.length, operations.lost.length]
    }
    const [gained, lost, rights, none] = await asked({ values: given })
    expect([gained, lost, rights! > 0, none]).toEqual([2, 0, true, 0])
    expect((await newcomer.get('/api/records/xdeal')).status).toBe(403)
    const { body: made } = await api.admin.post('/api/records/role_assignment', given)
    expect(await countOf(newcomer)).toBe(2)
    const other = { dimensions: { xline: { values: [world.ids.B] }, xarea: { values: [world.ids['1']] } } }
    expect(await asked({ id: made.id, values: other })).toEqual([1, 2, 0, 0])
    expect(await countOf(newcomer)).toBe(2)
    expect(await asked({ id: made.id })).toEqual([0, 2, 0, rights])
    expect((await api.admin.get(`/api/records/role_assignment/${made.id}`)).body).toMatchObject({ version: 1 })
  })

  test('answers an assignment that makes no sense with its problems', async () => {
    const wrong = await ask({ assignment: { values: { account: world.sellerId, role: 'nobody' } } })
    expect(wrong.body.problems, wrong.text).toMatchObject([{ pointer: '/assignment/values/role' }])
    expect(await ask({ assignment: { id: world.sellerId } })).toMatchObject({ status: 404 })
    const assignment = { values: { account: world.sellerId, role: 'xseller' } }
    expect((await world.seller.post('/api/metadata/plan/access', { assignment })).status).toBe(403)
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

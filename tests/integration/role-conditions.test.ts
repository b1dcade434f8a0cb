import { afterAll, beforeAll, expect, test } from 'vitest'
import { startApi, type ApiServer } from '../support/api-server.ts'

let api: ApiServer
beforeAll(async () => void (api = await startApi()))
afterAll(() => api.stop())

const label = { en: 'Keeper', 'zh-CN': '维护人员' }
const roleOf = (grant: object) => ({ kind: 'role', definition: { name: 'keeper', label, grants: { position: grant } } })
const publish = (grant: object) => api.admin.post('/api/metadata/publish', { put: [roleOf(grant)] })
const operations = ['read', 'create', 'update']

test('an operation of a grant has a condition of its own (PLAT-62)', async () => {
  const where = { update: "code.startsWith('T')", create: "code != 'NO'" }
  const published = await publish({ operations, where })
  expect(published.status, published.text).toBe(200)
  const client = await api.as('keeper', ['keeper'])
  const make = async (code: string) => (await client.post('/api/records/position', { code, name: code })).body.id
  const [top, low] = [await make('T1'), await make('L1')]
  expect((await client.get('/api/records/position?count=exact')).body.page.count).toBe(2)
  expect((await client.patch(`/api/records/position/${top}`, { name: 'a' })).status).toBe(200)
  expect((await client.patch(`/api/records/position/${low}`, { name: 'a' })).status).toBe(403)
  expect((await client.patch(`/api/records/position/${top}`, { code: 'L2' })).status).toBe(403)
  expect((await client.post('/api/records/position', { code: 'NO', name: 'a' })).status).toBe(403)
  const { id: user } = (await client.get('/api/me')).body.user
  const explain = async (op: string) =>
    (await api.admin.get(`/api/access/explain?${new URLSearchParams({ user, object: 'position', id: low, op })}`)).body
  expect(await explain('read')).toMatchObject({ allowed: true })
  const refused = await explain('update')
  expect(refused.allowed).toBe(false)
  expect(JSON.stringify(refused.arms)).toContain("code.startsWith('T')")
})

test('what changes of a condition is told by operation before it is published', async () => {
  const put = [roleOf({ operations, where: { update: "code.startsWith('S')", create: "code != 'NO'" } })]
  const { body, status, text } = await api.admin.post('/api/metadata/plan/access', { put })
  expect(status, text).toBe(200)
  expect(text).toContain("code.startsWith('S')")
  expect(JSON.stringify(body)).not.toContain("code != 'NO'")
})

test('conditions are for what is granted, with reading among it, and must be right', async () => {
  const refused = await publish({ operations: ['update'], where: { update: 'nothing > 1', delete: 'true' } })
  expect(refused.status).toBe(422)
  const pointers = refused.body.problems.map(({ pointer }: { pointer: string }) => pointer)
  expect(pointers).toEqual(expect.arrayContaining(['/grants/position/where', '/grants/position/where/delete']))
  expect(pointers.some((each: string) => each.startsWith('/grants/position/where/update'))).toBe(true)
})

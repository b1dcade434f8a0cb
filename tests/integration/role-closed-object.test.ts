import { afterAll, beforeAll, expect, test } from 'vitest'
import { startApi, type ApiServer } from '../support/api-server.ts'

let api: ApiServer
beforeAll(async () => void (api = await startApi()))
afterAll(() => api.stop())

test('a grant of nothing closes one object under a grant for all others (PLAT-62)', async () => {
  const label = { en: 'Nearly all', 'zh-CN': '几乎全部' }
  const grants = { '*': { operations: ['read', 'create'] }, employee: { operations: [] } }
  const definition = { name: 'nearly_all', label, grants }
  const published = await api.admin.post('/api/metadata/publish', { put: [{ kind: 'role', definition }] })
  expect(published.status, published.text).toBe(200)
  const client = await api.as('nearly', ['nearly_all'])
  expect((await client.get('/api/records/department')).status).toBe(200)
  expect((await client.get('/api/records/employee')).status).toBe(403)
  expect((await client.post('/api/records/employee', { name: 'x' })).status).toBe(403)
  expect((await client.get('/api/me')).body.rights).not.toHaveProperty('employee')
})

import { afterAll, beforeAll, expect, test } from 'vitest'
import { startApi, type ApiServer } from '../support/api-server.ts'

let api: ApiServer
beforeAll(async () => void (api = await startApi()))
afterAll(() => api.stop())

const label = (text: string) => ({ en: text, 'zh-CN': text })
const publish = (changes: object) => api.admin.post('/api/metadata/publish', { ...changes, confirm: true })

test('no change of roles leaves the workspace without an administrator', async () => {
  const name = 'administrator'
  const boss = { name: 'boss', label: label('Boss'), administrator: true, grants: {} }
  for (const change of [
    { delete: [{ kind: 'role', name }] },
    { patch: [{ kind: 'role', name, patch: { administrator: false } }] },
    { delete: [{ kind: 'role', name }], put: [{ kind: 'role', definition: boss }] },
  ]) {
    const refused = { problems: [expect.objectContaining({ kind: 'role', name, code: 'last_administrator' })] }
    expect((await api.admin.post('/api/metadata/plan', change)).body).toMatchObject(refused)
    expect(await publish(change)).toMatchObject({ status: 422, body: refused })
  }
})

test('the role of administrators may change when others remain', async () => {
  const definition = { name: 'boss', label: label('Boss'), administrator: true, grants: {} }
  await publish({ put: [{ kind: 'role', definition }] })
  const boss = await api.as('boss', ['boss'])
  expect((await publish({ delete: [{ kind: 'role', name: 'administrator' }] })).status).toBe(200)
  expect((await api.admin.get('/api/users')).status).toBe(403)
  expect((await boss.get('/api/users')).status).toBe(200)
})

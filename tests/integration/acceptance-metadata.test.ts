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

const withPattern = (pattern: string) => {
  const code = { type: 'string', maxLength: 40, pattern, 'x-field': { type: 'text', label: label('Code') } }
  const definition = { name: 'coded', type: 'object', 'x-object': { label: label('Coded') }, properties: { code } }
  return { put: [{ kind: 'object', definition }] }
}

test('no value can stop the server by what its pattern costs', async () => {
  expect((await publish(withPattern('^(a+)+$'))).body.problems).toEqual([
    expect.objectContaining({ pointer: '/properties/code/pattern', code: 'expensive_pattern' }),
  ])
  expect((await publish(withPattern('a+b'))).status).toBe(200)
  const answer = await api.admin.post('/api/records/coded', { code: 'a'.repeat(500_000) })
  expect(answer.body.problems.map(({ code }: { code: string }) => code)).toEqual(['too_long', 'wrong_pattern'])
})

test('the role of administrators may change when others remain', async () => {
  const definition = { name: 'boss', label: label('Boss'), administrator: true, grants: {} }
  await publish({ put: [{ kind: 'role', definition }] })
  const boss = await api.as('boss', ['boss'])
  expect((await publish({ delete: [{ kind: 'role', name: 'administrator' }] })).status).toBe(200)
  expect((await api.admin.get('/api/users')).status).toBe(403)
  expect((await boss.get('/api/users')).status).toBe(200)
})

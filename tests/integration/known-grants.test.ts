import { afterAll, beforeAll, expect, test } from 'vitest'
import { startApi, type ApiServer } from '../support/api-server.ts'

let api: ApiServer
let account: string
beforeAll(async () => {
  api = await startApi({ content: 'crm' })
  account = (await api.admin.get('/api/me')).body.user.id
})
afterAll(() => api.stop())

const assign = (values: object) => api.admin.post('/api/records/role_assignment', { account, ...values })
const problemsOf = ({ body }: { body: { problems: { pointer: string; code: string }[] } }) =>
  body.problems.map(({ pointer, code }) => `${code} ${pointer}`)

test('a role that is not there is not assigned, to a person or by a position (PLAT-62)', async () => {
  const refused = await assign({ role: 'sales_repp' })
  expect(refused.status, refused.text).toBe(422)
  expect(problemsOf(refused)).toEqual(['unknown_role /role'])
  const position = await api.admin.post('/api/records/position', {
    code: 'P',
    name: 'Seller',
    roles: ['sales_rep', 'nobody'],
  })
  expect(position.status, position.text).toBe(422)
  expect(problemsOf(position)).toEqual(['unknown_role /roles/1'])
})

test('every mistake in the dimensions of an assignment is told at once (PLAT-67)', async () => {
  const dimensions = {
    product_lines: { mode: 'all' },
    product_line: { mode: 'own level', values: ['x'], until: '2027-01-01' },
    warehouse: 'none',
  }
  const refused = await assign({ role: 'sales_rep', dimensions })
  expect(refused.status, refused.text).toBe(422)
  expect(problemsOf(refused).sort()).toEqual([
    'type /dimensions/product_line/mode',
    'type /dimensions/product_line/values',
    'type /dimensions/warehouse',
    'unknown_property /dimensions/product_line/until',
    'unknown_reference /dimensions/product_lines',
  ])
  const given = await assign({ role: 'sales_rep', dimensions: { product_line: { mode: 'below' }, warehouse: {} } })
  expect(given.status, given.text).toBe(201)
})

test('an assignment whose role is gone can still be changed and ended', async () => {
  const definition = { name: 'passing', label: { en: 'Passing', 'zh-CN': '临时' }, grants: {} }
  const publish = (changes: object) => api.admin.post('/api/metadata/publish', { ...changes, confirm: true })
  expect((await publish({ put: [{ kind: 'role', definition }] })).status).toBe(200)
  const { id } = (await assign({ role: 'passing' })).body
  const gone = await publish({ delete: [{ kind: 'role', name: 'passing' }] })
  expect(gone.status, gone.text).toBe(200)
  const ended = await api.admin.patch(`/api/records/role_assignment/${id}`, { valid_until: '2026-01-01' })
  expect(ended.status, ended.text).toBe(200)
})

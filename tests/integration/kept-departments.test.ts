import { afterAll, beforeAll, expect, test } from 'vitest'
import { startApi, type ApiServer } from '../support/api-server.ts'

let api: ApiServer
beforeAll(async () => {
  api = await startApi()
  const definition = {
    name: 'parcel',
    'x-object': { label: { en: 'Parcel', 'zh-CN': '包裹' }, nameField: 'title', owner: true },
    properties: { title: { 'x-field': { type: 'text', label: { en: 'Title', 'zh-CN': '标题' } } } },
  }
  expect((await api.admin.post('/api/metadata/publish', { put: [{ kind: 'object', definition }] })).status).toBe(200)
})
afterAll(() => api.stop())

async function make(object: string, values: object): Promise<string> {
  const made = await api.admin.post(`/api/records/${object}`, values)
  expect(made.status, made.text).toBe(201)
  return made.body.id
}

test('a department is kept while records, lists or shares still name it, which are counted (OBJ-1)', async () => {
  const department = await make('department', { name: 'Old', code: 'old' })
  const employee = await make('employee', { name: 'Ed', department })
  const { id: user } = (await api.admin.get('/api/me')).body.user
  await api.admin.patch(`/api/users/${user}`, { employee })
  const parcels = [await make('parcel', { title: 'a' }), await make('parcel', { title: 'b' })]
  const listing = await make('employee', { name: 'Lu', dept_scope: [department] })
  const shared = await api.admin.post(`/api/records/parcel/${parcels[0]}/share`, { to: { department }, level: 'read' })
  expect(shared.status, shared.text).toBe(201)

  const remove = () => api.admin.delete(`/api/records/department/${department}`)
  const refused = await remove()
  expect(refused.status).toBe(409)
  expect(refused.body.code).toBe('still_referenced')
  expect(refused.body.problems.map(({ message }: { message: string }) => message).sort()).toEqual([
    expect.stringMatching(/^Employee, Departments .*: 1$/),
    'Parcel of this department: 2',
    'Shares with this department: 1',
  ])

  const other = await make('department', { name: 'New', code: 'new' })
  await api.admin.patch(`/api/records/employee/${employee}`, { department: other })
  for (const id of parcels)
    expect((await api.admin.patch(`/api/records/parcel/${id}`, { owner_department: other })).status).toBe(200)
  await api.admin.patch(`/api/records/employee/${listing}`, { dept_scope: null })
  expect((await remove()).body.problems).toHaveLength(1)
  expect((await api.admin.delete(`/api/records/parcel/${parcels[0]}/share/${shared.body.id}`)).status).toBe(204)
  expect((await remove()).status).toBe(204)
})

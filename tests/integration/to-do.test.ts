import { afterAll, beforeAll, expect, it } from 'vitest'
import { startApi, type ApiServer } from '../support/api-server.ts'
import { field, label } from '../support/definitions.ts'

let api: ApiServer
beforeAll(async () => {
  api = await startApi()
})
afterAll(() => api.stop())

const errand = (todo: object) => ({
  kind: 'object',
  definition: {
    name: 'errand',
    'x-object': { label: label('Errand', '差事'), nameField: 'name', owner: true, todo },
    properties: {
      name: field('text', 'Name', '名称'),
      runner: field('user', 'Runner', '跑腿人'),
      until: field('date', 'Until', '截止'),
      done: field('boolean', 'Done', '已办'),
    },
  },
})
const grants = { errand: { operations: ['read'], scope: 'all' } }
const role = { kind: 'role', definition: { name: 'runner', label: label('Runner', '跑腿人'), grants } }
const publish = (todo: object) =>
  api.admin.post('/api/metadata/publish', { put: [errand(todo), role], confirm: true, message: 'errands' })

it('tells everybody who may read an object how to list what he has to do of it', async () => {
  const published = await publish({ assignee: 'runner', due: 'until', open: 'done != true || name == null' })
  expect(published.status, published.text).toBe(200)
  const runner = await api.as('runner', ['runner'])
  const { todo } = (await runner.get('/api/me')).body.objects.errand
  expect(todo).toEqual({ filter: 'runner == user && (done != true || name == null)', name: 'name', due: 'until' })

  const users = (await api.admin.get('/api/users?limit=200')).body.data as { id: string; username: string }[]
  const own = users.find(({ username }) => username === 'runner')!.id
  for (const values of [
    { name: 'mine', runner: own, until: '2026-12-01' },
    { name: 'sooner', runner: own, until: '2026-11-01' },
    { name: 'done', runner: own, done: true },
    { name: 'nobodys' },
  ])
    expect((await api.admin.post('/api/records/errand', values)).status).toBe(201)
  const asked = `filter=${encodeURIComponent(todo.filter)}&fields=${todo.name},${todo.due}&sort=${todo.due}`
  const listed = await runner.get(`/api/records/errand?${asked}`)
  expect(listed.body.data.map(({ name }: { name: string }) => name)).toEqual(['sooner', 'mine'])
})

it('says nothing of objects whose records are nothing to do', async () => {
  expect((await api.admin.get('/api/me')).body.objects.user).not.toHaveProperty('todo')
})

it('refuses fields that hold neither users nor times, and wrong conditions, all at once', async () => {
  const refused = await publish({ assignee: 'name', due: 'done', open: 'finished == true' })
  expect(refused.status).toBe(422)
  const places = refused.body.problems.map(({ pointer, code }: { pointer: string; code: string }) => [pointer, code])
  expect(places).toEqual(
    expect.arrayContaining([
      [expect.stringMatching(/todo\/assignee$/), 'wrong_field_type'],
      [expect.stringMatching(/todo\/due$/), 'wrong_field_type'],
      [expect.stringMatching(/todo\/open$/), expect.any(String)],
    ]),
  )
})

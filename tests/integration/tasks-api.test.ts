import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { startApi } from '../support/api-server.ts'
import type { ApiServer, Client } from '../support/api-server.ts'

let api: ApiServer
let visitor: Client

beforeAll(async () => {
  api = await startApi()
  visitor = await api.as('visitor', [])
})

afterAll(() => api.stop())

const label = (en: string) => ({ en, 'zh-CN': `${en}（中）` })
const field = (type: string, standard: object, more: object = {}) => ({
  ...standard,
  'x-field': { type, label: label(type), ...more },
})
const text = { type: 'string' }

const object = (name: string, properties: object) => ({
  put: [
    {
      kind: 'object',
      definition: {
        name,
        type: 'object',
        'x-object': { label: label(name), nameField: 'title' },
        properties: { title: field('text', text), ...properties },
      },
    },
  ],
})

const publish = (changes: object) => api.admin.post('/api/metadata/publish', { ...changes, confirm: true })
const fill = (table: string, column: string) =>
  api.db.query({
    text: `insert into main.${table} (id, title, ${column}) select gen_random_uuid(), i::text, (i % 11000)::text from generate_series(1, 12000) i`,
  })

const ends = (id: string, state: string) =>
  vi.waitFor(async () => expect((await api.admin.get(`/api/metadata/tasks/${id}`)).body.state).toBe(state), {
    timeout: 20_000,
  })

describe('tasks over HTTP', () => {
  it('are named by the publish that starts them, and tell their progress in the caller’s language', async () => {
    await publish(object('parcel', { code: field('text', text) }))
    await fill('parcel', 'code')
    const indexed = object('parcel', { code: field('text', text, { indexed: true }) })
    const plan = await api.admin.post('/api/metadata/plan', indexed)
    expect(plan.body.steps).toMatchObject([{ class: 'safe', background: true }])
    const { status, body } = await publish(indexed)
    expect([status, body.tasks]).toMatchObject([200, [{ kind: 'build-index', error: null }]])
    const [{ id }] = body.tasks
    await ends(id, 'done')
    const [english, chinese] = await Promise.all(
      ['en', 'zh-CN'].map((locale) => api.admin.get('/api/metadata/tasks?limit=1', { 'accept-language': locale })),
    )
    expect(english!.body.data).toMatchObject([
      { id, label: 'Add index fw_ix_parcel__code to parcel (parcel)', state: 'done' },
    ])
    expect(chinese!.body.data[0].label).toContain('建立索引')
    expect((await api.admin.get('/api/metadata/tasks?state=failed,running')).body.data).toEqual([])
  })

  it('are refused to others, and in states they cannot leave', async () => {
    const { body } = await api.admin.get('/api/metadata/tasks')
    const path = `/api/metadata/tasks/${body.data[0].id}`
    for (const answer of [visitor.get('/api/metadata/tasks'), visitor.get(path), visitor.post(`${path}/cancel`)]) {
      expect((await answer).status).toBe(403)
    }
    const cancelled = await api.admin.post(`${path}/cancel`)
    expect([cancelled.status, cancelled.body.code]).toEqual([409, 'task_state'])
    expect((await api.admin.post('/api/metadata/tasks/018f0000-0000-7000-8000-000000000001/retry')).status).toBe(404)
    expect((await api.admin.get('/api/metadata/tasks?state=sleeping')).status).toBe(400)
  })
})

describe('purging', () => {
  it('asks first with the number of values, then takes them for good', async () => {
    await publish(object('crate', { gone: field('text', text) }))
    await api.db.query({
      text: `insert into main.crate (id, title, gone) values (gen_random_uuid(), 'a', 'x'), (gen_random_uuid(), 'b', null), (gen_random_uuid(), 'c', 'y')`,
    })
    const none = await api.admin.post('/api/metadata/purge', { object: 'crate', field: 'gone' })
    expect(none.status).toBe(404)
    await publish({ patch: [{ kind: 'object', name: 'crate', patch: { properties: { gone: null } } }] })
    const kept = await api.admin.get('/api/metadata/kept')
    expect(kept.body.data).toMatchObject([{ object: 'crate', field: 'gone', column: 'gone', type: 'text' }])

    expect((await visitor.post('/api/metadata/purge', { object: 'crate', field: 'gone', confirm: true })).status).toBe(
      403,
    )
    const asked = await api.admin.post('/api/metadata/purge', { object: 'crate', field: 'gone' })
    expect([asked.status, asked.body.code]).toEqual([409, 'plan_needs_confirmation'])
    expect(asked.body.steps).toMatchObject([
      { class: 'destructive', summary: expect.stringContaining('2 values are lost') },
    ])

    const purged = await api.admin.post('/api/metadata/purge', { object: 'crate', field: 'gone', confirm: true })
    expect(purged.body).toEqual({ columns: ['gone'], values: 2 })
    expect((await api.admin.get('/api/metadata/kept')).body.data).toEqual([])
    await publish(object('crate', { gone: field('text', text) }))
    const list = await api.admin.get('/api/records/crate?sort=title')
    expect(list.body.data.map((row: { title: string; gone: unknown }) => [row.title, row.gone])).toEqual([
      ['a', null],
      ['b', null],
      ['c', null],
    ])
  })

  it('knows nothing of fields that are in use', async () => {
    const answer = await api.admin.post('/api/metadata/purge', {
      object: 'crate',
      field: "x'; drop table crate",
      confirm: true,
    })
    expect(answer.status).toBe(404)
    expect(
      (await api.admin.post('/api/metadata/purge', { object: 'crate', field: 'title', confirm: true })).status,
    ).toBe(404)
  })
})

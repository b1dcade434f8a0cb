import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { startApi } from '../support/api-server.ts'
import type { ApiServer } from '../support/api-server.ts'

let api: ApiServer

beforeAll(async () => {
  api = await startApi()
})

afterAll(() => api.stop())

const mostFields = 800
const label = (en: string) => ({ en, 'zh-CN': en })

const kinds = [
  { standard: { type: 'string' }, type: 'text', value: (n: number) => `t${n}` },
  { standard: { type: 'integer' }, type: 'integer', value: (n: number) => n },
  { standard: { type: 'boolean' }, type: 'boolean', value: (n: number) => n % 2 === 0 },
  { standard: { type: 'string', format: 'date' }, type: 'date', value: () => '2026-01-31' },
] as const

const kindOf = (n: number) => kinds[n % kinds.length]!

const wide = (count: number) => ({
  name: 'wide',
  type: 'object',
  'x-object': { label: label('Wide'), nameField: 'f0', history: true },
  properties: Object.fromEntries(
    Array.from({ length: count }, (_, n) => {
      const { standard, type } = kindOf(n)
      return [`f${n}`, { ...standard, 'x-field': { type, label: label(`F${n}`) } }]
    }),
  ),
})

const values = (shift: number) =>
  Object.fromEntries(Array.from({ length: mostFields }, (_, n) => [`f${n}`, kindOf(n).value(n + shift)]))

const publish = (definition: object) =>
  api.admin.post('/api/metadata/publish', { put: [{ kind: 'object', definition }] })

describe('an object of 800 fields', () => {
  it('is published, written, read, listed, filtered and remembered with every field', { timeout: 60_000 }, async () => {
    expect((await publish(wide(mostFields))).status).toBe(200)
    const made = await api.admin.post('/api/records/wide', values(0))
    expect([made.status, made.body]).toMatchObject([201, values(0)])
    const url = `/api/records/wide/${made.body.id}`

    const changed = await api.admin.patch(url, values(1))
    expect([changed.status, changed.body]).toMatchObject([200, values(1)])
    expect((await api.admin.get(url)).body).toMatchObject(values(1))
    const list = await api.admin.get(
      `/api/records/wide?filter=${encodeURIComponent('f1 == 2 && f797 == 798')}&sort=-f401`,
    )
    expect(list.body.data).toMatchObject([values(1)])
    const history = await api.admin.get(`${url}/history`)
    const [update] = history.body.data
    // dates are the same before and after
    expect(Object.keys(update.changes)).toHaveLength((mostFields / 4) * 3)

    const restored = await api.admin.post(`${url}/restore`, { version: 1 })
    expect([restored.status, restored.body]).toMatchObject([200, values(0)])
    const many = await api.admin.post('/api/records/wide/batch', { create: [values(2), values(3)], atomic: true })
    expect(many.status).toBe(200)
    expect((await api.admin.delete(url)).status).toBe(204)
  })

  it('is the widest there is', async () => {
    const answer = await publish(wide(mostFields + 1))
    expect([answer.status, answer.body.problems[0].code]).toEqual([422, 'too_many'])
  })

  it('refuses with clear words a record that is too wide for a page of the database', async () => {
    const texts = Object.fromEntries(
      Array.from({ length: mostFields }, (_, n) => [
        `g${n}`,
        { type: 'string', 'x-field': { type: 'text', label: label(`G${n}`) } },
      ]),
    )
    await publish({
      ...wide(1),
      name: 'texts',
      properties: texts,
      'x-object': { label: label('Texts'), nameField: 'g0' },
    })
    const row = Object.fromEntries(Object.keys(texts).map((name) => [name, 'a text of some length']))
    const answer = await api.admin.post('/api/records/texts', row)
    expect([answer.status, answer.body.problems[0].code]).toEqual([422, 'record_too_wide'])
  })
})

describe('a table that has had many fields', () => {
  it(
    'refuses more than PostgreSQL can hold with clear words, and goes on with what it has',
    { timeout: 60_000 },
    async () => {
      await publish({ ...wide(2), name: 'spent' })
      const columns = Array.from({ length: 1_585 }, (_, n) => `add column old${n} integer`).join(', ')
      await api.db.query({ text: `alter table main.spent ${columns}` })
      const drops = Array.from({ length: 1_585 }, (_, n) => `drop column old${n}`).join(', ')
      await api.db.query({ text: `alter table main.spent ${drops}` })
      const answer = await publish({ ...wide(20), name: 'spent' })
      expect([answer.status, answer.body.problems]).toMatchObject([
        422,
        [{ code: 'too_many_columns', kind: 'object', name: 'spent' }],
      ])
      expect((await publish({ ...wide(3), name: 'spent' })).status).toBe(200)
      expect((await api.admin.post('/api/records/spent', { f0: 'x', f1: 1, f2: true })).status).toBe(201)
    },
  )
})

describe('a workspace', () => {
  it('has at most 2,000 objects', { timeout: 60_000 }, async () => {
    const put = Array.from({ length: 2_001 }, (_, n) => ({
      kind: 'object',
      definition: { ...wide(1), name: `many${n}` },
    }))
    const answer = await api.admin.post('/api/metadata/plan', { put })
    expect(answer.body.problems).toMatchObject([{ code: 'too_many_objects', params: { limit: 2_000 } }])
  })
})

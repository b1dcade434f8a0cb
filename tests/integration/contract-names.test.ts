import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { startApi, type Answer, type ApiServer } from '../support/api-server.ts'

const KEYWORDS =
  'select table limit desc from where group by union all join on having offset end begin check default primary ' +
  'references constraint column values value key index any some array analyze grant with when then case do to row ' +
  'rows date time timestamp text int json uuid oid data page count filter sort fields expand after label type name ' +
  'new size today now me record records lines history restore schema batch aggregate actor is like tostring length ' +
  'map exists has matches members'
const fields = KEYWORDS.split(' ')
const both = (text: string) => ({ en: text, 'zh-CN': text })

const objectOf = (name: string, names: string[], options: object = {}) => ({
  kind: 'object',
  definition: {
    name,
    'x-object': { label: both(name), nameField: names[0], ...options },
    properties: Object.fromEntries(names.map((field) => [field, { 'x-field': { type: 'text', label: both(field) } }])),
  },
})

let api: ApiServer
beforeAll(async () => void (api = await startApi()))
afterAll(() => api.stop())

const publish = (...put: object[]) => api.admin.post('/api/metadata/publish', { put })
const list = (object: string, query: Record<string, string>) =>
  api.admin.get(`/api/records/${object}?${new URLSearchParams(query)}`)
const problemsOf = ({ body }: Answer) =>
  body.problems.map(({ pointer, code }: { pointer: string; code: string }) => `${pointer} ${code}`)

describe('words of SQL, of the API and of JavaScript as names', () => {
  test.each(['order', 'group', 'select', 'table', 'limit', 'desc', 'text', 'uuid', 'records', 'null', 'tree'])(
    'an object called %s with such fields is an object like any other',
    async (name) => {
      expect(await publish(objectOf(name, fields))).toMatchObject({ status: 200 })
      const values = Object.fromEntries(fields.map((field) => [field, `value of ${field}`]))
      const made = await api.admin.post(`/api/records/${name}`, values)
      expect(made).toMatchObject({ status: 201, body: values })
      const url = `/api/records/${name}/${made.body.id}`
      const filter = fields.map((field) => `${field} == 'value of ${field}'`).join(' && ')
      const found = await list(name, { filter, sort: `-${fields.slice(0, 5).join()}`, fields: fields.join() })
      expect(found.body.data).toEqual([values])
      expect((await api.admin.patch(url, { select: 'changed' })).body).toMatchObject({ select: 'changed', version: 2 })
      expect((await api.admin.get(`${url}/history`)).body.data[0].changes).toEqual({
        select: ['value of select', 'changed'],
      })
      expect((await api.admin.delete(url)).status).toBe(204)
      expect((await api.admin.post(`/api/recycle-bin/${name}/${made.body.id}/restore`)).status).toBe(200)
    },
  )

  test.each(fields)('records are grouped and sorted by a field called %s', async (field) => {
    const { body } = await api.admin.get(`/api/records/order/aggregate?measures=count()&group=${field}&sort=${field}`)
    expect(body.data).toEqual([{ [field]: field === 'select' ? 'changed' : `value of ${field}`, 'count()': 1 }])
  })

  test('names that PostgreSQL has itself are refused, each where it stands', async () => {
    const system = ['tableoid', 'xmin', 'cmin', 'xmax', 'cmax', 'ctid']
    const answer = await publish(objectOf('pg_class', ['subject', ...system]))
    expect(answer.status).toBe(422)
    expect(problemsOf(answer).sort()).toEqual(
      ['/name', ...system.map((field) => `/properties/${field}`)].map((pointer) => `${pointer} reserved_name`).sort(),
    )
  })

  test('words that expressions read otherwise are refused, all at once', async () => {
    const answer = await publish(objectOf('probe', ['subject', 'in', 'null', 'function', 'for', 'user', 'old', 'id']))
    expect(problemsOf(answer)).toHaveLength(7)
    for (const { code, message } of answer.body.problems) {
      expect(code).toBe('reserved_name')
      expect(message).toMatch(/is a name that the platform uses itself; choose another/)
    }
  })
})

const TEXTS = [
  "it's",
  'a"b',
  'a\\b',
  '中文 标签',
  '😀',
  "'; drop table customer;--",
  'שלום עולם',
  'a,b|c;d',
  '$1 %s',
  '{{x}}',
  '<b>',
]

describe('texts of every script and sign', () => {
  test('are labels, options and values, and come back as they were', async () => {
    const options = Object.fromEntries(TEXTS.map((text, order) => [text, { order, label: both(text) }]))
    const definition = {
      name: 'signs',
      'x-object': { label: both('‮ltr‬ 😀'), nameField: 'subject' },
      properties: {
        subject: { 'x-field': { type: 'text', label: both('标题 "1"'), searchable: true } },
        pick: { 'x-field': { type: 'select', label: both('<script>'), options } },
        many: { 'x-field': { type: 'multi-select', options } },
      },
    }
    expect(await publish({ kind: 'object', definition })).toMatchObject({ status: 200 })
    const inOrder = (texts: string[]) => texts.toSorted((a, b) => TEXTS.indexOf(a) - TEXTS.indexOf(b))
    const create = TEXTS.map((text, at) => ({ subject: text, pick: text, many: inOrder([text, TEXTS.at(at - 1)!]) }))
    expect(await api.admin.post('/api/records/signs/batch', { create })).toMatchObject({ status: 200 })
    const all = await list('signs', { fields: 'subject,pick,many', sort: 'created_at,id', limit: '500' })
    expect(all.body.data).toEqual(create)
  })

  test.each(TEXTS)('%s is filtered, grouped and searched for', async (text) => {
    const literal = JSON.stringify(text)
    const query = `pick == ${literal} && ${literal} in many && pick in [${literal}] && many.exists(m, m == ${literal})`
    const found = await list('signs', { filter: query, fields: 'subject' })
    expect(found.body.data, found.text).toEqual([{ subject: text }])
    expect((await list('signs', { q: text, fields: 'subject' })).body.data).toContainEqual({ subject: text })
    const grouped = await api.admin.get('/api/records/signs/aggregate?measures=count()&group=pick')
    expect(grouped.body.data).toContainEqual({ pick: text, 'count()': 1 })
  })
})

test('a filter of nearly four thousand characters is read', async () => {
  const filter = `select == '${'x'.repeat(3880)}' || select == 'changed'`
  expect((await list('order', { filter, fields: 'select' })).body.data).toEqual([{ select: 'changed' }])
})

import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { fieldTypes } from '@fieldwork/fields'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { startApi, type Answer, type ApiServer } from '../support/api-server.ts'
import { label } from '../support/definitions.ts'

const field = (type: string, options: object = {}) => ({ 'x-field': { type, label: label(type), ...options } })

const letters = Object.fromEntries(['a', 'b', 'c', 'd'].map((key, at) => [key, { label: label(key), order: at }]))

const thing = {
  name: 'thing',
  'x-object': { label: label('Thing', '事物'), nameField: 'name' },
  required: ['hidden_but_needed'],
  properties: {
    name: field('text'),
    plain: {
      ...field('text', { order: 2, help: label('How to fill it in', '如何填写') }),
      title: 'Words for the plain one',
      description: 'What is plain',
    },
    early: field('text', { order: 1 }),
    exact: field('text', { unique: true }),
    loose: field('text', { unique: { ignoreCase: true, ignoreWidth: true, ignoreSpaces: true } }),
    any_case: field('text', { unique: { ignoreCase: true } }),
    quick: field('text', { indexed: true }),
    found: field('text', { searchable: true }),
    unfiltered: field('text', { filterable: false }),
    unseen: field('text', { visible: false }),
    hidden_but_needed: field('text', { visible: false }),
    axis: field('integer', { reportable: 'dimension' }),
    figure: field('integer', { reportable: 'measure' }),
    aside: field('integer', { reportable: 'none' }),
    free: field('integer'),
    forgotten: field('text', { history: false }),
    secret: field('text', { sensitive: true }),
    stamp: { ...field('text'), readOnly: true },
    short: { ...field('text'), minLength: 2, maxLength: 5, pattern: '^[a-z]*$' },
    half: { ...field('decimal', { scale: 2 }), minimum: 1, maximum: 10 },
    five: { ...field('integer'), multipleOf: 5 },
    open: { ...field('integer'), exclusiveMinimum: 1, exclusiveMaximum: 5 },
    day: field('date'),
    many: { ...field('multi-select', { options: letters }), minItems: 2, maxItems: 3 },
    preset: { ...field('text'), default: 'given' },
  },
}

let api: ApiServer
const url = '/api/records/thing'
let rows = 0
const create = (values: object) => api.admin.post(url, { name: `row ${++rows}`, hidden_but_needed: 'x', ...values })
const made = async (values: object) => {
  const answer = await create(values)
  expect(answer.text).toContain('"id"')
  return answer.body
}
const codesOf = ({ status, body }: Answer) => [status, body.problems?.[0]?.code]

beforeAll(async () => {
  api = await startApi()
  const answer = await api.admin.post('/api/metadata/publish', { put: [{ kind: 'object', definition: thing }] })
  expect(answer.body).toMatchObject({ revision: expect.anything() })
})
afterAll(() => api.stop())

const form = async () => (await api.admin.get(`${url}/schema?mode=create`)).body
const list = async (query: string) => (await api.admin.get(`${url}?${query}`)).body.data
const aggregate = (query: string) => api.admin.get(`${url}/aggregate?${query}`)

/** What each key of `x-field` does, for every key that fields of all types may have. */
const keys: Record<string, () => Promise<void>> = {
  async type() {
    expect(codesOf(await create({ free: 'many' }))[0]).toBe(422)
  },
  async label() {
    expect((await form()).fields.plain.label).toBe('text')
  },
  async help() {
    expect((await form()).fields.plain.help).toBe('How to fill it in')
  },
  async order() {
    const names = Object.keys((await form()).fields)
    expect(names.indexOf('early')).toBeLessThan(names.indexOf('plain'))
  },
  async unique() {
    await made({ exact: 'A' })
    await made({ exact: 'a' })
    const answer = await create({ exact: 'A' })
    expect([answer.status, answer.body.code, answer.body.problems[0].pointer]).toEqual([409, 'duplicate', '/exact'])
  },
  async indexed() {
    const { rows: found } = await api.db.query<{ definition: string }>({
      text: `select indexdef as definition from pg_indexes where tablename = 'thing' and indexdef like '%(quick)%'`,
    })
    expect(found).toHaveLength(1)
  },
  async searchable() {
    await made({ found: 'needle', plain: 'haystack' })
    expect([(await list('q=needle')).length, (await list('q=haystack')).length]).toEqual([1, 0])
  },
  async filterable() {
    expect(codesOf(await api.admin.get(`${url}?filter=unfiltered == "x"`))).toEqual([400, 'not_filterable'])
    expect(codesOf(await aggregate('measures=count()&filter=unfiltered == "x"'))).toEqual([400, 'not_filterable'])
    expect((await api.admin.get(`${url}?sort=unfiltered`)).status).toBe(200)
    expect((await form()).fields.unfiltered.filterable).toBe(false)
  },
  async visible() {
    const { layout, detailLayout, fields } = await form()
    expect(JSON.stringify([layout, detailLayout])).not.toContain('"unseen"')
    expect(JSON.stringify(layout)).toContain('"hidden_but_needed"')
    expect(JSON.stringify((await api.admin.get(`${url}/views`)).body)).not.toContain('"unseen"')
    expect(fields.unseen.visible).toBe(false)
    expect(await made({ unseen: 'there' })).toMatchObject({ unseen: 'there' })
  },
  async reportable() {
    const answers = ['sum(axis)', 'sum(figure)', 'sum(aside)', 'count(aside)', 'count(axis)', 'sum(free)']
    const measured = await Promise.all(answers.map((measure) => aggregate(`measures=${measure}`)))
    expect(measured.map(({ status }) => status)).toEqual([400, 200, 400, 400, 200, 200])
    expect(measured[0]?.body.problems[0].code).toBe('invalid_aggregate')
    const groups = ['axis', 'figure', 'aside', 'free']
    const grouped = await Promise.all(groups.map((group) => aggregate(`measures=count()&group=${group}`)))
    expect(grouped.map(({ status }) => status)).toEqual([200, 400, 400, 200])
  },
  async history() {
    const { id } = await made({ forgotten: 'a', plain: 'a' })
    await api.admin.patch(`${url}/${id}`, { forgotten: 'b', plain: 'b' })
    const [changed] = (await api.admin.get(`${url}/${id}/history`)).body.data
    expect(changed.changes).toEqual({ plain: ['a', 'b'] })
  },
  async sensitive() {
    const put = [{ kind: 'role', definition: { name: 'looker', grants: { thing: { operations: ['read'] } } } }]
    await api.admin.post('/api/metadata/publish', { put })
    const { id } = await made({ secret: 's' })
    const looker = await api.as('looker', ['looker'])
    expect((await looker.get(`${url}/${id}`)).body).toMatchObject({ secret: null, _masked: { secret: '••••' } })
  },
}

/** What each keyword of the standard half does, where a field of some type may have it. */
const keywords: Record<string, () => Promise<void>> = {
  async title() {
    expect((await api.admin.get('/api/metadata/object/thing')).text).toContain('Words for the plain one')
  },
  async description() {
    expect((await api.admin.get('/api/metadata/object/thing')).text).toContain('What is plain')
  },
  type: () => refused('half', 'x'),
  format: () => refused('day', '2026-02-31'),
  async readOnly() {
    await refused('stamp', 'x')
  },
  async default() {
    expect((await made({})).preset).toBe('given')
  },
  minLength: () => refused('short', 'a'),
  maxLength: () => refused('short', 'abcdef'),
  pattern: () => refused('short', '12'),
  minimum: () => refused('half', 0),
  maximum: () => refused('half', 11),
  exclusiveMinimum: () => refused('open', 1),
  exclusiveMaximum: () => refused('open', 5),
  multipleOf: () => refused('five', 7),
  minItems: () => refused('many', ['a']),
  maxItems: () => refused('many', ['a', 'b', 'c', 'd']),
}

async function refused(name: string, value: unknown): Promise<void> {
  const { status, body } = await create({ [name]: value })
  expect([status, body.problems?.map(({ pointer }: { pointer: string }) => pointer)]).toEqual([422, [`/${name}`]])
}

const schemaFile = fileURLToPath(
  new URL('../../packages/metadata/schemas/generated/property.schema.json', import.meta.url),
)
const { $defs } = JSON.parse(readFileSync(schemaFile, 'utf8')) as {
  $defs: Record<string, { properties: Record<string, { properties: Record<string, unknown> }> }>
}

test('every key and keyword that a field of any type may have has its test here (PLAT-8)', () => {
  const found = { keys: new Set<string>(), keywords: new Set<string>() }
  for (const [name, definition] of Object.entries($defs)) {
    const own = fieldTypes.get(name.replace('property-', ''))?.options.properties ?? {}
    const { 'x-field': options, ...standard } = definition.properties
    for (const key of Object.keys(options?.properties ?? {})) if (!(key in own)) found.keys.add(key)
    for (const keyword of Object.keys(standard)) found.keywords.add(keyword)
  }
  expect([...found.keys].sort()).toEqual(Object.keys(keys).sort())
  expect([...found.keywords].sort()).toEqual(Object.keys(keywords).sort())
})

describe('keywords of fields', () => {
  test.each(Object.keys(keywords))('%s does what its description says', (keyword) => keywords[keyword]!())
})

describe('keys of fields', () => {
  test.each(Object.keys(keys))('%s does what its description says', (key) => keys[key]!())
})

const pointer = async (values: object) => {
  const { status, body } = await create(values)
  return [status, body.code, body.problems?.[0]?.pointer]
}

describe('uniqueness that overlooks differences', () => {
  test('case, width and spaces make no difference where the field says so', async () => {
    await made({ loose: 'Ab 12' })
    for (const loose of ['AB12', 'ａｂ１２', ' a b　1 2 '])
      expect(await pointer({ loose })).toEqual([409, 'duplicate', '/loose'])
    await made({ loose: 'ab13' })
    await made({ any_case: 'Ab 12' })
    expect(await pointer({ any_case: 'aB 12' })).toEqual([409, 'duplicate', '/any_case'])
    await made({ any_case: 'Ab12' })
  })

  test('of concurrent creations one is stored', async () => {
    const answers = await Promise.all(['Race', 'RACE', 'rAcE', 'r ace'].map((loose) => create({ loose })))
    expect(answers.map(({ status }) => status).toSorted()).toEqual([201, 409, 409, 409])
  })

  test('many rows name the one that repeats a value', async () => {
    const bodies = ['Bulk', 'b u l k'].map((loose) => ({ hidden_but_needed: 'x', loose }))
    const answer = await api.admin.post(`${url}/batch`, { create: bodies })
    expect(answer.body.problems[0].pointer).toBe('/create/1/loose')
  })

  test('an upsert finds the record by what makes no difference', async () => {
    const { id } = await made({ loose: 'Key 1', plain: 'before' })
    const answer = await api.admin.put(`${url}?key=loose`, { loose: 'ＫＥＹ1', plain: 'after', hidden_but_needed: 'x' })
    expect([answer.status, answer.body.id, answer.body.plain]).toEqual([200, id, 'after'])
  })

  test('records that differ only in what now makes no difference refuse the publish', async () => {
    const properties = { ...thing.properties, exact: field('text', { unique: { ignoreCase: true } }) }
    await create({ exact: 'twin' })
    await create({ exact: 'TWIN' })
    const put = [{ kind: 'object', definition: { ...thing, properties } }]
    expect((await api.admin.post('/api/metadata/plan', { put })).text).toContain('duplicates_exist')
  })

  test('a record comes back from the recycle bin only while its value is free', async () => {
    const { id } = await made({ loose: 'Gone' })
    await api.admin.delete(`${url}/${id}`)
    await made({ loose: 'GONE' })
    const answer = await api.admin.post(`/api/recycle-bin/thing/${id}/restore`)
    expect([answer.status, answer.body.code, answer.body.problems[0].pointer]).toEqual([409, 'duplicate', '/loose'])
  })
})

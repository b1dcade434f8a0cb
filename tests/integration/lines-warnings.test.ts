import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import { startApi, type Answer, type ApiServer } from '../support/api-server.ts'
import { inconsistencies } from '../support/consistency.ts'

type Row = Record<string, unknown>

const label = (en: string) => ({ en, 'zh-CN': `测试${en}` })
const field = (type: string, options: object = {}) => ({ 'x-field': { type, label: label(type), ...options } })
const warn = (when: string, text: string, more: object = {}) => ({
  when,
  message: label(text),
  severity: 'warn',
  ...more,
})

const basket = {
  name: 'basket',
  'x-object': {
    label: label('Basket'),
    rules: {
      heavy: warn('fruits.sum(f, f.weight) > 10', 'Heavy', { field: 'name' }),
      dear: warn('worth > 100', 'Dear'),
      bursting: { when: 'fruits.sum(f, f.weight) > 50', message: label('Bursting') },
      unnamed: warn('name == null', 'No name'),
    },
  },
  properties: {
    name: field('text'),
    worth: field('roll-up', { object: 'fruit', via: 'basket', function: 'sum', field: 'price' }),
  },
}

const fruit = {
  name: 'fruit',
  'x-object': {
    label: label('Fruit'),
    rules: {
      sour: warn("name == 'lemon'", 'Sour', { field: 'name' }),
      pips: warn('pips.exists(p, p.hard)', 'Hard pips'),
      rotten: { when: 'pips.count(p, !p.hard) > 1', message: label('Rotten') },
      negative: { when: 'weight < 0', message: label('Negative'), field: 'weight' },
    },
  },
  required: ['name'],
  properties: {
    name: field('text'),
    weight: { ...field('integer'), default: 1 },
    price: { ...field('integer'), default: 1 },
    tray: field('lookup', { object: 'tray', onDelete: 'cascade', collection: 'on_it' }),
    basket: field('master-detail', { object: 'basket', collection: 'fruits', reparentable: true }),
  },
}

const pip = {
  name: 'pip',
  'x-object': { label: label('Pip') },
  properties: {
    name: field('text'),
    hard: field('boolean'),
    fruit: field('master-detail', { object: 'fruit', collection: 'pips' }),
  },
}

const tray = {
  name: 'tray',
  'x-object': { label: label('Tray'), rules: { crowded: warn('size(on_it) > 1', 'Crowded') } },
  properties: { name: field('text') },
}

let api: ApiServer
beforeAll(async () => {
  api = await startApi()
  const put = [basket, fruit, pip, tray].map((definition) => ({ kind: 'object', definition }))
  const published = await api.admin.post('/api/metadata/publish', { put, confirm: true })
  expect(published.status, published.text).toBe(200)
})
afterEach(async () => expect(await inconsistencies(api.db, api.catalog())).toEqual([]))
afterAll(() => api.stop())

const url = '/api/records/basket'
const strict = '?accept_warnings=false'
const found = (problems: Row[] = []) =>
  problems.map(({ pointer = '', message }) => `${String(pointer)} ${String(message)}`)
const warnings = ({ body }: Answer) => found(body['@warnings'])
const problems = ({ body }: Answer) => found(body.problems)
const make = (values: object, query = '') => api.admin.post(url + query, { name: 'b', ...values })
const count = async (object: string) =>
  (await api.admin.get(`/api/records/${object}?count=exact&limit=1`)).body.page.count

describe('a record written with its lines (PLAT-10, PLAT-12)', () => {
  const whole = {
    name: null,
    fruits: [
      { name: 'lemon', weight: 11 },
      { name: 'date', pips: [{ hard: true }] },
    ],
  }
  const all = [' No name', '/fruits/0/name Sour', '/fruits/1 Hard pips', '/name Heavy']

  test('is warned of everything: by itself, by its lines, by lines of these, and by rules over them', async () => {
    const made = await make(whole)
    expect([made.status, warnings(made).toSorted()], made.text).toEqual([201, all.toSorted()])
    const changed = await api.admin.patch(`${url}/${made.body.id}`, {
      name: 'x',
      fruits: [
        { id: made.body.fruits[0].id, weight: 12 },
        { name: 'lemon', price: 200 },
      ],
    })
    expect([changed.status, warnings(changed).toSorted()], changed.text).toEqual([
      200,
      [' Dear', '/fruits/1/name Sour', '/name Heavy'],
    ])
  })

  test('is refused for rules of its lines over lines of these', async () => {
    const soft = { name: 'kiwi', pips: [{ hard: false }, { hard: false }] }
    const answer = await make({ fruits: [{ name: 'fig' }, soft] })
    expect([answer.status, problems(answer)]).toEqual([422, ['/fruits/1 Rotten']])
  })

  test('asks once, about everything, before anything is stored', async () => {
    const before = await count('fruit')
    const asked = await make(whole, strict)
    expect([asked.status, asked.body.code, problems(asked).toSorted()]).toEqual([
      409,
      'confirmation_needed',
      all.toSorted(),
    ])
    expect(await count('fruit')).toBe(before)
    expect((await make(whole, '?accept_warnings=true')).status).toBe(201)
  })

  test('is told what refuses it first', async () => {
    const answer = await make({ name: null, fruits: [{ name: 'lemon', weight: 60 }] }, strict)
    expect([answer.status, problems(answer)]).toEqual([422, [' Bursting']])
  })

  test('tells the warnings of each row of a batch', async () => {
    const rows = [{ name: 'ok' }, whole]
    const { body } = await api.admin.post(`${url}/batch`, { create: rows })
    expect(body.create.map((entry: { warnings?: Row[] }) => entry.warnings?.length ?? 0)).toEqual([0, 4])
    const asked = await api.admin.post(`${url}/batch${strict}`, { create: rows })
    expect([asked.status, problems(asked)[1]]).toEqual([409, '/create/1/fruits/0/name Sour'])
  })
})

describe('a line written on its own', () => {
  test('is warned by the rules of its record, new, changed, and brought back', async () => {
    const { id } = (await make({ fruits: [{ name: 'melon', weight: 9 }] })).body
    const line = { name: 'plum', weight: 2, basket: id }
    const asked = await api.admin.post(`/api/records/fruit${strict}`, line)
    expect([asked.status, problems(asked)]).toEqual([409, ['/basket Heavy']])
    const made = await api.admin.post('/api/records/fruit', line)
    expect([made.status, warnings(made)], made.text).toEqual([201, ['/basket Heavy']])
    const at = `/api/records/fruit/${made.body.id}`
    expect((await api.admin.patch(at + strict, { weight: 3 })).status).toBe(409)
    expect(warnings(await api.admin.patch(at, { weight: 3 }))).toEqual(['/basket Heavy'])
    expect(warnings(await api.admin.patch(at, { weight: 1 }))).toEqual([])
    expect((await api.admin.delete(at)).status).toBe(204)
    await api.admin.patch(
      `/api/records/fruit/${(await api.admin.get(`${url}/${id}?expand=fruits`)).body.fruits[0].id}`,
      {
        weight: 10,
      },
    )
    expect(warnings(await api.admin.post(`/api/recycle-bin/fruit/${made.body.id}/restore`))).toEqual(['/basket Heavy'])
  })

  test('is warned by the rules of records that it refers to', async () => {
    const { id } = (await api.admin.post('/api/records/tray', { name: 't' })).body
    const one = await make({ fruits: [{ name: 'fig', tray: id }] })
    expect(warnings(one)).toEqual([])
    const two = await make({ fruits: [{ name: 'fig', tray: id }] })
    expect([two.status, warnings(two)]).toEqual([201, ['/fruits/0/tray Crowded']])
    expect((await make({ fruits: [{ name: 'fig', tray: id }] }, strict)).status).toBe(409)
    const rows = [
      { name: 'a', basket: one.body.id, tray: id },
      { name: 'b', basket: one.body.id },
    ]
    const batch = await api.admin.post('/api/records/fruit/batch', { create: rows })
    expect(batch.body.create.map((entry: { warnings?: Row[] }) => found(entry.warnings))).toEqual([
      ['/0/tray Crowded'],
      [],
    ])
  })

  test('can be deleted when the record only warns, and asks where it is told to', async () => {
    const few = {
      ...basket,
      'x-object': { ...basket['x-object'], rules: { none: warn('size(fruits) == 0', 'Empty') } },
    }
    expect((await api.admin.post('/api/metadata/publish', { put: [{ kind: 'object', definition: few }] })).status).toBe(
      200,
    )
    const made = (await make({ fruits: [{ name: 'fig' }] })).body
    const at = `/api/records/fruit/${made.fruits[0].id}`
    const asked = await api.admin.delete(at + strict)
    expect([asked.status, problems(asked)]).toEqual([409, ['/basket Empty']])
    expect((await api.admin.delete(at)).status).toBe(204)
  })
})

test('what rules refuse of several lines is told together, and nothing is stored', async () => {
  const fruits = ['plum', 'pear', 'fig'].map((name) => ({ name }))
  const { body } = await api.admin.post(url, { name: 'b', fruits })
  const at = `${url}/${body.id}`
  const [plum, pear, fig] = body.fruits as Row[]
  const whole = (first: Row, second: Row, third: Row) => [
    { id: plum!.id, ...first },
    { id: pear!.id, ...second },
    { id: fig!.id, ...third },
  ]

  const lines = await api.admin.patch(at, { name: 'c', fruits: whole({ weight: -1 }, { weight: 2 }, { weight: -3 }) })
  expect(lines.status).toBe(422)
  expect(lines.body.problems).toMatchObject([{ pointer: '/fruits/0/weight' }, { pointer: '/fruits/2/weight' }])

  const stored = (await api.admin.get(`${at}?expand=fruits`)).body
  expect([stored.name, stored.version, stored.fruits.map(({ weight }: Row) => weight)]).toEqual(['b', 1, [1, 1, 1]])
  expect((await api.admin.patch(at, { name: 'c', fruits: whole({ weight: 1 }, { weight: 2 }, {}) })).status).toBe(200)
})

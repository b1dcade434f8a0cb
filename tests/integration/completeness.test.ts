import { afterAll, beforeAll, expect, test } from 'vitest'
import { startApi, type ApiServer } from '../support/api-server.ts'

const label = (en: string) => ({ en, 'zh-CN': en })
const field = (type: string, options: object = {}) => ({ 'x-field': { type, label: label(type), ...options } })
const standard = (completeness: object) => ({
  name: 'firm',
  required: ['name'],
  'x-object': { label: label('Firm'), nameField: 'name', completeness },
  properties: {
    name: field('text'),
    phone: field('text'),
    size: field('integer'),
    tags: field('multi-select', { options: { a: { label: label('a') } } }),
    is_big: field('boolean'),
  },
})
const groups = {
  basic: { label: label('Basic'), order: 1, responsible: label('Sales'), fields: { name: 1, phone: 2, tags: 1 } },
  big: { label: label('Big'), order: 2, when: 'is_big == true', fields: { size: 4 } },
}
const url = '/api/records/firm'
let api: ApiServer
const publish = (definition: object) =>
  api.admin.post('/api/metadata/publish', { put: [{ kind: 'object', definition }] })

beforeAll(async () => {
  api = await startApi()
  expect((await publish(standard(groups))).text).toContain('revision')
})
afterAll(() => api.stop())

const create = async (values: object) => (await api.admin.post(url, values)).body

test('a record tells how much of what is asked for it has, by weight and by group (PLAT-20)', async () => {
  expect(await create({ name: 'a' })).toMatchObject({ completeness: 25, completeness_basic: 25, completeness_big: 100 })
  expect(await create({ name: 'b', phone: '1', tags: ['a'] })).toMatchObject({ completeness: 100 })
  const big = await create({ name: 'c', phone: '1', is_big: true })
  expect(big).toMatchObject({ completeness: 38, completeness_basic: 75, completeness_big: 0 })
  const after = await api.admin.patch(`${url}/${big.id}`, { size: 9 })
  expect(after.body).toMatchObject({ completeness: 88, completeness_big: 100 })
})

test('records are filtered, sorted and summed up by it (PLAT-20)', async () => {
  const filter = encodeURIComponent('completeness < 90')
  const { data } = (await api.admin.get(`${url}?filter=${filter}&sort=-completeness&fields=name,completeness`)).body
  expect(data.map((row: { name: string; completeness: number }) => [row.name, row.completeness])).toEqual([
    ['c', 88],
    ['a', 25],
  ])
  expect((await api.admin.get(`${url}/aggregate?measures=avg(completeness)`)).body.data).toMatchObject([
    { 'avg(completeness)': 71 },
  ])
})

test('a form knows the standard, so that it can say what is missing (PLAT-20)', async () => {
  const { completeness } = (await api.admin.get(`${url}/schema`, { 'accept-language': 'en' })).body
  expect(completeness).toEqual([
    {
      name: 'basic',
      label: 'Basic',
      responsible: 'Sales',
      when: null,
      field: 'completeness_basic',
      fields: { name: 1, phone: 2, tags: 1 },
    },
    {
      name: 'big',
      label: 'Big',
      responsible: null,
      when: 'is_big == true',
      field: 'completeness_big',
      fields: { size: 4 },
    },
  ])
})

test('what is wrong with a standard is told with its place (PLAT-20)', async () => {
  const { status, body } = await publish(standard({ one: { when: 'nope', fields: { gone: 1, completeness: 1 } } }))
  const at = body.problems.map((each: { pointer: string }) => each.pointer)
  expect(status).toBe(422)
  expect(at).toEqual(
    expect.arrayContaining([
      '/x-object/completeness/one/when',
      '/x-object/completeness/one/fields/gone',
      '/x-object/completeness/one/fields/completeness',
    ]),
  )
})

test('another standard holds at once, for records that are there too (PLAT-20)', async () => {
  expect((await publish(standard({ only: { fields: { phone: 1 } } }))).text).toContain('revision')
  const { data } = (await api.admin.get(`${url}?sort=name&fields=completeness`)).body
  expect(data.map((row: { completeness: number }) => row.completeness)).toEqual([0, 100, 100])
})

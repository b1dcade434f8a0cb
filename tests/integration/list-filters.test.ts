import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { printFilter } from '../../packages/ui/src/list/filter-expression.ts'
import type { FilterCondition, FilterValue } from '../../packages/ui/src/list/filter-expression.ts'
import { PERIODS } from '../../packages/ui/src/list/filter-periods.ts'
import { startApi, type ApiServer } from '../support/api-server.ts'

const label = (words: string) => ({ en: words, 'zh-CN': words })
const field = (type: string, options: object = {}) => ({ 'x-field': { type, ...options } })
const options = Object.fromEntries(['a', 'b', 'c'].map((key, order) => [key, { order, label: label(key) }]))

const zone = {
  name: 'zone',
  'x-object': { label: label('Zone'), hierarchy: 'parent' },
  properties: { name: field('text'), parent: field('lookup', { object: 'zone' }) },
}
const parcel = {
  name: 'parcel',
  'x-object': { label: label('Parcel') },
  properties: {
    name: field('text'),
    amount: field('money'),
    urgent: field('boolean'),
    day: field('date'),
    at: field('time'),
    kind: field('select', { options }),
    marks: field('multi-select', { options }),
    zone: field('lookup', { object: 'zone' }),
    stops: field('multi-lookup', { object: 'zone' }),
    about: field('polymorphic-lookup', { objects: ['zone', 'parcel'] }),
    place: field('region'),
    address: field('address'),
    spot: field('geolocation'),
    data: field('json'),
    notes: field('rich-text'),
    paper: field('file'),
  },
}

let api: ApiServer
let north: string
let harbour: string
let first: string

beforeAll(async () => {
  api = await startApi()
  const put = [zone, parcel].map((definition) => ({ kind: 'object', definition }))
  const made = await api.admin.post('/api/metadata/publish', { put })
  expect(made.status, made.text).toBe(200)
  north = await make('zone', { name: 'North' })
  harbour = await make('zone', { name: 'Harbour', parent: north })
  first = await make('parcel', {
    name: 'First',
    amount: 10,
    urgent: true,
    day: '2020-03-15',
    at: '09:30',
    kind: 'a',
    marks: ['a', 'b'],
    zone: harbour,
    stops: [north, harbour],
    place: '330106',
    address: { city: 'X' },
    data: { a: 1 },
  })
  await make('parcel', { name: 'Second', about: { object: 'parcel', id: first } })
})
afterAll(() => api.stop())

async function make(object: string, values: object): Promise<string> {
  const made = await api.admin.post(`/api/records/${object}`, values)
  expect(made, made.text).toMatchObject({ status: 201 })
  return made.body.id as string
}

async function found(condition: FilterCondition): Promise<string[]> {
  const filter = encodeURIComponent(String(printFilter([condition])))
  const { status, body, text } = await api.admin.get(`/api/records/parcel?fields=name&sort=name&filter=${filter}`)
  expect(status, `${printFilter([condition])} ${text}`).toBe(200)
  return body.data.map(({ name }: { name: string }) => name)
}

type Line = [path: string, operator: FilterCondition['operator'], value: () => FilterValue, names: string[]]

const BOTH = ['First', 'Second']
const lines: Line[] = [
  ['name', 'notContains', () => 'irs', ['Second']],
  ['place', 'notContains', () => '11', BOTH],
  ['name', 'endsWith', () => 'd', ['Second']],
  ['amount', 'between', () => [5, 10], ['First']],
  ['day', 'between', () => ['2020-03-01', '2020-03-15'], ['First']],
  ['created_at', 'between', () => ['2020-03-01', '2020-03-15'], []],
  ['at', 'between', () => ['09:00', '10:00'], ['First']],
  ['created_at', 'period', () => 'today', BOTH],
  ['day', 'period', () => 'past', ['First']],
  ['created_at', 'lastDays', () => 30, BOTH],
  ['created_at', 'nextDays', () => 1, BOTH],
  ['kind', 'oneOf', () => ['a', 'b'], ['First']],
  ['kind', 'notIn', () => ['a', 'b'], ['Second']],
  ['marks', 'allOf', () => ['a', 'b'], ['First']],
  ['marks', 'noneOf', () => ['a', 'c'], ['Second']],
  ['zone', 'under', () => north, ['First']],
  ['zone', 'oneOf', () => [north, harbour], ['First']],
  ['zone', 'notIn', () => [harbour], ['Second']],
  ['stops', 'anyOf', () => [harbour], ['First']],
  ['stops', 'allOf', () => [north, harbour], ['First']],
  ['stops', 'noneOf', () => [north], ['Second']],
  ['about', 'is', () => ({ object: 'parcel', id: first }), ['Second']],
  ['about', 'isNot', () => ({ object: 'parcel', id: first }), ['First']],
  ['about', 'ofObject', () => ['parcel', 'zone'], ['Second']],
  ['place', 'startsWith', () => '33', ['First']],
]

describe('what the filter bar of a list asks for', () => {
  test.each(lines)('%s %s is understood', async (path, operator, value, names) => {
    expect(await found({ path, operator, value: value() })).toEqual(names)
  })

  test.each(PERIODS)('the period %s is understood for days and moments', async (value) => {
    await found({ path: 'day', operator: 'period', value })
    await found({ path: 'created_at', operator: 'period', value })
  })

  test.each(Object.keys(parcel.properties))('%s is empty or not', async (path) => {
    const empty = await found({ path, operator: 'empty', value: null })
    const filled = await found({ path, operator: 'notEmpty', value: null })
    expect([...empty, ...filled].sort()).toEqual(BOTH)
  })

  test('periods cover the calendar without gaps', async () => {
    const today = (
      await api.admin.post('/api/metadata/expressions/evaluate', {
        object: 'parcel',
        id: first,
        expression: 'today()',
      })
    ).body.value as string
    for (const day of ['2019-12-31', '2020-01-01', today]) {
      await api.admin.patch(`/api/records/parcel/${first}`, { day })
      const periods = await Promise.all(
        PERIODS.map(async (value) =>
          (await found({ path: 'day', operator: 'period', value })).length > 0 ? value : null,
        ),
      )
      const hit = periods.filter((value) => value !== null)
      if (day === today) expect(hit).toEqual(['today', 'thisWeek', 'thisMonth', 'thisQuarter', 'thisYear'])
      else expect(hit).toEqual(['past'])
    }
  })
})

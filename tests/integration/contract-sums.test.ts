import { afterAll, beforeAll, expect, test } from 'vitest'
import { startApi, type ApiServer } from '../support/api-server.ts'

const field = (type: string, options: object = {}) => ({ 'x-field': { type, ...options } })
const sumOf = (options: object) => field('roll-up', { object: 'load_line', via: 'load', ...options })
const label = (text: string) => ({ label: { en: text, 'zh-CN': text } })

const load = {
  name: 'load',
  'x-object': label('Load'),
  properties: {
    title: field('text'),
    pieces: sumOf({ function: 'count' }),
    weight: sumOf({ function: 'sum', field: 'kilos' }),
    heaviest: sumOf({ function: 'max', field: 'kilos', where: 'kilos < 50' }),
  },
}
const line = {
  name: 'load_line',
  'x-object': label('Line'),
  properties: {
    item: field('text'),
    kilos: field('integer'),
    load: field('master-detail', { object: 'load', collection: 'lines' }),
  },
}

const url = '/api/records/load'
const kilos = (...weights: number[]) => weights.map((weight) => ({ item: `w${weight}`, kilos: weight }))

let api: ApiServer
beforeAll(async () => {
  api = await startApi()
  const put = [load, line].map((definition) => ({ kind: 'object', definition }))
  expect(await api.admin.post('/api/metadata/publish', { put })).toMatchObject({ status: 200 })
})
afterAll(() => api.stop())

test('every answer of a write tells the sums of the lines as they are then', async () => {
  const made = await api.admin.post(url, { title: 'a', lines: kilos(5, 2, 90) })
  expect(made).toMatchObject({ status: 201, body: { pieces: 3, weight: 97, heaviest: 5 } })
  const one = `${url}/${made.body.id}`
  const sums = { pieces: 2, weight: 18, heaviest: 11 }
  expect((await api.admin.patch(one, { lines: kilos(11, 7) })).body).toMatchObject(sums)
  await api.admin.delete(one)
  expect((await api.admin.get('/api/records/load_line')).body.data).toEqual([])
  expect((await api.admin.post(`/api/recycle-bin/load/${made.body.id}/restore`)).body).toMatchObject(sums)
  expect((await api.admin.get(`${one}?expand=lines`)).body).toMatchObject({ ...sums, lines: [{}, {}] })
  const back = await api.admin.post(`${one}/restore`, { version: 1 })
  expect(back.body).toMatchObject({ pieces: 3, weight: 97, heaviest: 5 })
})

const add = (numbers: number[]) => numbers.reduce((total, next) => total + next, 0)

test('thousands of records with lines in one request have the sums that one would make by hand', async () => {
  const create = Array.from({ length: 2000 }, (_, at) => ({ title: `b${at}`, lines: kilos(at % 60, 1, at % 7) }))
  expect(await api.admin.post(`${url}/batch`, { create })).toMatchObject({ status: 200 })
  const query = "measures=count(),sum(pieces),sum(weight),sum(heaviest)&filter=startsWith(title, 'b')"
  const [figures] = (await api.admin.get(`${url}/aggregate?${query}`)).body.data
  const all = create.map(({ lines }) => lines.map((entry) => entry.kilos))
  expect(figures).toEqual({
    'count()': 2000,
    'sum(pieces)': 6000,
    'sum(weight)': add(all.flat()),
    'sum(heaviest)': add(all.map((weights) => Math.max(...weights.filter((weight) => weight < 50)))),
  })
  const [lines] = (
    await api.admin.get("/api/records/load_line/aggregate?measures=sum(kilos)&filter=startsWith(load.title, 'b')")
  ).body.data
  expect(lines).toEqual({ 'sum(kilos)': add(all.flat()) })
}, 60_000)

import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { startApi, type ApiServer, type Client } from '../support/api-server.ts'
import { inconsistencies } from '../support/consistency.ts'
import { publishBills } from '../support/bill-objects.ts'

type Row = Record<string, unknown>
type Bill = Row & { lines: Row[] }

let api: ApiServer
let biller: Client
const ids: Record<string, string> = {}

beforeAll(async () => {
  api = await startApi({ content: 'crm' })
  await publishBills(api)
  biller = await api.as('biller', ['biller'])
  for (const title of ['One', 'Two']) ids[title] = await make(biller, 'bill', { title })
  for (const quantity of [3, 1, 20]) {
    const line = { bill: ids.One, item: `Item ${quantity}`, quantity, price: 5 }
    ids[`line${quantity}`] = await make(biller, 'bill_line', line)
  }
  for (const name of ['a', 'b']) await make(biller, 'bill_part', { line: ids.line3, name })
  await make(biller, 'bill_remark', { about: ids.One, words: 'Hello' })
})
afterAll(async () => {
  const found = await inconsistencies(api.db, api.catalog())
  await api.stop()
  expect(found).toEqual([])
})

async function make(by: Client, object: string, values: object): Promise<string> {
  const made = await by.post(`/api/records/${object}`, values)
  expect(made, made.text).toMatchObject({ status: 201 })
  return made.body.id as string
}

const bills = (expand: string, by = biller) =>
  by.get(`/api/records/bill?fields=title&sort=title&expand=${encodeURIComponent(expand)}`)

describe('expand (PLAT-2, PLAT-10)', () => {
  test('reads lines with each record, in the order in which they were made', async () => {
    const { body } = await bills('lines')
    expect(body.data.map((bill: Bill) => [bill.title, bill.lines.map(({ item }) => item), bill.lines_page])).toEqual([
      ['One', ['Item 3', 'Item 1', 'Item 20'], { more: false }],
      ['Two', [], { more: false }],
    ])
    expect(body.data[0].lines[0]).toMatchObject({ amount: 15, bill: { id: ids.One, label: 'One' } })
  })

  test('sorts, filters, limits and chooses fields, and says that there is more', async () => {
    const { body } = await bills(
      "lines(limit:1,sort:-quantity,filter:quantity < 10 && item != 'a,b',fields:item,product.name)",
    )
    expect(body.data[0]).toEqual({
      title: 'One',
      lines: [{ item: 'Item 3', 'product.name': null }],
      lines_page: { more: true },
    })
  })

  test('goes three deep and over lookups too', async () => {
    const { body } = await biller.get(
      `/api/records/bill/${ids.One}?fields=title&expand=lines(fields:item,limit:1,expand:parts(fields:name,sort:-name)),bill_remark(fields:words)`,
    )
    expect(body).toEqual({
      title: 'One',
      lines: [{ item: 'Item 3', parts: [{ name: 'b' }, { name: 'a' }], parts_page: { more: false } }],
      lines_page: { more: true },
      bill_remark: [{ words: 'Hello' }],
      bill_remark_page: { more: false },
    })
  })

  test('keeps literals apart from the text, whoever asks', async () => {
    const [three, none] = [await bills('lines(filter:quantity == 3)'), await bills('lines(filter:quantity == 4)')]
    expect([three.body.data[0].lines.length, none.body.data[0].lines.length]).toEqual([1, 0])
  })

  test('tells all that is wrong with it at once', async () => {
    const { status, body } = await bills(
      'nothing,lines(limit:0,sort:nope,filter:quantity ==,fields:wrong,product.wrong),lines,lines(limit:1,limit:2),a b',
    )
    expect([status, body.code]).toEqual([400, 'invalid_request'])
    expect(body.problems.map(({ code }: Row) => code).sort()).toEqual(
      [
        'invalid_expand',
        'invalid_expand',
        'out_of_range',
        'repeated_name',
        'repeated_name',
        'invalid_expression',
        'unknown_collection',
        'unknown_field',
        'unknown_field',
        'unknown_field',
      ].sort(),
    )
  })

  test.each([
    ['deeper than three', 'lines(limit:1,expand:parts(limit:1,expand:x(limit:1,expand:y)))', 'unknown_collection'],
    ['more than an answer should hold', 'lines(limit:500,expand:parts(limit:500))', 'too_many'],
    ['a bracket too many', 'lines(limit:5))', 'out_of_range'],
  ])('refuses %s', async (_, expand, code) => {
    const { status, body } = await bills(expand)
    expect([status, body.problems[0].code]).toEqual([400, code])
  })

  test.each([
    'lines(',
    ')',
    'lines(((((',
    "lines(filter:')",
    'lines(fields:)',
    'lines(expand:)',
    'lines()',
    '💥',
    'constructor',
    '__proto__',
    'lines(filter:"\\")',
    ',,,,',
  ])('never breaks the server: %s', async (expand) => expect((await bills(expand)).status).toBeLessThan(500))
})

const lines = async (by: Client, url = '/api/records/bill_line') => (await by.get(url)).body

describe('access to lines (PLAT-10)', () => {
  test('comes with the access to their master: who sees no bill sees no line', async () => {
    const other = await api.as('other_biller', ['biller'])
    expect((await lines(other)).data).toEqual([])
    expect((await other.get(`/api/records/bill_line/${ids.line3}`)).status).toBe(404)
    expect((await lines(other, '/api/records/bill_line/aggregate?measures=count()')).data).toEqual([{ 'count()': 0 }])
    expect((await other.get(`/api/records/bill_line/${ids.line3}/history`)).status).toBe(404)
    expect((await other.get(`/api/records/bill_part`)).body.data).toEqual([])
    expect((await lines(biller)).data).toHaveLength(3)
  })

  test('is none without any right on the master', async () => {
    const stranger = await api.as('stranger', ['bill_stranger'])
    expect((await stranger.get('/api/records/bill_line')).status).toBe(403)
  })

  test('is reading only for who may only read the master', async () => {
    const reader = await api.as('bill_reader', ['bill_reader'])
    expect((await lines(reader)).data).toHaveLength(3)
    expect((await reader.patch(`/api/records/bill_line/${ids.line3}`, { quantity: 4 })).status).toBe(403)
    expect((await reader.delete(`/api/records/bill_line/${ids.line3}`)).status).toBe(403)
    const made = await reader.post('/api/records/bill_line', { bill: ids.One, item: 'x', quantity: 1 })
    expect(made.status).toBe(403)
  })

  test('cannot be won by moving a line to a master of one’s own, or by adding it to another’s', async () => {
    const other = await api.as('other_biller', ['biller'])
    expect((await other.patch(`/api/records/bill_line/${ids.line3}`, { item: 'mine' })).status).toBe(404)
    const made = await other.post('/api/records/bill_line', { bill: ids.One, item: 'x', quantity: 1 })
    expect([403, 422]).toContain(made.status)
  })

  test('keeps its own rule beside its master’s, at every depth', async () => {
    const clerk = await api.as('clerk', ['bill_clerk'])
    const own = await make(biller, 'bill', { title: 'Clerk’s' })
    for (const quantity of [5, 50]) await make(biller, 'bill_line', { bill: own, item: 'x', quantity })
    const { id } = (await clerk.get('/api/me')).body.user
    expect((await biller.patch(`/api/records/bill/${own}`, { owner: id })).status).toBeLessThan(500)
    await api.admin.patch(`/api/records/bill/${own}`, { owner: id })
    const { body } = await bills('lines(fields:quantity)', clerk)
    expect(body.data).toEqual([{ title: 'Clerk’s', lines: [{ quantity: 5 }], lines_page: { more: false } }])
    const parts = await bills('lines(limit:5,fields:quantity,expand:parts)', clerk)
    // of no role of his: there is no such collection for him
    expect([parts.status, parts.body.problems[0].code]).toEqual([400, 'unknown_collection'])
  })
})

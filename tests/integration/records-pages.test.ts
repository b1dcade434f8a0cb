import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { listOf, openRecords, refusalOf } from './records-fixture.ts'
import type { RecordsFixture } from './records-fixture.ts'

let fixture: RecordsFixture
const count = 37

beforeAll(async () => {
  fixture = await openRecords()
  const customers = await fixture.records.createMany(fixture.admin, {
    object: 'customer',
    rows: ['B', 'a', 'C'].map((name) => ({ name, credit: name === 'C' ? null : name.length })),
  })
  const rows = Array.from({ length: count }, (_, i) => ({
    title: `t${i % 5}`,
    amount: i % 3 === 0 ? null : (i % 4) + 0.25,
    quantity: i % 2 === 0 ? null : 7,
    close_date: i % 6 === 0 ? null : `2026-01-0${(i % 3) + 1}`,
    closed_at: i % 7 === 0 ? null : `2026-01-01T00:00:00.00000${i % 3}Z`,
    customer: i % 4 === 0 ? null : customers.ids[i % 3],
    is_private: i % 2 === 0,
  }))
  await fixture.records.createMany(fixture.admin, { object: 'deal', rows })
})
afterAll(() => fixture.close())

async function pagesOf(sort: string, limit: number): Promise<string[]> {
  const seen: string[] = []
  let after: string | undefined
  do {
    const input = { object: 'deal', sort, limit, fields: ['id'], after }
    const page = await listOf(fixture.records, fixture.admin, input)
    expect(page.data.length).toBeLessThanOrEqual(limit)
    seen.push(...page.data.map(({ id }) => String(id)))
    after = page.page.after ?? undefined
  } while (after)
  return seen
}

const orders = [
  '',
  'created_at',
  '-id',
  'amount',
  '-amount',
  'title,-amount',
  '-title,amount,-close_date',
  'close_date,-quantity',
  '-closed_at',
  'half,-title',
  'customer.name,-amount',
  '-customer.name,customer.credit',
  'is_private,-is_large,stage',
  'number',
]

const forged = (...parts: unknown[]) => Buffer.from(JSON.stringify(parts)).toString('base64url')

describe('pages', () => {
  it.each(orders)('sorted by “%s” give every record once, in the order of the whole list', async (sort) => {
    const input = { object: 'deal', sort, limit: 500, fields: ['id'] }
    const whole = (await listOf(fixture.records, fixture.admin, input)).data.map(({ id }) => String(id))
    expect(new Set(whole).size).toBe(count)
    for (const limit of [1, 4, count - 1, count]) expect(await pagesOf(sort, limit)).toEqual(whole)
  })

  it('keep their place when records are added before it', async () => {
    const input = { object: 'deal', sort: '-created_at', limit: 5, fields: ['id'] }
    const first = await listOf(fixture.records, fixture.admin, input)
    const { id } = await fixture.records.create(fixture.admin, { object: 'deal', values: { title: 'late' } })
    const second = await listOf(fixture.records, fixture.admin, { ...input, after: first.page.after! })
    const seen = new Set([...first.data, ...second.data].map((row) => row.id))
    expect(seen.size).toBe(10)
    await fixture.records.remove(fixture.admin, { object: 'deal', id })
  })

  it('are not continued with the marker of another list, order, or one made up', async () => {
    const list = (input: object) => fixture.records.list(fixture.admin, { object: 'deal', limit: 2, ...input })
    const marker = (await listOf(fixture.records, fixture.admin, { object: 'deal', sort: 'amount', limit: 2 })).page
      .after!
    await list({ sort: 'amount', after: marker })
    const [scope, ...values] = JSON.parse(Buffer.from(marker, 'base64url').toString()) as [string, ...unknown[]]
    const wrong = [
      { sort: '-amount', after: marker },
      { sort: 'amount,title', after: marker },
      { object: 'customer', sort: 'credit', after: marker },
      { sort: 'amount', after: forged(scope, '1); drop table deal', values[1]) },
      { sort: 'amount', after: forged(scope, values[0]) },
      { sort: 'amount', after: forged(scope, values[0], null) },
      { sort: 'amount', after: `${marker}x` },
      { sort: 'amount', after: '' },
      { sort: 'closed_at', after: forged(scope, '2026-13-45 00:00:00+00', values[1]) },
    ]
    for (const input of wrong) {
      expect(await refusalOf(list(input))).toMatchObject({ code: 'invalid_cursor', status: 400 })
    }
  })
})

import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createRecords } from '@fieldwork/records'
import { listOf, openRecords } from './records-fixture.ts'
import type { RecordsFixture } from './records-fixture.ts'

const label = (en: string) => ({ en, 'zh-CN': en })
const field = (type: string, options: object = {}) => ({ 'x-field': { type, label: label(type), ...options } })
const ROWS = 47

const lot = {
  name: 'lot',
  type: 'object',
  'x-object': { label: label('Lot'), nameField: 'name' },
  properties: { name: field('text'), weight: field('integer', { indexed: true }), place: field('integer') },
}

interface Lot {
  name: string
  weight: number | null
  place: number | null
}

let fixture: RecordsFixture
let lots: Lot[]

beforeAll(async () => {
  fixture = await openRecords({ objects: [lot] })
  // each weight three times or so, a third without one
  lots = Array.from({ length: ROWS }, (_, i) => ({
    name: `lot ${String((i * 29) % ROWS).padStart(2, '0')}`,
    weight: i % 3 === 0 ? null : (i * 7) % 11,
    place: i % 5 === 0 ? null : i % 4,
  }))
  for (const values of lots) await fixture.records.create(fixture.admin, { object: 'lot', values: { ...values } })
})
afterAll(() => fixture.close())

/** Every page of a list, one after the other. */
async function pagesOf(sort: string, limit: number): Promise<string[]> {
  const names: string[] = []
  let after: string | undefined
  do {
    const asked = { object: 'lot', fields: ['name'], sort, limit, ...(after && { after }) }
    const { data, page } = await listOf(fixture.records, fixture.admin, asked)
    names.push(...data.map(({ name }) => name as string))
    after = page.after ?? undefined
  } while (after !== undefined)
  return names
}

type Key = keyof Lot

/** The order that the sort names, empties last both ways, as one writes it down. */
function inOrder(sort: string): string[] {
  const keys = sort.split(',').map((term) => ({ name: term.replace('-', '') as Key, down: term.startsWith('-') }))
  const compare = (one: Lot, other: Lot): number => {
    for (const { name, down } of keys) {
      const [a, b] = [one[name], other[name]]
      if (a === b) continue
      if (a === null) return 1
      if (b === null) return -1
      return (a < b ? -1 : 1) * (down ? -1 : 1)
    }
    return 0
  }
  return lots.toSorted(compare).map(({ name }) => name)
}

describe('lists by an indexed field that may be empty', () => {
  const sorts = ['weight,name', '-weight,name', 'weight,-name', '-weight,-name', '-weight,-place,name']

  it.each(sorts.flatMap((sort) => [1, 4, 16, 100].map((limit) => [sort, limit] as const)))(
    'come by %s in pages of %i without a gap, empties last',
    async (sort, limit) => {
      expect(await pagesOf(sort, limit)).toEqual(inOrder(sort))
    },
  )

  it('are read in the order of the index, and only as far as the page goes', async () => {
    const { db } = fixture
    await db.query({
      text: `insert into lot (id, name, weight, created_at, updated_at, version)
        select gen_random_uuid(), 'many', nullif(n % 5000, 0), now(), now(), 1 from generate_series(1, 60000) n`,
    })
    await db.query({ text: 'analyze lot' })
    const seen: { text: string; values?: unknown[] }[] = []
    const listening = {
      ...db,
      query: (statement: (typeof seen)[number]) => (seen.push(statement), db.query(statement)),
    }
    const records = createRecords({ db: listening as typeof db, registry: fixture.registry, timeZone: 'UTC' })
    for (const sort of ['-weight', 'weight']) {
      await records.list(fixture.admin, { object: 'lot', sort, limit: 20 })
      const { text, values = [] } = seen.at(-1)!
      const plan = JSON.stringify(await explained(text, values))
      expect(plan, sort).toContain('Index Scan')
      expect(plan, sort).not.toContain('Seq Scan')
    }
  })
})

async function explained(text: string, values: unknown[]): Promise<unknown[]> {
  const { rows } = await fixture.db.query<Record<string, unknown>>({ text: `explain (format json) ${text}`, values })
  return rows
}

import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Statement } from '@fieldwork/database'
import { createRecords } from '@fieldwork/records'
import type { Records } from '@fieldwork/records'
import { openRecords } from '../integration/records-fixture.ts'
import type { RecordsFixture } from '../integration/records-fixture.ts'
import { laidOut } from './laid-out.ts'

/** The SQL that the main operations run, for review: a change of a statement shows in the diff. */
let fixture: RecordsFixture
let records: Records
let seen: Statement[] = []
const ids: Record<string, string> = {}

beforeAll(async () => {
  fixture = await openRecords()
  const { db, registry, admin, seller } = fixture
  const listening = {
    ...db,
    query: (statement: Statement) => {
      seen.push(statement)
      return db.query(statement)
    },
  }
  records = createRecords({ db: listening as typeof db, registry, timeZone: 'Asia/Shanghai' })
  ids.customer = (await records.create(admin, { object: 'customer', values: { name: 'Acme', owner: seller.id } })).id
  ids.deal = (await records.create(admin, { object: 'deal', values: { title: 'Deal', customer: ids.customer } })).id
})
afterAll(() => fixture.close())

async function statementOf(work: () => Promise<unknown>): Promise<string> {
  seen = []
  await work()
  expect(seen).toHaveLength(1)
  expect(seen[0]!.name).toMatch(/^fw_/)
  return laidOut(seen[0]!.text)
}

const shapes: [string, (actor: RecordsFixture['seller']) => Promise<unknown>][] = [
  ['get', (actor) => records.get(actor, { object: 'deal', id: ids.deal! })],
  [
    'list',
    (actor) =>
      records.list(actor, {
        object: 'deal',
        filter: 'stage == "draft" && amount == null',
        fields: ['title', 'customer', 'amount'],
        limit: 50,
      }),
  ],
  ['list-empties-last', (actor) => records.list(actor, { object: 'customer', fields: ['name'], sort: '-code' })],
  [
    'list-path-sort-count',
    (actor) =>
      records.list(actor, {
        object: 'deal',
        filter: 'customer.level == "gold" || is_large',
        fields: ['title', 'customer.name'],
        sort: '-half,title',
        count: 'exact',
        q: 'de',
      }),
  ],
  [
    'list-expand',
    (actor) =>
      records.list(actor, {
        object: 'customer',
        fields: ['name'],
        expand: 'deal_customer(limit:5,sort:-amount,filter:amount > 10,fields:title)',
      }),
  ],
  [
    'aggregate',
    (actor) =>
      records.aggregate(actor, {
        object: 'deal',
        measures: ['count()', 'sum(amount)'],
        group: ['customer', 'month(closed_at)'],
        sort: '-sum(amount)',
      }),
  ],
  [
    'create',
    (actor) => records.create(actor, { object: 'deal', values: { title: 'x', customer: ids.customer, amount: 5 } }),
  ],
  [
    'update',
    (actor) =>
      records.update(actor, { object: 'deal', id: ids.deal!, values: { amount: 6, note: 'n' }, expectedVersion: 1 }),
  ],
  ['transition', (actor) => records.transition(actor, { object: 'deal', id: ids.deal!, transition: 'open' })],
  ['delete', (actor) => records.remove(actor, { object: 'deal', id: ids.deal! })],
  ['recycle-bin', (actor) => records.recycleBin(actor, { object: 'deal' })],
  ['undelete', (actor) => records.undelete(actor, { object: 'deal', id: ids.deal! })],
]

const listText = (actor: RecordsFixture['seller'], title: string) =>
  statementOf(() => records.list(actor, { object: 'customer', filter: `name == "${title}"` }))

describe('statements of an actor with a row rule', () => {
  it.each(shapes)('%s is one prepared statement', async (name, work) => {
    const text = await statementOf(() => work(fixture.seller))
    await expect(text).toMatchFileSnapshot(`./statements/${name}.sql`)
  })

  it('are the same for another literal and another person', async () => {
    expect(await listText(fixture.seller, 'a')).toBe(await listText(fixture.other, 'b'))
  })
})

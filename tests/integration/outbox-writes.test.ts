import { onOutboxNudge } from '@fieldwork/database'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { openRecords, parsed } from './records-fixture.ts'
import type { RecordsFixture } from './records-fixture.ts'

const label = (en: string) => ({ en, 'zh-CN': en })
const field = (type: string, options: object = {}) => ({ 'x-field': { type, label: label(type), ...options } })

const sheet = {
  name: 'sheet',
  'x-object': { label: label('Sheet'), nameField: 'title' },
  properties: {
    title: field('text'),
    factor: field('integer'),
    customer: field('lookup', { object: 'customer', onDelete: 'set-null' }),
    total: field('roll-up', { object: 'sheet_line', via: 'sheet', function: 'sum', field: 'amount' }),
  },
}
const line = {
  name: 'sheet_line',
  'x-object': { label: label('Line'), nameField: 'item' },
  properties: {
    item: field('text'),
    amount: field('integer'),
    place: field('integer'),
    sheet: field('master-detail', { object: 'sheet', collection: 'lines', position: 'place' }),
  },
}

const workflow = (name: string, object: string, trigger: object) => ({
  name,
  object,
  trigger,
  start: 'rest',
  nodes: { rest: { step: 'rest', options: {} } },
})

const workflows = [
  workflow('any_new', 'deal', { type: 'created' }),
  workflow('large_new', 'deal', { type: 'created', when: 'amount > 1000 || customer.level == "gold"' }),
  workflow('any_change', 'deal', { type: 'updated' }),
  workflow('amount_change', 'deal', { type: 'updated', fields: ['amount'] }),
  workflow('half_change', 'deal', { type: 'updated', fields: ['half'] }),
  workflow('doubled', 'deal', { type: 'updated', when: 'amount >= old.amount * 2' }),
  workflow('moved', 'deal', { type: 'updated', when: 'old.customer.level != customer.level' }),
  workflow('strange', 'deal', { type: 'updated', when: 'amount / (quantity - quantity) > 1 || amount > 10000000000' }),
  workflow('opened', 'deal', { type: 'transition', transitions: ['open'] }),
  workflow('won', 'deal', { type: 'transition', to: ['won'] }),
  workflow('noted', 'deal', { type: 'changed', field: 'note', to: 'x' }),
  workflow('gone', 'deal', { type: 'deleted', when: 'amount > 5' }),
  workflow('new_customer', 'customer', { type: 'created', when: 'level == "gold"' }),
  workflow('orphaned', 'sheet', {
    type: 'updated',
    fields: ['customer'],
    when: 'old.customer != null && customer == null',
  }),
  workflow('sheet_saved', 'sheet', { type: 'saved' }),
  workflow('dear', 'sheet', { type: 'saved', when: 'total > 100' }),
  workflow('long', 'sheet', { type: 'saved', when: 'lines.count(l, l.amount > 0) > 2' }),
  workflow('dearer', 'sheet', { type: 'updated', when: 'old.factor != factor && total * factor > 100' }),
  workflow('line_new', 'sheet_line', { type: 'created', when: 'sheet.factor == 1' }),
  workflow('line_gone', 'sheet_line', { type: 'deleted' }),
]

let fixture: RecordsFixture
let gold: string
let silver: string

beforeAll(async () => {
  fixture = await openRecords({ objects: [sheet, line], workflows })
  const { records, admin } = fixture
  gold = (await records.create(admin, { object: 'customer', values: { name: 'Gold', level: 'gold' } })).id
  silver = (await records.create(admin, { object: 'customer', values: { name: 'Silver', level: 'silver' } })).id
})
beforeEach(() => fixture.db.query({ text: 'delete from fw_outbox' }))
afterAll(() => fixture.close())

/** Names of the workflows told since the last question, with the record of their event checked. */
async function told(): Promise<string[]> {
  const { rows } = await fixture.db.query<{ listener: string; fits: boolean }>({
    text: `delete from fw_outbox o returning listener, exists (select from fw_event e where e.id = o.event) as fits`,
  })
  expect(rows.every(({ fits }) => fits)).toBe(true)
  return rows.map(({ listener }) => listener.replace('workflow:', '')).toSorted()
}

const create = async (object: string, values: object): Promise<string> =>
  (await fixture.records.create(fixture.admin, { object, values: { ...values } })).id
const update = (object: string, id: string, values: object) =>
  fixture.records.update(fixture.admin, { object, id, values: { ...values } })

describe('a write tells those who listen', () => {
  it('of a new record whose values they ask for', async () => {
    await create('deal', { title: 'small', amount: 10 })
    expect(await told()).toEqual(['any_new'])
    await create('deal', { title: 'large', amount: 2000 })
    expect(await told()).toEqual(['any_new', 'large_new'])
    await create('deal', { title: 'null is not gold', note: 'x' })
    expect(await told()).toEqual(['any_new', 'noted'])
    await create('deal', { title: 'by a reference', customer: gold })
    expect(await told()).toEqual(['any_new', 'large_new'])
  })

  it('of a change, by its fields, by formulas, and by what was before', async () => {
    const id = await create('deal', { title: 'a', amount: 10, customer: silver, quantity: 1 })
    await told()
    await update('deal', id, { title: 'b' })
    expect(await told()).toEqual(['any_change'])
    await update('deal', id, { amount: 10, title: 'c' })
    expect(await told()).toEqual(['any_change'])
    await update('deal', id, { amount: 15 })
    expect(await told()).toEqual(['amount_change', 'any_change', 'half_change'])
    await update('deal', id, { amount: 30 })
    expect(await told()).toEqual(['amount_change', 'any_change', 'doubled', 'half_change'])
    await update('deal', id, { customer: gold })
    expect(await told()).toEqual(['any_change', 'moved'])
    await update('deal', id, { note: 'x' })
    expect(await told()).toEqual(['any_change', 'noted'])
  })

  it('of transitions by name and by state', async () => {
    const id = await create('deal', { title: 'a', amount: 10, close_date: '2026-01-01' })
    await told()
    await fixture.records.transition(fixture.admin, { object: 'deal', id, transition: 'open' })
    expect(await told()).toEqual(['any_change', 'opened'])
    await fixture.records.transition(fixture.admin, { object: 'deal', id, transition: 'win' })
    expect(await told()).toEqual(['any_change', 'won'])
  })

  it('of the end of a record, and that it is back', async () => {
    const id = await create('deal', { title: 'a', amount: 10 })
    const small = await create('deal', { title: 'b', amount: 1 })
    await told()
    await fixture.records.remove(fixture.admin, { object: 'deal', id })
    await fixture.records.remove(fixture.admin, { object: 'deal', id: small })
    expect(await told()).toEqual(['gone'])
    await fixture.records.undelete(fixture.admin, { object: 'deal', id })
    expect(await told()).toEqual(['any_change'])
  })

  it('of many new records at once, of each whose values are asked for', async () => {
    const rows = Array.from({ length: 40 }, (_, n) => ({ title: `bulk ${n}`, amount: n * 100 }))
    await fixture.records.createMany(fixture.admin, { object: 'deal', rows })
    const names = await told()
    expect(names.filter((name) => name === 'any_new')).toHaveLength(40)
    expect(names.filter((name) => name === 'large_new')).toHaveLength(29)
    expect(names).toHaveLength(69)
  })

  it('nothing of a write that is refused, and nothing by a listener to something else', async () => {
    const rows = [{ title: 'fine' }, { title: 'too dear', amount: 2_000_000 }]
    await expect(fixture.records.createMany(fixture.admin, { object: 'deal', rows })).rejects.toThrow()
    await expect(create('deal', { title: 'x', amount: 2_000_000 })).rejects.toThrow()
    await create('customer', { name: 'plain', level: 'silver' })
    await create('region', { name: 'nobody listens' })
    expect(await told()).toEqual([])
    await create('customer', { name: 'shiny', level: 'gold' })
    expect(await told()).toEqual(['new_customer'])
  })

  it('of a record that others are taken out of', async () => {
    const customer = await create('customer', { name: 'leaves', level: 'silver' })
    const id = await create('sheet', { title: 's', customer })
    const other = await create('sheet', { title: 't', customer: silver })
    await told()
    await update('sheet', other, { title: 'u' })
    expect(await told()).toEqual(['sheet_saved'])
    await fixture.records.remove(fixture.admin, { object: 'customer', id: customer })
    expect(await told()).toEqual(['orphaned', 'sheet_saved'])
    expect(parsed(await fixture.records.get(fixture.admin, { object: 'sheet', id }))).toMatchObject({ customer: null })
  })
})

describe('a record with its lines tells', () => {
  it('what its lines make of it, once they are written', async () => {
    await create('sheet', { title: 'cheap', factor: 1, lines: [{ item: 'a', amount: 5 }] })
    expect(await told()).toEqual(['line_new', 'sheet_saved'])
    await create('sheet', {
      title: 'dear',
      lines: [
        { item: 'a', amount: 50 },
        { item: 'b', amount: 60 },
      ],
    })
    expect(await told()).toEqual(['dear', 'sheet_saved'])
    await create('sheet', { title: 'long', lines: [1, 2, 3].map((amount) => ({ item: 'x', amount })) })
    expect(await told()).toEqual(['long', 'sheet_saved'])
  })

  it('the same of a change together with lines, and knows what was before', async () => {
    const id = await create('sheet', { title: 's', factor: 1, lines: [{ item: 'a', amount: 60 }] })
    await told()
    await update('sheet', id, { factor: 2, lines: [{ item: 'b', amount: 55 }] })
    const names = await told()
    expect(names).toEqual(['dearer', 'line_gone', 'sheet_saved'])
    await update('sheet', id, { factor: 2, lines: [{ item: 'b', amount: 155 }] })
    expect(await told()).toEqual(['dear', 'line_gone', 'sheet_saved'])
  })

  it('that a line alone was written, as a change of itself', async () => {
    const id = await create('sheet', { title: 's', factor: 1 })
    await told()
    await create('sheet_line', { sheet: id, item: 'a', amount: 150 })
    expect(await told()).toEqual(['dear', 'line_new', 'sheet_saved'])
  })

  it('of the lines that go with it', async () => {
    const id = await create('sheet', {
      title: 's',
      lines: [
        { item: 'a', amount: 1 },
        { item: 'b', amount: 2 },
      ],
    })
    await told()
    await fixture.records.remove(fixture.admin, { object: 'sheet', id })
    expect(await told()).toEqual(['line_gone', 'line_gone'])
  })
})

it('wakes who dispatches as soon as the write has committed, within a transaction too', async () => {
  const { db, registry } = fixture
  let rings = 0
  const stop = onOutboxNudge(db, () => rings++)
  await create('deal', { title: 'one' })
  expect(rings).toBe(1)
  await create('sheet', { title: 's', lines: [{ item: 'a', amount: 1 }] })
  expect(rings).toBe(2)
  await create('region', { name: 'nobody listens' })
  expect(rings).toBe(2)
  stop()
  expect(registry.catalog().object('deal').listeners).toHaveLength(13)
})

import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { appError } from '@fieldwork/metadata'
import type { AfterHook, HookedOperation, WrittenRecord } from '@fieldwork/records'
import { listOf, openRecords, refusalOf } from './records-fixture.ts'
import type { RecordsFixture } from './records-fixture.ts'

const label = (en: string) => ({ en, 'zh-CN': en })
const field = (type: string, options: Record<string, unknown> = {}) => ({
  'x-field': { type, label: label(type), ...options },
})
const order = {
  name: 'order',
  type: 'object',
  'x-object': { label: label('Order'), nameField: 'title' },
  properties: { title: field('text') },
}
const orderLine = {
  name: 'order_line',
  type: 'object',
  'x-object': { label: label('Line'), nameField: 'title' },
  properties: { title: field('text'), order: field('master-detail', { object: 'order', collection: 'lines' }) },
}

const every: HookedOperation[] = ['create', 'update', 'transition', 'delete', 'undelete']
/** What the hook of this file does; each test says it anew. */
let act: AfterHook['run'] = async () => undefined
let seen: WrittenRecord[] = []
/** catalogs that were asked which hooks there are */
let asked: number[] = []

const hook = (object: string): AfterHook => ({
  object,
  operations: every,
  run: async (input) => {
    seen.push(input)
    await act(input)
  },
})

let fixture: RecordsFixture
beforeAll(async () => {
  fixture = await openRecords({
    objects: [order, orderLine],
    afterHooks: (catalog) => {
      asked.push(catalog.revision)
      return [hook('deal'), hook('order')]
    },
  })
})
afterAll(() => fixture.close())
beforeEach(() => {
  act = async () => undefined
  seen = []
})

const newDeal = (values: Record<string, unknown> = {}) =>
  fixture.records.create(fixture.seller, { object: 'deal', values: { title: 'Deal', ...values } })
const titles = async (object: string) =>
  (await listOf(fixture.records, fixture.admin, { object, limit: 500 })).data.map(({ title }) => title)

describe('after-hooks', () => {
  it('see the stored record, what it was, and the event of the write', async () => {
    const { id } = await newDeal({ amount: 5 })
    await fixture.records.update(fixture.seller, { object: 'deal', id, values: { amount: 7 } })
    expect(seen[0]).toMatchObject({ operation: 'create', id, before: null, after: { amount: 5, version: 1 } })
    expect(seen[1]).toMatchObject({ operation: 'update', id, before: { amount: 5 }, after: { amount: 7, version: 2 } })
    expect(seen[1]!.actor.name).toBe('Sam')
    const events = await fixture.db.query<{ id: string }>({
      text: 'select id::text from fw_event where record_id = $1 order by id',
      values: [id],
    })
    expect(seen.map(({ event }) => event)).toEqual(events.rows.map((row) => row.id))
  })

  it('run for every entrance: bulk, transition, restore, delete and undelete', async () => {
    const { ids } = await fixture.records.createMany(fixture.seller, {
      object: 'deal',
      rows: [{ title: 'One' }, { title: 'Two' }],
    })
    const address = { object: 'deal', id: ids[0]! }
    await fixture.records.update(fixture.seller, { ...address, values: { amount: 7 } })
    await fixture.records.transition(fixture.seller, { ...address, transition: 'open' })
    await fixture.records.restore(fixture.seller, { ...address, version: 1 })
    await fixture.records.remove(fixture.seller, address)
    await fixture.records.undelete(fixture.seller, address)
    expect(seen.map(({ operation }) => operation)).toEqual([
      'create',
      'create',
      'update',
      'transition',
      'update',
      'delete',
      'undelete',
    ])
    expect(seen[3]!.transition).toBe('open')
    expect(seen[5]).toMatchObject({ before: { title: 'One' }, after: null })
    expect(seen[6]).toMatchObject({ before: null, after: { title: 'One' } })
  })

  it('undo the write by refusing, with all that they wrote', async () => {
    act = async ({ records, tx }) => {
      await records.create(fixture.admin, { object: 'region', values: { name: 'Of a hook' } })
      await tx.query({ text: `update "user" set name = 'Nobody'` })
      throw appError('validation_failed', {}, [{ code: 'not_today', message: label('no') }])
    }
    expect(await refusalOf(newDeal({ title: 'Never' }))).toMatchObject({ problems: ['not_today'] })
    expect(await titles('deal')).not.toContain('Never')
    expect((await listOf(fixture.records, fixture.admin, { object: 'region' })).data).toEqual([])
    expect((await listOf(fixture.records, fixture.admin, { object: 'user' })).data[0]!.name).not.toBe('Nobody')
  })

  it('of a record with lines run when its lines are stored', async () => {
    const found: unknown[] = []
    act = async ({ records }) => {
      const { data } = await listOf(records, fixture.admin, { object: 'order_line' })
      found.push(data.map(({ title }) => title))
    }
    const { id } = await fixture.records.create(fixture.admin, {
      object: 'order',
      values: { title: 'O', lines: [{ title: 'a' }, { title: 'b' }] },
    })
    await fixture.records.update(fixture.admin, {
      object: 'order',
      id,
      values: { title: 'P', lines: [{ title: 'c' }] },
    })
    expect(seen.map(({ operation }) => operation)).toEqual(['create', 'update'])
    expect(found.map((each) => (each as string[]).toSorted())).toEqual([['a', 'b'], ['c']])
  })

  it('that lead to themselves are stopped with a clear refusal, and nothing stays', async () => {
    act = async ({ actor, records }) => {
      await records.create(actor, { object: 'deal', values: { title: 'Again and again' } })
    }
    expect(await refusalOf(newDeal())).toMatchObject({ code: 'hooks_too_deep' })
    expect(await titles('deal')).not.toContain('Again and again')
  })

  it('are asked for once for every catalog', () => {
    expect(asked).toEqual([...new Set(asked)])
    expect(asked.length).toBeGreaterThan(0)
  })
})

import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { appError } from '@fieldwork/metadata'
import type { BeforeHook } from '@fieldwork/records'
import { listOf, openRecords, parsed, refusalOf } from './records-fixture.ts'
import type { RecordsFixture } from './records-fixture.ts'

/** What the hooks of this file do; each test says it anew. */
let act: BeforeHook['run'] = async () => undefined
let seen: Parameters<BeforeHook['run']>[0][] = []

const hooks: BeforeHook[] = [
  {
    object: 'deal',
    operations: ['create', 'update', 'transition', 'delete', 'undelete'],
    run: async (input) => {
      seen.push(input)
      return act(input)
    },
  },
]

let fixture: RecordsFixture
beforeAll(async () => {
  fixture = await openRecords({ hooks })
})
afterAll(() => fixture.close())
beforeEach(() => {
  act = async () => undefined
  seen = []
})

const newDeal = (values: Record<string, unknown> = {}) =>
  fixture.records.create(fixture.seller, { object: 'deal', values: { title: 'Deal', ...values } })
const regions = async () => (await listOf(fixture.records, fixture.admin, { object: 'region' })).data.length

describe('before-hooks', () => {
  it('see the complete values of a new record and may replace them, read-only fields too', async () => {
    act = async ({ values }) => ({ ...values, title: ' Set by hook ', won_on: '2026-01-31' })
    const deal = parsed(await newDeal())
    expect(seen[0]).toMatchObject({ operation: 'create', before: null, id: null, values: { is_private: false } })
    expect(deal).toMatchObject({ title: 'Set by hook', won_on: '2026-01-31' })
  })

  it('see a stored record whole and locked, and only the changes as values', async () => {
    const { id } = await newDeal({ amount: 5 })
    seen = []
    await fixture.records.update(fixture.seller, { object: 'deal', id, values: { amount: 7 } })
    expect(seen).toHaveLength(1)
    expect(seen[0]).toMatchObject({ operation: 'update', before: { title: 'Deal', amount: 5 }, values: { amount: 7 } })
  })

  it('refuse with every problem, and nothing that they wrote stays', async () => {
    const before = await regions()
    act = async ({ records }) => {
      await records.create(fixture.admin, { object: 'region', values: { name: 'Written by hook' } })
      throw appError('validation_failed', {}, [
        { pointer: '/title', code: 'not_today', message: { en: 'no', 'zh-CN': '否' } },
      ])
    }
    expect(await refusalOf(newDeal())).toMatchObject({ code: 'validation_failed', problems: ['/title not_today'] })
    expect(await regions()).toBe(before)
  })

  it('that lead to themselves are stopped with a clear refusal, and nothing stays', async () => {
    act = async ({ actor, records, object }) => {
      await records.create(actor, { object, values: { title: 'Again and again' } })
      return undefined
    }
    expect(await refusalOf(newDeal())).toMatchObject({ code: 'hooks_too_deep' })
    expect(seen).toHaveLength(10)
    const all = await listOf(fixture.records, fixture.admin, { object: 'deal', filter: "title == 'Again and again'" })
    expect(all.data).toEqual([])
  })

  it('write in the transaction of the record: all of it stays or, when the write is refused, nothing', async () => {
    const before = await regions()
    act = async ({ records }) => {
      await records.create(fixture.admin, { object: 'region', values: { name: 'Written by hook' } })
      return undefined
    }
    await newDeal()
    expect(await regions()).toBe(before + 1)
    expect(await refusalOf(newDeal({ amount: 2_000_000 }))).toMatchObject({ code: 'validation_failed' })
    expect(await regions()).toBe(before + 1)
  })

  it('are checked like callers: a wrong value is a problem, not an error of the database', async () => {
    act = async ({ values }) => ({ ...values, amount: 'much' })
    expect(await refusalOf(newDeal())).toMatchObject({ code: 'validation_failed', problems: ['/amount wrong_type'] })
    act = async () => undefined
    const { id } = await newDeal()
    act = async ({ values }) => ({ ...values, quantity: 1.5 })
    const change = fixture.records.update(fixture.seller, { object: 'deal', id, values: { amount: 7 } })
    expect((await refusalOf(change)).code).toBe('validation_failed')
  })

  it('learn nothing of a record that the actor may not see', async () => {
    const { id } = await fixture.records.create(fixture.admin, {
      object: 'deal',
      values: { title: 'Hidden', is_private: true },
    })
    seen = []
    const change = fixture.records.update(fixture.seller, { object: 'deal', id, values: { amount: 7 } })
    expect((await refusalOf(change)).code).toBe('not_found')
    expect(seen).toEqual([])
  })

  it('run for every entrance: bulk, transition, restore, delete and undelete', async () => {
    const { ids } = await fixture.records.createMany(fixture.seller, {
      object: 'deal',
      rows: [{ title: 'One' }, { title: 'Two' }],
    })
    const id = ids[0]!
    await fixture.records.update(fixture.seller, { object: 'deal', id, values: { amount: 7 } })
    await fixture.records.transition(fixture.seller, { object: 'deal', id, transition: 'open' })
    await fixture.records.restore(fixture.seller, { object: 'deal', id, version: 1 })
    await fixture.records.remove(fixture.seller, { object: 'deal', id })
    await fixture.records.undelete(fixture.seller, { object: 'deal', id })
    const operations = seen.map(({ operation }) => operation)
    expect(operations).toEqual(['create', 'create', 'update', 'transition', 'update', 'delete', 'undelete'])
    expect(seen[3]!.transition).toBe('open')
  })

  it('of other objects do not run', async () => {
    await fixture.records.create(fixture.admin, { object: 'region', values: { name: 'North' } })
    expect(seen).toEqual([])
  })
})

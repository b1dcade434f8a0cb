import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { listOf, openRecords, refusalOf } from './records-fixture.ts'
import type { RecordsFixture } from './records-fixture.ts'

let fixture: RecordsFixture
beforeAll(async () => {
  fixture = await openRecords()
})
afterAll(() => fixture.close())

const createMany = (object: string, rows: Record<string, unknown>[], actor = fixture.admin) =>
  fixture.records.createMany(actor, { object, rows })
const scalar = async (sql: string) => Number((await fixture.db.query<{ n: string }>({ text: sql })).rows[0]!.n)

describe('creating many records', () => {
  it('stores ten thousand with events and numbers in the order they were sent', async () => {
    const rows = Array.from({ length: 10_000 }, (_, i) => ({ title: `Row ${i}`, amount: i / 4 }))
    const { ids } = await createMany('deal', rows, fixture.seller)
    expect(ids).toHaveLength(10_000)
    expect(await scalar('select count(*) as n from deal')).toBe(10_000)
    expect(await scalar(`select count(distinct record_id) as n from fw_event where op = 'create'`)).toBe(10_000)
    expect(await scalar('select count(distinct number) as n from deal')).toBe(10_000)
    const { data } = await listOf(fixture.records, fixture.seller, { object: 'deal', sort: 'number', limit: 3 })
    expect(data.map(({ id }) => id)).toEqual(ids.slice(0, 3))
    expect(data[2]).toMatchObject({ title: 'Row 2', amount: 0.5, stage: 'draft', is_private: false, version: 1 })
  })

  it('goes on numbering where single records left off', async () => {
    const numberOf = async (id: string) =>
      Number(
        String(JSON.parse((await fixture.records.get(fixture.admin, { object: 'deal', id })).json).number).slice(7),
      )
    const one = await fixture.records.create(fixture.admin, { object: 'deal', values: { title: 'one' } })
    const many = await createMany('deal', [{ title: 'two' }, { title: 'three' }])
    const last = await fixture.records.create(fixture.admin, { object: 'deal', values: { title: 'four' } })
    const numbers = await Promise.all([one.id, ...many.ids, last.id].map(numberOf))
    expect(numbers).toEqual([0, 1, 2, 3].map((step) => numbers[0]! + step))
  })

  it('writes the same as single records do, whatever the text holds', async () => {
    const values = {
      title: 'ordinary',
      note: 'line\nback\\slash\t"quote" \\N {a,b} 中文 😀',
      amount: 123456.78,
      closed_at: '2026-01-31T09:30:00+08:00',
      close_date: '2026-02-28',
    }
    const one = await fixture.records.create(fixture.admin, { object: 'deal', values })
    const { ids } = await createMany('deal', [values])
    const read = async (id: string) => {
      const record = JSON.parse((await fixture.records.get(fixture.admin, { object: 'deal', id })).json)
      const { data } = await fixture.records.history(fixture.admin, { object: 'deal', id })
      return [record, data[0]!.changes].map(
        ({ id: _id, number: _number, created_at: _c, updated_at: _u, ...rest }) => rest,
      )
    }
    expect(await read(ids[0]!)).toEqual(await read(one.id))
  })

  it('tells every wrong value of every row and stores none', async () => {
    const before = await scalar('select count(*) as n from deal')
    const rows = [{ title: 'ok' }, { amount: 'x' }, { title: 'y', nope: 1 }, 5 as unknown as Record<string, unknown>]
    expect(await refusalOf(createMany('deal', rows))).toMatchObject({
      code: 'validation_failed',
      status: 422,
      problems: expect.arrayContaining(['/1/title required', '/2/nope unknown_field']),
    })
    expect(await scalar('select count(*) as n from deal')).toBe(before)
  })

  it('tells rows that break rules of stored data, and stores none', async () => {
    const before = await scalar('select count(*) as n from fw_event')
    const rows = [{ title: 'ok' }, { title: 'dear', amount: 1_000_001 }, { title: 'large', quantity: 101 }]
    const refused = await refusalOf(createMany('deal', rows))
    expect(refused).toMatchObject({ code: 'validation_failed', problems: ['/1/amount rule', '/2 rule'] })
    expect(await scalar('select count(*) as n from fw_event')).toBe(before)
  })

  it('tells which row repeats a unique value', async () => {
    await createMany('customer', [{ name: 'first', code: 'X1' }])
    const rows = [
      { name: 'a', code: 'X0' },
      { name: 'b', code: 'X1' },
    ]
    expect(await refusalOf(createMany('customer', rows))).toMatchObject({
      code: 'duplicate',
      status: 409,
      problems: ['/1/code duplicate'],
    })
  })

  it('tells every reference that does not exist', async () => {
    const nobody = '018f0000-0000-7000-8000-00000000dead'
    const rows = [{ title: 'a', customer: nobody }, { title: 'b' }, { title: 'c', partner: nobody }]
    expect((await refusalOf(createMany('deal', rows))).problems).toEqual([
      '/0/customer unknown_reference',
      '/2/partner unknown_reference',
    ])
  })

  it('lets administrators take over records in any state, others not', async () => {
    await createMany('deal', [{ title: 'old', stage: 'won' }])
    expect((await refusalOf(createMany('deal', [{ title: 'old', stage: 'won' }], fixture.seller))).problems).toEqual([
      '/0/stage use_transition',
    ])
  })

  it('tries again after a deadlock', async () => {
    const { ids } = await createMany('customer', [{ name: 'contended' }])
    await createMany('deal', [{ title: 'first of the year' }])
    const waiting = `from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'`
    const isWaiting = async () => (await scalar(`select count(*) as n ${waiting}`)) > 0
    let many: Promise<{ ids: string[] }> | undefined
    await fixture.db.transaction(async (tx) => {
      await tx.query({ text: 'select from customer where id = $1 for update', values: ids })
      many = createMany('deal', [{ title: 'a', customer: ids[0] }, { title: 'b' }])
      await expect.poll(isWaiting).toBe(true)
      await tx.query({ text: `update fw_sequence set value = value where object = 'deal'` })
    })
    const made = (await many)!.ids.map((id) => `'${id}'`)
    expect(await scalar(`select count(*) as n from deal where id in (${made.join()})`)).toBe(2)
  })

  it('stores nothing of nothing', async () => {
    expect(await createMany('deal', [])).toEqual({ ids: [], warnings: [] })
  })
})

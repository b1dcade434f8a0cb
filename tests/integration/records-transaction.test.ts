import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { appError } from '@fieldwork/metadata'
import type { Records } from '@fieldwork/records'
import { listOf, openRecords, refusalOf } from './records-fixture.ts'
import type { RecordsFixture } from './records-fixture.ts'

let fixture: RecordsFixture
beforeAll(async () => {
  fixture = await openRecords()
})
afterAll(() => fixture.close())

const newRegion = (records: Records, name: string) =>
  records.create(fixture.admin, { object: 'region', values: { name } })
const named = async (name: string) =>
  (await listOf(fixture.records, fixture.admin, { object: 'region', filter: `name == "${name}"` })).data.length
const eventsOf = async (name: string) => {
  const text = `select count(*)::int as n from fw_event e join region r on r.id = e.record_id where r.name = $1`
  const { rows } = await fixture.db.query<{ n: number }>({ text, values: [name] })
  return rows[0]!.n
}

describe('several writes in one transaction', () => {
  it('stay together with their events, or nothing stays', async () => {
    await fixture.records.transaction(async (records) => {
      await newRegion(records, 'both')
      await newRegion(records, 'both')
    })
    expect([await named('both'), await eventsOf('both')]).toEqual([2, 2])
    const failing = fixture.records.transaction(async (records) => {
      await newRegion(records, 'none')
      await newRegion(records, '')
    })
    expect((await refusalOf(failing)).code).toBe('validation_failed')
    expect([await named('none'), await eventsOf('none')]).toEqual([0, 0])
  })

  it('read what they have written, which nobody else does', async () => {
    await fixture.records.transaction(async (records) => {
      const { id } = await newRegion(records, 'unseen')
      expect(await records.get(fixture.admin, { object: 'region', id })).toMatchObject({ version: 1 })
      expect(await named('unseen')).toBe(0)
    })
    expect(await named('unseen')).toBe(1)
  })

  it('go on after a part that was refused', async () => {
    await fixture.records.create(fixture.admin, { object: 'customer', values: { name: 'A', code: 'taken' } })
    await fixture.records.transaction(async (records) => {
      const part = records.transaction(async (inner) => {
        await newRegion(inner, 'part')
        await inner.create(fixture.admin, { object: 'customer', values: { name: 'B', code: 'taken' } })
      })
      expect((await refusalOf(part)).code).toBe('duplicate')
      await newRegion(records, 'rest')
    })
    expect([await named('part'), await named('rest')]).toEqual([0, 1])
  })

  it('begin anew as a whole when something was published meanwhile, and nothing is stored twice', async () => {
    const elsewhere = await fixture.join()
    let runs = 0
    await fixture.records.transaction(async (records) => {
      runs++
      await newRegion(records, 'anew')
      if (runs === 1) await publishNote(elsewhere)
      await newRegion(records, 'anew')
    })
    expect([runs, await named('anew'), await eventsOf('anew')]).toEqual([2, 2, 2])
  })

  it('begin anew as a whole after a deadlock', async () => {
    const [a, b] = [await newRegion(fixture.records, 'lock a'), await newRegion(fixture.records, 'lock b')]
    let names = 0
    const rename = (records: Records, id: string) =>
      records.update(fixture.admin, { object: 'region', id, values: { name: `locked ${++names}` } })
    let waiting = 2
    const gate: { open?: () => void } = {}
    const bothHoldOne = new Promise<void>((resolve) => (gate.open = resolve))
    const cross = (first: string, second: string) =>
      fixture.records.transaction(async (records) => {
        await rename(records, first)
        if (--waiting <= 0) gate.open?.()
        await bothHoldOne
        await rename(records, second)
      })
    await Promise.all([cross(a.id, b.id), cross(b.id, a.id)])
    expect(waiting).toBe(-1)
    const versions = await Promise.all(
      [a, b].map(async ({ id }) => (await fixture.records.get(fixture.admin, { object: 'region', id })).version),
    )
    expect(versions).toEqual([3, 3])
  })

  it('pass a refusal of the caller on without a second attempt', async () => {
    let runs = 0
    const refused = fixture.records.transaction(async () => {
      runs++
      throw appError('forbidden')
    })
    expect((await refusalOf(refused)).code).toBe('forbidden')
    expect(runs).toBe(1)
  })
})

async function publishNote({ registry }: Awaited<ReturnType<RecordsFixture['join']>>): Promise<void> {
  const label = { en: 'Note', 'zh-CN': '备注' }
  const patch = { properties: { x_note: { 'x-field': { type: 'text', label } } } }
  const changes = { patch: [{ kind: 'object' as const, name: 'customer', patch }] }
  await registry.publish({ ...changes, confirm: true, message: 'note' }, {
    id: fixture.admin.id,
    locale: 'en',
  } as never)
}

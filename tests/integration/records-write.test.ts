import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { asSystem } from '@fieldwork/records'
import { listOf, openRecords, parsed, refusalOf } from './records-fixture.ts'
import type { RecordsFixture } from './records-fixture.ts'

let fixture: RecordsFixture
beforeAll(async () => {
  fixture = await openRecords()
})
afterAll(() => fixture.close())

const create = (object: string, values: Record<string, unknown>, actor = fixture.admin) =>
  fixture.records.create(actor, { object, values })
const update = (id: string, values: Record<string, unknown>, actor = fixture.admin) =>
  fixture.records.update(actor, { object: 'deal', id, values })
const firstChanges = async (id: string) =>
  (await fixture.records.history(fixture.admin, { object: 'deal', id })).data.at(-1)!.changes
const eventsOf = async (id: string) =>
  (
    await fixture.db.query({
      text: 'select op, version, changes, actor, reason from fw_event where record_id = $1 order by id',
      values: [id],
    })
  ).rows

describe('creating', () => {
  it('fills defaults, the first state and the number, and answers with the record', async () => {
    const year = new Intl.DateTimeFormat('en', { timeZone: 'Asia/Shanghai', year: 'numeric' }).format(new Date())
    const today = new Intl.DateTimeFormat('sv', { timeZone: 'Asia/Shanghai' }).format(new Date())
    const { json, id, version } = await create('deal', { title: ' First ', amount: 12.5, customer: null })
    expect(version).toBe(1)
    expect(JSON.parse(json)).toMatchObject({
      id,
      title: 'First',
      amount: 12.5,
      stage: 'draft',
      is_private: false,
      entered_on: today,
      half: 6.25,
      is_large: false,
      number: expect.stringMatching(new RegExp(`^D-${year}-\\d{4}$`)),
      created_by: { id: fixture.admin.id, label: 'Ada' },
      customer: null,
    })
    const customer = parsed(await create('customer', { name: 'Mine' }))
    expect(customer).toMatchObject({ owner: { id: fixture.admin.id, label: 'Ada' }, active: true })
  })

  it('keeps null where it was sent on purpose, for one record and for many', async () => {
    const sent = { title: 'Null', is_private: null, entered_on: null }
    const one = await create('deal', sent)
    const { ids } = await fixture.records.createMany(fixture.admin, { object: 'deal', rows: [sent] })
    for (const id of [one.id, ...ids]) {
      const record = await fixture.records.get(fixture.admin, { object: 'deal', id })
      expect(parsed(record)).toMatchObject({ is_private: null, entered_on: null })
    }
  })

  it('appends an event, and the history tells every value and none for fields without history', async () => {
    const { id } = await create('deal', { title: 'Event', amount: 1, note: 'hidden' })
    const [event] = await eventsOf(id)
    expect(event).toMatchObject({ op: 'create', version: 1, actor: fixture.admin.id })
    const changes = await firstChanges(id)
    expect(changes).toMatchObject({ title: [null, 'Event'], amount: [null, 1], stage: [null, 'draft'] })
    expect(changes).toHaveProperty('number')
    expect(changes).not.toHaveProperty('note')
    expect(changes).not.toHaveProperty('close_date')
  })

  it('keeps what a record was created with, however it is changed, deleted and brought back later', async () => {
    const { id } = await create('deal', { title: 'First', amount: 1 })
    const before = await firstChanges(id)
    await update(id, { title: 'Second', amount: null, close_date: '2026-05-01' })
    await update(id, { title: 'Third', amount: 3 })
    await fixture.records.remove(fixture.admin, { object: 'deal', id })
    await fixture.records.undelete(fixture.admin, { object: 'deal', id })
    expect(await firstChanges(id)).toEqual(before)
    expect(before).toMatchObject({ title: [null, 'First'], amount: [null, 1] })
  })

  it('tells every problem at once, broken rules too', async () => {
    const sent = { amount: 2_000_000, quantity: 'x', stage: 'won', number: 'D-1', nope: 1 }
    expect(await refusalOf(create('deal', sent))).toEqual({
      code: 'validation_failed',
      status: 422,
      problems: expect.arrayContaining([
        '/title required',
        '/nope unknown_field',
        '/number read_only_field',
        '/stage use_transition',
        '/amount rule',
        expect.stringMatching(/^\/quantity /),
      ]),
    })
  })

  it('tells references that do not exist together with broken rules', async () => {
    const nobody = '018f0000-0000-7000-8000-00000000dead'
    expect(await refusalOf(create('deal', { title: 'x', customer: nobody, amount: 1_000_001 }))).toEqual({
      code: 'validation_failed',
      status: 422,
      problems: ['/customer unknown_reference', '/amount rule'],
    })
  })

  it('refuses a record that the filter of the lookup leaves out, and a deleted one', async () => {
    const retired = await create('customer', { name: 'Retired', active: false })
    const gone = await create('customer', { name: 'Gone' })
    await fixture.records.remove(fixture.admin, { object: 'customer', id: gone.id })
    for (const { id } of [retired, gone]) {
      expect((await refusalOf(create('deal', { title: 'x', customer: id }))).problems).toEqual([
        '/customer unknown_reference',
      ])
    }
  })

  it('names the field whose value exists already', async () => {
    await create('customer', { name: 'One', code: 'K1' })
    expect(await refusalOf(create('customer', { name: 'Two', code: 'K1' }))).toEqual({
      code: 'duplicate',
      status: 409,
      problems: ['/code duplicate'],
    })
  })

  it('refuses what the column cannot hold instead of failing', async () => {
    const refused = await refusalOf(create('customer', { name: 'a\u0000b' }))
    expect(refused).toMatchObject({ code: 'validation_failed', status: 422 })
    expect(await refusalOf(create('deal', { title: 'x', amount: 1e300 }))).toMatchObject({ code: 'validation_failed' })
  })

  it('evaluates rules over lookups on the stored row', async () => {
    const lead = await create('customer', { name: 'Lead', level: 'lead' })
    const refused = await refusalOf(create('deal', { title: 'x', customer: lead.id, amount: 5001 }))
    expect(refused.problems).toEqual(['rule'])
    await create('deal', { title: 'x', customer: lead.id, amount: 5000 })
  })
})

describe('changing', () => {
  it('writes only what was sent, one version more, with the old and the new values', async () => {
    const { id } = await create('deal', { title: 'Change', amount: 10, quantity: 3 })
    const changed = await update(id, { amount: 20.25, quantity: 3, close_date: '2026-05-01' })
    expect(changed.version).toBe(2)
    expect(parsed(changed)).toMatchObject({ title: 'Change', amount: 20.25, quantity: 3, close_date: '2026-05-01' })
    const events = await eventsOf(id)
    expect(events[1]).toMatchObject({
      op: 'update',
      version: 2,
      changes: { amount: [10, 20.25], close_date: [null, '2026-05-01'] },
    })
    expect(Object.keys(events[1]!.changes as object)).toHaveLength(2)
  })

  it('checks the version the caller has seen', async () => {
    const { id } = await create('deal', { title: 'v' })
    const change = (expectedVersion: number) =>
      fixture.records.update(fixture.admin, { object: 'deal', id, values: { title: 'w' }, expectedVersion })
    expect((await change(1)).version).toBe(2)
    expect(await refusalOf(change(1))).toMatchObject({ code: 'stale_version', status: 409 })
  })

  it('lets exactly one of sixteen writers on one version win', async () => {
    for (let round = 0; round < 5; round++) {
      const { id } = await create('deal', { title: 'race' })
      const writers = Array.from({ length: 16 }, (_, i) =>
        fixture.records.update(fixture.admin, { object: 'deal', id, values: { title: `w${i}` }, expectedVersion: 1 }),
      )
      const results = await Promise.allSettled(writers)
      expect(results.filter(({ status }) => status === 'fulfilled')).toHaveLength(1)
      expect(await eventsOf(id)).toHaveLength(2)
    }
  })

  it('loses no update of sixteen writers without a version', async () => {
    const { id } = await create('deal', { title: 'all' })
    await Promise.all(Array.from({ length: 16 }, (_, i) => update(id, { title: `w${i}` })))
    const events = await eventsOf(id)
    expect(events.map(({ version }) => version)).toEqual(Array.from({ length: 17 }, (_, i) => i + 1))
    const titles = events.slice(1).map(({ changes }) => (changes as Record<string, string[]>).title!)
    for (const [i, [old]] of titles.entries()) expect(old).toBe(i === 0 ? 'all' : titles[i - 1]![1])
  })

  it('tolerates a broken rule as long as its fields stay as they are', async () => {
    const { id } = await create('deal', { title: 'old', amount: 10 })
    await fixture.db.query({ text: 'update deal set amount = 2000000 where id = $1', values: [id] })
    await update(id, { title: 'still' })
    await update(id, { title: 'same', amount: 2_000_000 })
    expect((await refusalOf(update(id, { amount: 2_000_001 }))).problems).toEqual(['/amount rule'])
  })

  it('compares with the record before the write', async () => {
    const { id } = await create('deal', { title: 'grow', amount: 10 })
    await update(id, { amount: 11 })
    expect((await refusalOf(update(id, { amount: 10 }))).problems).toEqual(['/amount rule'])
  })

  it('changes the state by transitions only', async () => {
    const { id } = await create('deal', { title: 'state' })
    expect((await refusalOf(update(id, { stage: 'open' }))).problems).toEqual(['/stage use_transition'])
    expect(parsed(await update(id, { stage: 'draft', title: 'sent back' }))).toMatchObject({ stage: 'draft' })
  })

  it('runs a transition with its conditions, requirements and values', async () => {
    const { id } = await create('deal', { title: 'walk' })
    const go = (transition: string, values = {}) =>
      fixture.records.transition(fixture.admin, { object: 'deal', id, transition, values })
    expect(await refusalOf(go('win'))).toMatchObject({
      code: 'transition_not_allowed',
      status: 409,
      problems: ['wrong_state', 'condition_not_met', '/close_date required'],
    })
    expect(parsed(await go('open'))).toMatchObject({ stage: 'open' })
    const won = parsed(await go('win', { amount: 5, close_date: '2026-02-03' }))
    const today = new Intl.DateTimeFormat('sv', { timeZone: 'Asia/Shanghai' }).format(new Date())
    expect(won).toMatchObject({ stage: 'won', won_on: today, note: 'walk', amount: 5, close_date: '2026-02-03' })
    expect((await eventsOf(id)).at(-1)).toMatchObject({ op: 'transition', changes: { stage: ['open', 'won'] } })
    expect(await refusalOf(go('nope'))).toMatchObject({ code: 'not_found' })
  })

  it.each(['nowhere', 'constructor', '__proto__'])('does not know the transition %s', async (transition) => {
    const { id } = await fixture.records.create(fixture.admin, { object: 'deal', values: { title: 'still' } })
    const go = fixture.records.transition(fixture.admin, { object: 'deal', id, transition })
    expect(await refusalOf(go)).toMatchObject({ code: 'not_found', status: 404 })
  })

  it('lets one of sixteen transitions happen', async () => {
    const { id } = await create('deal', { title: 'once' })
    const tries = Array.from({ length: 16 }, () =>
      fixture.records.transition(fixture.admin, { object: 'deal', id, transition: 'open' }),
    )
    const results = await Promise.allSettled(tries)
    expect(results.filter(({ status }) => status === 'fulfilled')).toHaveLength(1)
  })
})

const lastNumber = async () =>
  Number((await fixture.db.query({ text: `select value from fw_sequence where object = 'deal'` })).rows[0]!.value)

describe('numbers', () => {
  it('are given without gaps or doubles to sixteen writers, refused records included', async () => {
    const before = await lastNumber()
    const writes = Array.from({ length: 64 }, (_, i) =>
      create('deal', i % 4 === 0 ? { title: 'bad', amount: 1_000_001 } : { title: `n${i}` }).then(
        (record) => Number(String(parsed(record).number).slice(-4)),
        () => null,
      ),
    )
    const numbers = (await Promise.all(writes)).filter((n) => n !== null).sort((a, b) => a - b)
    expect(numbers).toEqual(Array.from({ length: 48 }, (_, i) => before + 1 + i))
  })
})

describe('deleting', () => {
  it('hides the record everywhere, keeps it in the bin and brings it back', async () => {
    const { id } = await create('deal', { title: 'bin' })
    await fixture.records.remove(fixture.admin, { object: 'deal', id })
    const { records, admin } = fixture
    const address = { object: 'deal', id }
    expect(await refusalOf(records.get(admin, address))).toMatchObject({ code: 'not_found' })
    expect(await refusalOf(records.history(admin, address))).toMatchObject({ code: 'not_found' })
    expect(await refusalOf(update(id, { title: 'x' }))).toMatchObject({ code: 'not_found' })
    expect((await listOf(records, admin, { object: 'deal', filter: `title == "bin"` })).data).toEqual([])
    const bin = JSON.parse(await records.recycleBin(admin, {})) as { data: object[] }
    expect(bin.data[0]).toMatchObject({ object: 'deal', id, label: 'bin', deleted_by: { label: 'Ada' } })
    expect(parsed(await records.undelete(admin, address))).toMatchObject({ title: 'bin', version: 3 })
    expect((await eventsOf(id)).map(({ op }) => op)).toEqual(['create', 'delete', 'undelete'])
    expect(await refusalOf(records.undelete(admin, address))).toMatchObject({ code: 'not_found' })
  })

  it('pages through the bin', async () => {
    const made = await Promise.all(Array.from({ length: 5 }, (_, i) => create('region', { name: `r${i}` })))
    for (const { id } of made) await fixture.records.remove(fixture.admin, { object: 'region', id })
    const seen: string[] = []
    let after: string | undefined
    do {
      const page = JSON.parse(
        await fixture.records.recycleBin(fixture.admin, { object: 'region', limit: 2, after }),
      ) as {
        data: { id: string }[]
        page: { after: string | null }
      }
      seen.push(...page.data.map(({ id }) => id))
      after = page.page.after ?? undefined
    } while (after)
    expect(seen).toEqual(made.map(({ id }) => id).toReversed())
  })

  it('is refused while records refer to it, and empties lookups that allow it', async () => {
    const customer = await create('customer', { name: 'Used' })
    const { id } = await create('deal', { title: 'uses', customer: customer.id })
    const remove = () => fixture.records.remove(fixture.admin, { object: 'customer', id: customer.id })
    expect(await refusalOf(remove())).toMatchObject({ code: 'still_referenced', problems: ['still_referenced'] })
    await update(id, { customer: null, partner: customer.id })
    await remove()
    expect(parsed(await fixture.records.get(fixture.admin, { object: 'deal', id }))).toMatchObject({
      partner: null,
      version: 3,
    })
    expect((await eventsOf(id)).at(-1)).toMatchObject({
      op: 'update',
      version: 3,
      changes: { partner: [customer.id, null] },
    })
  })

  it('tells a duplicate when a record comes back to a value that was taken meanwhile', async () => {
    const first = await create('customer', { name: 'F', code: 'TAKEN' })
    await fixture.records.remove(fixture.admin, { object: 'customer', id: first.id })
    await create('customer', { name: 'S', code: 'TAKEN' })
    const back = fixture.records.undelete(fixture.admin, { object: 'customer', id: first.id })
    expect(await refusalOf(back)).toMatchObject({ code: 'duplicate', problems: ['/code duplicate'] })
  })
})

describe('history', () => {
  it('names people and records, newest first, page by page', async () => {
    const customer = await create('customer', { name: 'Hist' })
    const { id } = await create('deal', { title: 'one', customer: customer.id })
    await fixture.records.update(fixture.admin, { object: 'deal', id, values: { title: 'two' }, reason: 'typo' })
    await update(id, { customer: null })
    const page = await fixture.records.history(fixture.admin, { object: 'deal', id, limit: 2 })
    expect(page.data).toMatchObject([
      { version: 3, op: 'update', changes: { customer: [{ id: customer.id, label: 'Hist' }, null] } },
      { version: 2, actor: { label: 'Ada' }, reason: 'typo', changes: { title: ['one', 'two'] } },
    ])
    const rest = await fixture.records.history(fixture.admin, { object: 'deal', id, limit: 2, after: page.page.after! })
    expect(rest.data.map(({ op }) => op)).toEqual(['create'])
    expect(rest.page.after).toBeNull()
    const foreign = fixture.records.history(fixture.admin, {
      object: 'customer',
      id: customer.id,
      after: page.page.after!,
    })
    expect(await refusalOf(foreign)).toMatchObject({ code: 'invalid_cursor' })
  })

  it('restores what a record was at a version and at a moment, as a write of its own', async () => {
    const { id } = await create('deal', { title: 'a', amount: 1, quantity: 5 })
    await update(id, { title: 'b', amount: 2 })
    const { rows } = await fixture.db.query<{ at: string }>({ text: 'select now()::text as at' })
    await update(id, { title: 'c', quantity: null })
    const address = { object: 'deal', id }
    const { records, admin } = fixture
    expect(parsed(await records.restore(admin, { ...address, version: 2 }))).toMatchObject({
      title: 'b',
      quantity: 5,
      version: 4,
    })
    await update(id, { title: 'd' })
    expect(parsed(await records.restore(admin, { ...address, at: rows[0]!.at }))).toMatchObject({
      title: 'b',
      amount: 2,
    })
    expect((await eventsOf(id)).at(-1)).toMatchObject({ op: 'restore', version: 6, changes: { title: ['d', 'b'] } })
    expect(await refusalOf(records.restore(admin, { ...address, version: 99 }))).toMatchObject({ code: 'not_found' })
    expect(await refusalOf(records.restore(admin, { ...address, version: 1 }))).toMatchObject({
      problems: ['/amount rule'],
    })
  })
})

describe('the platform itself', () => {
  it('writes without an author and with its reason', async () => {
    const { id, json } = await create('deal', { title: 'sys', stage: 'won' }, asSystem('nightly import'))
    expect(JSON.parse(json)).toMatchObject({ created_by: null, stage: 'won' })
    expect(await eventsOf(id)).toMatchObject([{ actor: null, reason: 'nightly import' }])
  })
})

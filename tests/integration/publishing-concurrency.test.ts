import { setTimeout as sleep } from 'node:timers/promises'
import { statementName } from '@fieldwork/database'
import type { Database, Registry } from '@fieldwork/database'
import { Client } from 'pg'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { admin, object, openWorkspace, put, steps } from './publishing-fixture.ts'
import type { Fields, Workspace } from './publishing-fixture.ts'

let w: Workspace
let other: { db: Database; registry: Registry }

beforeAll(async () => {
  w = await openWorkspace()
  other = await w.join()
  await w.registry.publish(put(object('busy', { n: { type: 'integer' } })), admin)
  await w.rows(`insert into main.busy (id, n) select gen_random_uuid(), i from generate_series(1, 2000) i`)
})

afterAll(() => w.close())

const wait = (check: () => boolean) => vi.waitFor(() => expect(check()).toBe(true), { timeout: 5_000, interval: 10 })

const field = (name: string) => ({
  properties: { [name]: { 'x-field': { type: 'text', label: { en: name, 'zh-CN': name } } } },
})

const patch = (name: string) => ({ patch: [{ kind: 'object' as const, name: 'left', patch: field(name) }] })

describe('publishers at the same time', () => {
  it('on two nodes with different documents both succeed, one after the other', async () => {
    const [a, b] = await Promise.all([
      w.registry.publish(put(object('left', {})), admin),
      other.registry.publish(put(object('right', {})), admin),
    ])
    expect(Math.abs(a.revision - b.revision)).toBe(1)
    for (const { registry } of [w, other]) {
      const catalog = await registry.refresh()
      expect([catalog.objects.has('left'), catalog.objects.has('right')]).toEqual([true, true])
    }
  })

  it('with patches of one document both keep their part', async () => {
    await Promise.all(
      ['p1', 'p2', 'p3', 'p4'].map((name, i) => (i % 2 ? w : other).registry.publish(patch(name), admin)),
    )
    const { fields } = (await w.registry.refresh()).object('left')
    expect(['p1', 'p2', 'p3', 'p4'].every((name) => fields.has(name))).toBe(true)
    expect(steps(await w.registry.plan({}))).toEqual([])
  })
})

describe('a node that has not heard yet what another one published', () => {
  it('compares with what is stored, not with what it knows', { timeout: 20_000 }, async () => {
    const late = await w.join()
    late.db.createClient = () => new Client({ host: '127.0.0.1', port: 1 })
    await w.rows(`select pg_terminate_backend(pid) from pg_stat_activity
      where application_name like 'fw_heard %' and datname = current_database()`)
    for (const round of [1, 2, 3]) {
      const name = `note${round}`
      await w.registry.publish({ patch: [{ kind: 'object', name: 'busy', patch: field(name) }] }, admin)
      await late.registry.refresh()
      const patchOut = { kind: 'object' as const, name: 'busy', patch: { properties: { [name]: null } } }
      const { revision } = await w.registry.publish({ patch: [patchOut], confirm: true }, admin)
      expect(steps(await late.registry.planRevert(revision))).toEqual([
        expect.stringMatching(/Bring back field .* with the data it had/),
      ])
      await late.registry.revert(revision, admin, { confirm: true })
      expect(steps(await w.registry.plan({}))).toEqual([])
      const [column] = await w.rows(`select dropped_at from fw_column where object = 'busy' and field = '${name}'`)
      expect(column).toEqual({ dropped_at: null })
    }
  })
})

describe('another node', () => {
  it('hears of a publish without asking', async () => {
    const { revision } = await w.registry.publish(put(object('heard', {})), admin)
    await wait(() => other.registry.catalog().revision === revision)
    expect(other.registry.catalog().objects.has('heard')).toBe(true)
  })

  it('still learns of it by refresh when it cannot hear, and hears again after the connection came back', async () => {
    const listeners = `from pg_stat_activity where application_name like 'fw_heard %' and datname = current_database()`
    await w.rows(`select pg_terminate_backend(pid) ${listeners}`)
    const { revision } = await w.registry.publish(put(object('unheard', {})), admin)
    expect((await other.registry.refresh()).revision).toBe(revision)
    await vi.waitFor(async () => expect(await w.rows(`select pid ${listeners}`)).toHaveLength(2), { timeout: 5_000 })
    const { revision: next } = await w.registry.publish(put(object('heard_again', {})), admin)
    await wait(() => other.registry.catalog().revision === next)
  })

  it('keeps the catalog a reader holds unchanged', async () => {
    const held = other.registry.catalog()
    const before = held.object('busy')
    const { revision } = await w.registry.publish(
      put(object('busy', { n: { type: 'integer' }, later: { type: 'text' } })),
      admin,
    )
    await wait(() => other.registry.catalog().revision === revision)
    expect(held.object('busy')).toBe(before)
    expect(before.fields.has('later')).toBe(false)
  })

  it('answers concurrent refreshes with the same catalog', async () => {
    await w.registry.publish(put(object('shared', {})), admin)
    const catalogs = await Promise.all(Array.from({ length: 8 }, () => other.registry.refresh()))
    expect(new Set(catalogs).size).toBe(1)
  })
})

const shape = (scale: number, fields: Fields = {}) =>
  put(object('hot', { m: { type: 'decimal', scale }, code: { type: 'text' }, ...fields }))

describe('a publish that changes a table', () => {
  it('waits for a long reader, while writers and readers go on', async () => {
    let release!: () => void
    const finished = new Promise<void>((resolve) => (release = resolve))
    const reader = other.db.transaction(async (tx) => {
      await tx.query({ text: 'select count(*) from main.busy' })
      await finished
    })
    await sleep(50)
    let isPublished = false
    const publishing = w.registry
      .publish(put(object('busy', { n: { type: 'integer' }, extra: { type: 'text' } })), admin)
      .then(() => (isPublished = true))

    const waits: number[] = []
    for (const until = Date.now() + 1_500; Date.now() < until;) {
      const start = performance.now()
      await other.db.query({ text: 'update main.busy set n = n + 1 where n = 7' })
      waits.push(performance.now() - start)
      await sleep(5)
    }
    expect(isPublished).toBe(false)
    expect(Math.max(...waits)).toBeLessThan(600)
    release()
    await Promise.all([reader, publishing])
    expect(w.registry.catalog().object('busy').fields.has('extra')).toBe(true)
  })

  it('fails no statement of clients that go on working', async () => {
    await w.registry.publish(shape(2), admin)
    await w.rows(
      `insert into main.hot (id, m, code) select gen_random_uuid(), i, i::text from generate_series(1, 500) i`,
    )

    const done = new AbortController()
    let statements = 0
    const text = 'update main.hot set m = m + 1 where code = $1 returning m, code, version'
    const client = async (code: string) => {
      for (; !done.signal.aborted; statements++)
        await other.db.query({ name: statementName(text), text, values: [code] })
    }
    const clients = Promise.all(['1', '2', '3', '4'].map(client))
    for (const changes of [
      shape(2, { extra: { type: 'boolean' } }),
      shape(4, { extra: { type: 'boolean' } }),
      shape(4, { code: { type: 'text', unique: true } }),
      shape(4, { code: { type: 'long-text' }, account: { type: 'lookup', object: 'account' } }),
      shape(2),
    ]) {
      await w.registry.publish({ ...changes, confirm: true }, admin)
    }
    done.abort()
    await clients
    expect(statements).toBeGreaterThan(50)
    expect(steps(await w.registry.plan({}))).toEqual([])
  })

  it('counts values that do not fit once nobody can write any more', async () => {
    await w.registry.publish(put(object('race', { v: { type: 'text' } })), admin)
    await w.rows(`insert into main.race (id, v) values (gen_random_uuid(), '1')`)
    const toInteger = put(object('race', { v: { type: 'integer' } }))
    let commit!: () => void
    const decided = new Promise<void>((resolve) => (commit = resolve))
    const writer = other.db.transaction(async (tx) => {
      await tx.query({ text: `insert into main.race (id, v) values (gen_random_uuid(), 'not a number')` })
      await decided
    })
    await sleep(50)
    const publishing = w.registry.publish(toInteger, admin)
    await sleep(300)
    commit()
    await writer
    await expect(publishing).rejects.toMatchObject({ code: 'plan_needs_confirmation' })
    expect(await w.rows('select v from main.race order by v')).toEqual([{ v: '1' }, { v: 'not a number' }])
  })
})

import { setTimeout as sleep } from 'node:timers/promises'
import { createDatabase, sqlStateOf, statementName } from '@fieldwork/database'
import type { Database } from '@fieldwork/database'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createTestDatabase } from '../support/database.ts'
import type { TestDatabase } from '../support/database.ts'

let database: TestDatabase
let db: Database

beforeAll(async () => {
  database = await createTestDatabase()
  db = createDatabase({ url: database.url, maxConnections: 3, statementTimeoutMs: 2_000 })
  await db.query({ text: 'create schema main' })
  await db.query({ text: 'create table item (id int primary key, n int)' })
})

afterAll(async () => {
  await db.close()
  await database.drop()
})

const value = async (text: string): Promise<unknown> =>
  (await db.query<{ value: unknown }>({ text: `select ${text} as value` })).rows[0]!.value

describe('a session', () => {
  it.each([
    ['timezone', 'UTC'],
    ['jit', 'off'],
    ['search_path', 'main'],
    ['statement_timeout', '2s'],
    ['plan_cache_mode', 'auto'],
  ])('has %s = %s', async (setting, expected) => {
    expect(await value(`current_setting('${setting}')`)).toBe(expected)
  })

  it('keeps settings that the address already carries', async () => {
    const url = new URL(database.url)
    url.searchParams.set('options', '-c work_mem=7MB')
    const other = createDatabase({ url: url.href })
    const { rows } = await other.query({ text: `select current_setting('work_mem') m, current_setting('jit') j` })
    await other.close()
    expect(rows).toEqual([{ m: '7MB', j: 'off' }])
  })

  it('cancels a statement that runs longer than the timeout', async () => {
    await expect(db.query({ text: 'select pg_sleep(5)' })).rejects.toSatisfy((error) => sqlStateOf(error) === '57014')
  })

  it('refuses a schema name that would not be an identifier', () => {
    expect(() => createDatabase({ url: database.url, schema: 'a"b' })).toThrow(/schema/)
  })
})

describe('values', () => {
  it.each([
    ['12345678901234567.89::numeric', '12345678901234567.89'],
    ['9007199254740993::bigint', '9007199254740993'],
    [`'2024-02-29'::date`, '2024-02-29'],
    [`'2024-02-29 12:00:00.123456+08'::timestamptz`, '2024-02-29 04:00:00.123456+00'],
    [`array['2024-02-29']::date[]`, ['2024-02-29']],
    ['array[1.10]::numeric[]', ['1.10']],
    ['3', 3],
    ['true', true],
  ])('%s arrives as %j', async (sql, expected) => {
    expect(await value(sql)).toEqual(expected)
  })
})

describe('named statements', () => {
  it('have names of at most 63 bytes that differ with the text', () => {
    expect(statementName('select 1').length).toBeLessThanOrEqual(63)
    expect(statementName('select 1')).toBe(statementName('select 1'))
    expect(statementName('select 1')).not.toBe(statementName('select 2'))
  })

  it('survive a change of the result type', async () => {
    await db.query({ text: 'create table shape (n numeric(9,2)); insert into shape values (1)' })
    const statement = { name: statementName('shape'), text: 'select n from shape' }
    const asArrays = { ...statement, rowMode: 'array' }
    for (let i = 0; i < 6; i++) await db.query(statement)
    await db.query({ text: 'alter table shape alter column n type numeric(12,4)' })
    const { rows } = await db.query(asArrays)
    expect(rows).toEqual([['1.0000']])
  })
})

const takeLocks = (...keys: number[]) => `select ${keys.map((key) => `pg_advisory_xact_lock(${key})`).join(', ')}`

const isWaiting = () =>
  value(`exists (select from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock')`)

describe('a statement', () => {
  it('is tried again after a deadlock', async () => {
    let single: Promise<unknown> | undefined
    await db.transaction(async (tx) => {
      await tx.query({ text: takeLocks(1) })
      single = db.query({ text: takeLocks(2, 1) })
      await expect.poll(isWaiting).toBe(true)
      await tx.query({ text: takeLocks(2) })
    })
    await expect(single).resolves.toMatchObject({ rowCount: 1 })
  })
})

describe('transaction', () => {
  it('commits everything or nothing', async () => {
    await db.transaction((tx) => tx.query({ text: 'insert into item values (1, 1)' }))
    const failing = db.transaction(async (tx) => {
      await tx.query({ text: 'insert into item values (2, 2)' })
      throw new Error('stop')
    })
    await expect(failing).rejects.toThrow('stop')
    expect((await db.query({ text: 'select id from item' })).rows).toEqual([{ id: 1 }])
  })

  it('does not pretend to have committed when an error inside was swallowed', async () => {
    const swallowed = db.transaction(async (tx) => {
      await tx.query({ text: 'insert into item values (3, 3)' })
      await tx.query({ text: 'select 1 / 0' }).catch(() => undefined)
    })
    await expect(swallowed).rejects.toThrow(/nothing was stored/)
  })

  it('leaves no failed connection behind', async () => {
    for (let i = 0; i < 9; i++) {
      await expect(db.transaction((tx) => tx.query({ text: 'select 1 / 0' }))).rejects.toThrow(/zero/)
    }
    expect(await Promise.all([1, 2, 3, 4, 5, 6].map((n) => value(String(n))))).toEqual([1, 2, 3, 4, 5, 6])
  })

  it('refuses queries after its end', async () => {
    let late: (() => Promise<unknown>) | undefined
    await db.transaction(async (tx) => {
      late = () => tx.query({ text: 'select 1' })
    })
    await expect(late!()).rejects.toThrow(/ended/)
  })

  it('whose connection is lost between two queries fails, and the process goes on', async () => {
    const lost = db.transaction(async (tx) => {
      const { rows } = await tx.query({ text: 'select pg_backend_pid() as pid' })
      await db.query({ text: 'select pg_terminate_backend($1)', values: [rows[0]!.pid] })
      await sleep(100)
      await tx.query({ text: 'select 1' })
    })
    await expect(lost).rejects.toThrow(/connection|terminat/i)
    expect(await value('1')).toBe(1)
  })

  it('is tried again after a deadlock', async () => {
    await db.query({ text: 'insert into item values (10, 0), (11, 0)' })
    let runs = 0
    let bothHold: () => void
    const barrier = new Promise<void>((resolve) => (bothHold = resolve))
    let holding = 0
    const add = (first: number, second: number) =>
      db.transaction(async (tx) => {
        runs++
        await tx.query({ text: 'update item set n = n + 1 where id = $1', values: [first] })
        if (++holding === 2) bothHold()
        await barrier
        await tx.query({ text: 'update item set n = n + 1 where id = $1', values: [second] })
      })
    await Promise.all([add(10, 11), add(11, 10)])
    expect(runs).toBe(3)
    const { rows } = await db.query({ text: 'select n from item where id in (10, 11)' })
    expect(rows).toEqual([{ n: 2 }, { n: 2 }])
  })

  it('gives a serialization failure to the caller when retries are used up', async () => {
    await db.query({ text: 'insert into item values (20, 0)' })
    const stale = db.transaction(
      async (tx) => {
        await tx.query({ text: 'select n from item where id = 20' })
        await db.query({ text: 'update item set n = n + 1 where id = 20' })
        await tx.query({ text: 'update item set n = n + 1 where id = 20' })
      },
      { isolation: 'repeatable read', retries: 1 },
    )
    await expect(stale).rejects.toSatisfy((error) => sqlStateOf(error) === '40001')
  })
})

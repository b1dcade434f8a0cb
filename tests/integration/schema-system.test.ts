import { createDatabase, migrate } from '@fieldwork/database'
import type { Database } from '@fieldwork/database'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createTestDatabase } from '../support/database.ts'
import type { TestDatabase } from '../support/database.ts'

let database: TestDatabase
let db: Database

beforeAll(async () => {
  database = await createTestDatabase()
  db = createDatabase({ url: database.url, schema: 'tenant_a' })
  await Promise.all([migrate(db), migrate(db), migrate(db)])
})

afterAll(async () => {
  await db.close()
  await database.drop()
})

const value = async (text: string, values: unknown[] = []): Promise<unknown> =>
  (await db.query<{ value: unknown }>({ text: `select ${text} as value`, values })).rows[0]!.value

describe('migrate', () => {
  it('makes the system tables and nothing else, also when several processes start at once', async () => {
    const { rows } = await db.query<{ name: string }>({
      text: `select table_schema || '.' || table_name as name from information_schema.tables
        where table_schema not in ('pg_catalog', 'information_schema') order by 1`,
    })
    const tables =
      'access acl approval approval_event approval_link approval_task approval_timer approval_version attempt backup call captcha column conflict conversion deadline deadline_event deadline_rule definition delivery device event external_identity file hook_call idempotency identity login metadata_history migration notification notification_choice operation outbox password recovery_code reminder revision run run_step schedule sequence session setting table task token wait worker workflow_version'
    expect(rows.map((row) => row.name)).toEqual(tables.split(' ').map((name) => `tenant_a.fw_${name}`))
  })

  it('starts at revision 0 with one row, and cannot have two', async () => {
    expect(await value('(select array_agg(revision::int) from fw_revision)')).toEqual([0])
    await expect(db.query({ text: 'insert into fw_revision (revision, at) values (9, now())' })).rejects.toThrow(
      /unique/,
    )
  })

  it('runs each migration once', async () => {
    const stamps = '(select array_agg(at::text order by version) from fw_migration)'
    const before = await value(stamps)
    await migrate(db)
    expect(await value(stamps)).toEqual(before)
  })

  it('refuses a workspace that a newer program has used', async () => {
    await db.query({ text: `insert into fw_migration (version, name) values (9999, 'future')` })
    await expect(migrate(db)).rejects.toThrow(/newer program/)
    await db.query({ text: 'delete from fw_migration where version = 9999' })
  })

  it('keeps the order of keys in a definition', async () => {
    await db.query({
      text: `insert into fw_definition values ('workspace', 'view', 'v', '{"zz":1,"a":{"long_key":1,"b":2}}')`,
    })
    expect(JSON.stringify(await value('(select body from fw_definition)'))).toBe('{"zz":1,"a":{"long_key":1,"b":2}}')
  })
})

describe('casts that never fail', () => {
  it.each([
    ['numeric', ' 12.50 ', '12.50'],
    ['numeric', '-.5', '-0.5'],
    ['numeric', '1e3', '1000'],
    ['numeric', 'NaN', null],
    ['numeric', '12,5', null],
    ['numeric', '', null],
    ['date', '2024-02-29', '2024-02-29'],
    ['date', '2024/3/1', '2024-03-01'],
    ['date', '2023-02-29', null],
    ['date', 'tomorrow', null],
    ['date', '2024-01-011', null],
    ['boolean', '是', true],
    ['boolean', 'No', false],
    ['boolean', 'maybe', null],
    ['uuid', '018F0000-0000-7000-8000-000000000000', '018f0000-0000-7000-8000-000000000000'],
    ['uuid', '018f0000', null],
  ])('to %s of %j gives %j', async (type, text, expected) => {
    expect(await value(`fw_try_${type}($1)`, [text])).toBe(expected)
  })

  it.each([
    ['2024-01-01 08:00', '2024-01-01 00:00:00+00'],
    ['2024-01-01T08:00:00Z', '2024-01-01 08:00:00+00'],
    ['2024-01-01', '2023-12-31 16:00:00+00'],
    ['infinity', null],
    ['2024-13-01', null],
  ])('to a moment of %j in Shanghai gives %j', async (text, expected) => {
    expect(await value(`fw_try_timestamptz($1, 'Asia/Shanghai')`, [text])).toBe(expected)
  })
})

import { createDatabase } from '@fieldwork/database'
import type { Database } from '@fieldwork/database'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { createTestDatabase } from '../support/database.ts'
import type { TestDatabase } from '../support/database.ts'

let database: TestDatabase
let db: Database

beforeAll(async () => {
  database = await createTestDatabase()
  // one connection, so that each statement finds it as the one before has left it
  db = createDatabase({ url: database.url, maxConnections: 1, statementTimeoutMs: 400 })
  await db.query({ text: 'create schema main' })
})

afterAll(async () => {
  await db.close()
  await database.drop()
})

const text = `select current_setting('plan_cache_mode') as mode`
const once = () => ({ doubt: 0, doubtedUntil: 0, doubtedFor: 0 })
const modeOf = async (query: Database['query'], planning?: ReturnType<typeof once> | 'any') =>
  (await query<{ mode: string }>({ text, planning })).rows[0]?.mode

it('plans once for all values only what asks for it', async () => {
  expect(await modeOf(db.query)).toBe('auto')
  expect(await modeOf(db.query, once())).toBe('force_generic_plan')
  expect(await modeOf(db.query, 'any')).toBe('force_generic_plan')
  expect(await modeOf(db.query)).toBe('auto')
  expect(await modeOf(db.query, 'any')).toBe('auto')
})

it('plans as the server sees fit in a transaction, also after one that failed', async () => {
  await modeOf(db.query, once())
  await db.transaction(async ({ query }) => {
    expect(await modeOf(query)).toBe('auto')
    expect(await modeOf(query, once())).toBe('auto')
  })
  await expect(db.transaction(({ query }) => query({ text: 'select 1 / 0' }))).rejects.toThrow('division')
  expect(await modeOf(db.query, once())).toBe('force_generic_plan')
  expect(await modeOf(db.query)).toBe('auto')
})

it('plans a statement for its values after the plan for all of them has proved slow or was cancelled', async () => {
  const planning = once()
  const asked = {
    name: 'slow',
    text: `select current_setting('plan_cache_mode') as mode, pg_sleep($1)`,
    planning,
  }
  const run = async (seconds: number) => (await db.query({ ...asked, values: [seconds] })).rows[0]?.mode
  expect(await run(0.35)).toBe('force_generic_plan')
  expect(await run(0)).toBe('force_generic_plan')
  expect(await run(0.35)).toBe('force_generic_plan')
  expect(await run(0)).toBe('auto')
  planning.doubtedUntil = 0
  expect(await run(0)).toBe('force_generic_plan')
  await expect(run(1)).rejects.toThrow('statement timeout')
  expect(await run(0)).toBe('auto')
})

import { addJobs, createJobs, prepareJobs } from '@fieldwork/automation'
import type { Jobs, OutboxConsumer, OutboxRow } from '@fieldwork/automation'
import { createDatabase, migrate, nudgeOutbox, setCause } from '@fieldwork/database'
import type { Database } from '@fieldwork/database'
import { afterAll, afterEach, beforeAll, expect, it, vi } from 'vitest'
import { createTestDatabase } from '../support/database.ts'
import type { TestDatabase } from '../support/database.ts'

let database: TestDatabase
let db: Database
const running: Jobs[] = []

beforeAll(async () => {
  database = await createTestDatabase()
  db = createDatabase({ url: database.url })
  await migrate(db)
  await prepareJobs(db)
})

afterEach(async () => {
  await Promise.all(running.splice(0).map((jobs) => jobs.stop()))
  await db.query({ text: 'delete from graphile_worker._private_jobs' })
  await db.query({ text: 'delete from fw_outbox' })
})

afterAll(async () => {
  await db.close()
  await database.drop()
})

async function listen(consumers: Record<string, OutboxConsumer>, done: unknown[] = []): Promise<Jobs> {
  const tasks = { note: async ({ payload }: { payload: unknown }) => void done.push(payload) }
  const jobs = createJobs({ db, log: db.log, tasks, consumers })
  running.push(jobs)
  await jobs.start()
  return jobs
}

const write = (listener: string, from = 1, to = from) =>
  db.query({
    text: 'insert into fw_outbox (event, listener) select n, $1 from generate_series($2::int, $3::int) n',
    values: [listener, from, to],
  })

const left = async (): Promise<OutboxRow[]> =>
  (await db.query<OutboxRow & Record<string, unknown>>({ text: 'select * from fw_outbox order by id' })).rows

const noting: OutboxConsumer = async (_tx, rows) => rows.map(({ event }) => ({ task: 'note', payload: event }))

it('tells each consumer the rows of its prefix and does their jobs, by a poll or sooner after a nudge', async () => {
  const done: unknown[] = []
  const hooks: string[] = []
  await listen(
    {
      workflow: noting,
      hook: async (_tx, rows) => {
        hooks.push(...rows.map(({ listener, event }) => `${listener} ${event}`))
        return []
      },
    },
    done,
  )
  await write('workflow:welcome')
  await write('hook:erp', 7)
  await write('nobody:cares', 8)
  nudgeOutbox(db)
  await vi.waitFor(() => expect([done, hooks]).toEqual([['1'], ['hook:erp 7']]))
  expect(await left()).toEqual([expect.objectContaining({ listener: 'nobody:cares' })])
})

it('moves ten thousand rows of several processes once each, in batches', async () => {
  const done: unknown[] = []
  const sizes: number[] = []
  await write('workflow:welcome', 1, 10_000)
  const consumer: OutboxConsumer = async (tx, rows) => {
    sizes.push(rows.length)
    expect(rows.map(({ id }) => Number(id))).toEqual(rows.map(({ id }) => Number(id)).toSorted((a, b) => a - b))
    await addJobs(tx, [])
    return [{ task: 'note', payload: rows.map(({ event }) => event) }]
  }
  await Promise.all([listen({ workflow: consumer }, done), listen({ workflow: consumer }, done)])
  await vi.waitFor(() => expect(done.flat()).toHaveLength(10_000), { timeout: 10_000 })
  expect(new Set(done.flat()).size).toBe(10_000)
  expect(Math.max(...sizes)).toBe(1_000)
}, 15_000)

it('keeps rows whose consumer fails, and lets one bad row not hold up the others', async () => {
  const done: unknown[] = []
  await write('workflow:welcome', 1, 30)
  const jobs = await listen(
    {
      workflow: async (tx, rows) => {
        if (rows.some(({ event }) => event === '13')) throw new Error('thirteen is too much')
        return noting(tx, rows)
      },
    },
    done,
  )
  await vi.waitFor(() => expect(done).toHaveLength(29), { timeout: 8_000 })
  expect(await left()).toEqual([
    expect.objectContaining({
      event: '13',
      error: {
        code: 'internal_error',
        message: expect.objectContaining({ en: 'It stopped with: thirteen is too much' }),
      },
    }),
  ])
  await db.query({ text: `update fw_outbox set not_before = 'infinity'` })
  expect((await jobs.state()).outbox).toMatchObject({ waiting: 0, dead: 1 })
}, 10_000)

it('stores what a consumer does together with the end of the rows, or neither', async () => {
  await db.query({ text: 'create table told (event bigint)' })
  await write('workflow:welcome')
  let tries = 0
  await listen({
    workflow: async (tx, rows) => {
      for (const { event } of rows) await tx.query({ text: 'insert into told values ($1)', values: [event] })
      if (++tries < 3) throw new Error('not yet')
      return []
    },
  })
  await vi.waitFor(async () => expect(await left()).toEqual([]), { timeout: 8_000 })
  expect(tries).toBeGreaterThan(1)
  expect((await db.query({ text: 'select from told' })).rowCount).toBe(1)
}, 10_000)

it('says how deep a write is that a run has made', async () => {
  const root = '018f0000-0000-7000-8000-000000000001'
  await db.transaction(async (tx) => {
    await setCause(tx, { run: root, depth: 3, root })
    await tx.query({ text: `insert into fw_outbox (event, listener) values (1, 'workflow:deep')` })
  })
  await write('workflow:flat')
  const seen: OutboxRow[] = []
  await listen({
    workflow: async (_tx, rows) => {
      seen.push(...rows)
      return []
    },
  })
  await vi.waitFor(() => expect(seen).toHaveLength(2))
  expect(seen.map(({ depth, root: first }) => [depth, first])).toEqual([
    [3, root],
    [0, null],
  ])
})

it('counts what waits, in the outbox and as jobs', async () => {
  const jobs = createJobs({ db, log: db.log, tasks: {} })
  await write('workflow:welcome', 1, 5)
  await addJobs(db, [
    { task: 'note', payload: 1 },
    { task: 'note', payload: 1, runAt: new Date(Date.now() + 60_000) },
  ])
  await db.query({ text: `update fw_outbox set created_at = now() - interval '90 seconds' where event = 1` })
  const state = await jobs.state()
  expect(state).toMatchObject({ outbox: { waiting: 5, dead: 0 }, jobs: { waiting: 1, later: 1, running: 0, dead: 0 } })
  expect(state.outbox.lagSeconds).toBeGreaterThan(89)
})

import { addJobs, createJobs, prepareJobs } from '@fieldwork/automation'
import type { Job, JobHandler, Jobs } from '@fieldwork/automation'
import { createDatabase, migrate } from '@fieldwork/database'
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
  await Promise.all([prepareJobs(db), prepareJobs(db), prepareJobs(db)])
})

afterEach(async () => {
  await Promise.all(running.splice(0).map((jobs) => jobs.stop()))
  await db.query({ text: 'delete from graphile_worker._private_jobs' })
})

afterAll(async () => {
  await db.close()
  await database.drop()
})

async function work(tasks: Record<string, JobHandler>, over = db): Promise<void> {
  const jobs = createJobs({ db: over, log: over.log, tasks })
  running.push(jobs)
  await jobs.start()
}

const waiting = async (): Promise<number> => {
  const { rows } = await db.query<{ n: number }>({
    text: 'select count(*)::int as n from graphile_worker._private_jobs',
  })
  return rows[0]!.n
}

it('does a job once its transaction has committed, and soon', async () => {
  const pings: { payload: unknown; afterMs: number }[] = []
  let committed = 0
  const ping: JobHandler = async ({ payload }) => void pings.push({ payload, afterMs: Date.now() - committed })
  await work({ ping })
  await db.transaction(async (tx) => {
    await addJobs(tx, [{ task: 'ping', payload: { n: 1 } }])
    await tx.query({ text: 'select pg_sleep(0.2)' })
    expect(pings).toEqual([])
  })
  committed = Date.now()
  await vi.waitFor(() => expect(pings).toHaveLength(1))
  expect(pings[0]!.payload).toEqual({ n: 1 })
  expect(pings[0]!.afterMs).toBeLessThan(500)
  await vi.waitFor(async () => expect(await waiting()).toBe(0))
})

it('does nothing for a transaction that was rolled back', async () => {
  await expect(
    db.transaction(async (tx) => {
      await addJobs(tx, [{ task: 'ping', payload: {} }])
      throw new Error('changed my mind')
    }),
  ).rejects.toThrow('changed my mind')
  expect(await waiting()).toBe(0)
})

it('keeps one waiting job of a key, the last one, also among those added together', async () => {
  await addJobs(db, [{ task: 'ping', payload: 1, key: 'a' }])
  await addJobs(db, [
    { task: 'ping', payload: 2, key: 'a' },
    { task: 'ping', payload: 3, key: 'a' },
    { task: 'ping', payload: 4 },
  ])
  const done: unknown[] = []
  await work({ ping: async ({ payload }) => void done.push(payload) })
  await vi.waitFor(() => expect(done.toSorted()).toEqual([3, 4]))
})

it('tries again what failed, and says which attempt it is', async () => {
  const attempts: number[] = []
  await addJobs(db, [{ task: 'flaky', payload: {} }])
  await work({
    async flaky({ attempt, lastAttempt }) {
      attempts.push(attempt)
      if (attempt === 1) throw new Error(`once is not enough (${lastAttempt})`)
    },
  })
  await vi.waitFor(() => expect(attempts).toEqual([1, 2]), { timeout: 8_000 })
}, 10_000)

it('leaves jobs of other workspaces in the same database to their own workers', async () => {
  const other = createDatabase({ url: database.url, schema: 'neighbour' })
  await migrate(other)
  const done: string[] = []
  await work({ ping: async () => void done.push('main') })
  await addJobs(other, [{ task: 'ping', payload: {}, key: 'same' }])
  await addJobs(db, [{ task: 'ping', payload: {}, key: 'same' }])
  await vi.waitFor(() => expect(done).toEqual(['main']))
  expect(await waiting()).toBe(1)
  await work({ ping: async () => void done.push('neighbour') }, other)
  await vi.waitFor(() => expect(done).toEqual(['main', 'neighbour']))
  await running.pop()!.stop()
  await other.close()
})

it('refuses the transaction of a worker whose job another one has taken', async () => {
  await db.query({ text: 'create table effect (job text)' })
  const refused: string[] = []
  let freed = false
  await addJobs(db, [{ task: 'slow', payload: {} }])
  const effect = (job: Job) =>
    db.transaction(async (tx) => {
      await job.fence(tx)
      await tx.query({ text: 'insert into effect values ($1)', values: [job.id] })
    })
  await work({
    async slow(job) {
      if (!freed) {
        freed = true
        await db.query({
          text: `select graphile_worker.force_unlock_workers(array_agg(distinct locked_by)) from graphile_worker._private_jobs`,
        })
        const done = async () => expect((await db.query({ text: 'select from effect' })).rowCount).toBe(1)
        await vi.waitFor(done, { timeout: 5_000 })
      }
      await effect(job).catch((error: Error) => {
        refused.push(error.message)
        throw error
      })
    },
  })
  await vi.waitFor(() => expect(refused).toEqual([expect.stringMatching(/another worker/)]), { timeout: 8_000 })
  expect((await db.query({ text: 'select from effect' })).rowCount).toBe(1)
}, 15_000)

it('does a job again under its key when it was added anew while being done, and holds on to neither', async () => {
  const seen: unknown[] = []
  await addJobs(db, [{ task: 'ping', payload: 1, key: 'again' }])
  await work({
    async ping(job) {
      seen.push(job.payload)
      if (job.payload !== 1) return
      await addJobs(db, [{ task: 'ping', payload: 2, key: 'again' }])
      await db.transaction((tx) => job.fence(tx))
      throw new Error('what I read was old')
    },
  })
  await vi.waitFor(() => expect(seen).toEqual([1, 2]))
  await vi.waitFor(async () => expect(await waiting()).toBe(0))
})

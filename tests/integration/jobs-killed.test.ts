import { spawn } from 'node:child_process'
import type { ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'
import { addJobs, createJobs, prepareJobs } from '@fieldwork/automation'
import { createDatabase, migrate } from '@fieldwork/database'
import type { Database } from '@fieldwork/database'
import { afterAll, afterEach, beforeAll, expect, it, vi } from 'vitest'
import { createTestDatabase } from '../support/database.ts'
import type { TestDatabase } from '../support/database.ts'
import { silentMs } from '../support/job-node.ts'

/** `JOBS=2000` for a long look */
const count = Number(process.env.JOBS ?? 300)
const node = fileURLToPath(new URL('../support/job-node.ts', import.meta.url))

let database: TestDatabase
let db: Database
const nodes: ChildProcess[] = []

beforeAll(async () => {
  database = await createTestDatabase()
  db = createDatabase({ url: database.url })
  await migrate(db)
  await prepareJobs(db)
  await db.query({ text: 'create table begun (n int, pid int)' })
  await db.query({ text: 'create table effect (n int, pid int)' })
  await db.query({ text: 'create table blocks (pid int)' })
  await db.query({ text: 'create table holds (pid int)' })
})

afterEach(() => Promise.all(nodes.splice(0).map(end)))
afterAll(async () => {
  await db.close()
  await database.drop()
})

const startNode = (): ChildProcess => {
  const child = spawn(process.execPath, ['--import', 'tsx', node, database.url], { stdio: 'inherit' })
  nodes.push(child)
  return child
}

async function end(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return
  const ended = once(child, 'exit')
  child.kill('SIGKILL')
  await ended
}

const number = async (text: string): Promise<number> =>
  Number((await db.query<{ n: string }>({ text: `select ${text} as n` })).rows[0]!.n)

it('loses no job and repeats no effect when a worker is killed and another one blocks', async () => {
  const payloads = Array.from({ length: count }, (_, n) => ({ task: 'effects', payload: { n } }))
  const own = [startNode(), startNode(), startNode()]
  const [killed, blocked] = own as [ChildProcess, ChildProcess]
  await vi.waitFor(async () => expect(await number('(select count(*) from fw_worker)')).toBe(3), { timeout: 60_000 })
  // nobody ends a job until both have begun some: however busy the machine is, something is lost with them
  await db.query({ text: 'insert into holds select unnest($1::int[])', values: [own.map(({ pid }) => pid)] })
  await db.query({ text: 'insert into blocks values ($1)', values: [blocked.pid] })
  await addJobs(db, payloads)
  const startedBy = (child: ChildProcess) => number(`(select count(*) from begun where pid = ${child.pid})`)
  for (const child of [killed, blocked])
    await vi.waitFor(async () => expect(await startedBy(child)).toBeGreaterThan(0), { timeout: 30_000 })
  killed.kill('SIGKILL')
  await db.query({ text: 'delete from holds' })
  const open = '(select count(*) from graphile_worker._private_jobs)'
  await vi.waitFor(async () => expect(await number(open)).toBe(0), { timeout: 60_000, interval: 100 })
  expect(await number('(select count(distinct n) from effect)')).toBe(count)
  expect(await number('(select count(*) from effect)')).toBe(count)
  expect(await number('(select count(*) from begun)')).toBeGreaterThan(count)
  expect(await number('(select count(*) from blocks)')).toBe(0)
}, 120_000)

it('sets jobs free that a silent worker holds, and leaves those of a living one', async () => {
  await db.query({ text: 'delete from fw_worker' })
  await addJobs(db, [
    { task: 'effects', payload: { n: -1 } },
    { task: 'effects', payload: { n: -2 } },
  ])
  await db.query({
    text: `update graphile_worker._private_jobs set locked_at = now() - interval '1 minute', attempts = 1,
      locked_by = 'worker' || (payload ->> 'n')`,
  })
  await db.query({ text: `insert into fw_worker (pool, host) values ('worker-1', 'here')` })
  const swept = await db.query({ text: `select fw_sweep(interval '30 seconds') as workers` })
  expect(swept.rows).toEqual([{ workers: ['worker-2'] }])
  const { rows } = await db.query({ text: 'select locked_by from graphile_worker._private_jobs order by 1' })
  expect(rows).toEqual([{ locked_by: 'worker-1' }, { locked_by: null }])
  await db.query({ text: 'delete from graphile_worker._private_jobs' })
})

it('drops what a lost worker held while a successor came, which is no dead job', async () => {
  await db.query({ text: 'delete from fw_worker' })
  await addJobs(db, [{ task: 'effects', payload: { n: -1 }, key: 'again' }])
  await db.query({
    text: `update graphile_worker._private_jobs set locked_at = now() - interval '1 minute', locked_by = 'lost'`,
  })
  await addJobs(db, [
    { task: 'effects', payload: { n: -2 }, key: 'again' },
    { task: 'effects', payload: { n: -3 } },
  ])
  const jobs = createJobs({ db, log: db.log, tasks: { idle: async () => {} }, silentMs })
  await jobs.start()
  const payloads = async () =>
    (await db.query({ text: `select payload ->> 'n' as n from graphile_worker._private_jobs order by 1` })).rows
  await vi.waitFor(async () => expect(await payloads()).toEqual([{ n: '-2' }, { n: '-3' }]))
  expect((await jobs.state()).jobs.dead).toBe(0)
  await jobs.stop()
  await db.query({ text: 'delete from graphile_worker._private_jobs' })
})

it('keeps the heart of a worker beating, and takes its leave', async () => {
  const hearts = '(select count(*) from fw_worker)'
  const before = await number(hearts)
  const jobs = createJobs({ db, log: db.log, tasks: { idle: async () => {} }, silentMs })
  await jobs.start()
  await vi.waitFor(async () => expect(await number(hearts)).toBe(before + 1))
  await jobs.stop()
  expect(await number(hearts)).toBe(before)
})

it('adds the jobs that its own tables say are missing, and none twice', async () => {
  await db.query({ text: 'create table due (name text primary key)' })
  await db.query({ text: `insert into due values ('a'), ('b')` })
  await addJobs(db, [{ task: 'wait', payload: 'a', key: 'due:a', runAt: new Date(Date.now() + 600_000) }])
  const jobs = createJobs({
    db,
    log: db.log,
    tasks: {},
    reconcilers: [
      async (tx) => {
        const { rows } = await tx.query<{ name: string }>({ text: 'select name from due' })
        return rows.map(({ name }) => ({ task: 'wait', payload: name, key: `due:${name}` }))
      },
    ],
  })
  await jobs.start()
  const keys = async () =>
    (await db.query({ text: 'select key from graphile_worker._private_jobs order by key' })).rows.map(({ key }) => key)
  await vi.waitFor(async () => expect(await keys()).toEqual(['main:due:a', 'main:due:b']))
  const later = `(select count(*) from graphile_worker._private_jobs where run_at > now() + interval '5 minutes')`
  expect(await number(later)).toBe(1)
  await db.query({ text: `delete from graphile_worker._private_jobs` })
  jobs.nudge()
  await vi.waitFor(async () => expect(await keys()).toEqual(['main:due:a', 'main:due:b']))
  await jobs.stop()
})

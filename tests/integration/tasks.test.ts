import { spawn } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { createDatabase, createTaskRunner, enqueueTask, listTasks, migrate, nudgeTasks } from '@fieldwork/database'
import { cancelTask, getTask, retryTask } from '@fieldwork/database'
import type { Database, TaskHandler, TaskRunner } from '@fieldwork/database'
import { appError } from '@fieldwork/metadata'
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest'
import { createTestDatabase } from '../support/database.ts'
import type { TestDatabase } from '../support/database.ts'
import { counting } from '../support/task-node.ts'

let database: TestDatabase
let db: Database
let runners: TaskRunner[] = []

beforeAll(async () => {
  database = await createTestDatabase()
  db = createDatabase({ url: database.url })
  await migrate(db)
  await db.query({ text: 'create table "user" (id uuid, name text)' })
})

afterEach(async () => {
  await Promise.all(runners.map((runner) => runner.close()))
  runners = []
})

afterAll(async () => {
  await db.close()
  await database.drop()
})

const label = { en: 'Count', 'zh-CN': '计数' }
const start = (...handlers: TaskHandler[]) => {
  runners.push(createTaskRunner(db, [counting as TaskHandler, ...handlers], { pollMs: 50 }))
}

async function count(table: string, total: number, pauseMs = 1): Promise<string> {
  await db.query({ text: `create table ${table} (n integer, pid integer)` })
  const id = await enqueueTask(db, { kind: 'counting', args: { total, pauseMs, table }, label })
  nudgeTasks(db)
  return id
}

const rowsOf = async (table: string): Promise<number[]> =>
  (await db.query<{ n: number }>({ text: `select n from ${table} order by n` })).rows.map(({ n }) => n)

const pidsOf = async (table: string): Promise<number[]> =>
  (await db.query<{ pid: number }>({ text: `select distinct pid from ${table}` })).rows.map(({ pid }) => pid)

const upTo = (n: number): number[] => Array.from({ length: n }, (_, i) => i + 1)

const isIn = (id: string, state: string) =>
  vi.waitFor(async () => expect((await getTask(db, id)).state).toBe(state), { timeout: 20_000, interval: 20 })

const hasRows = (table: string, least: number) =>
  vi.waitFor(async () => expect((await rowsOf(table)).length).toBeGreaterThanOrEqual(least), {
    timeout: 20_000,
    interval: 20,
  })

describe('a task', () => {
  it('runs once it is committed, and tells how far it is', async () => {
    start()
    const id = await count('counted', 5)
    await isIn(id, 'done')
    expect(await rowsOf('counted')).toEqual(upTo(5))
    const task = await getTask(db, id)
    expect(task).toMatchObject({ kind: 'counting', label, done: 5, total: 5, error: null, attempts: 1, actor: null })
    expect([task.started_at, task.finished_at].every((at) => at !== null && at.endsWith('Z'))).toBe(true)
  })

  it('is not there when its transaction is taken back', async () => {
    start()
    const before = await listTasks(db)
    const undone = db.transaction(async (tx) => {
      await enqueueTask(tx, { kind: 'counting', args: {}, label })
      throw new Error('back')
    })
    await expect(undone).rejects.toThrow('back')
    expect(await listTasks(db)).toEqual(before)
  })

  it('starts anew when a task of the same key is added, and stays one', async () => {
    const task = { kind: 'nobody', args: {}, label, key: 'k' }
    await enqueueTask(db, task)
    const second = await enqueueTask(db, task)
    expect((await listTasks(db, { keyPrefix: 'k' })).map(({ id }) => id)).toEqual([second])
  })

  it('of a kind that no node knows waits', async () => {
    start()
    const id = await enqueueTask(db, { kind: 'unknown', args: {}, label })
    const done = await count('meanwhile', 2)
    await isIn(done, 'done')
    expect(await getTask(db, id)).toMatchObject({ state: 'queued', attempts: 0 })
  })
})

describe('of several nodes', () => {
  it('one at a time works on a task', async () => {
    start()
    start()
    start()
    const ids = await Promise.all(['a', 'b', 'c', 'd'].map((name) => count(`shared_${name}`, 20)))
    await Promise.all(ids.map((id) => isIn(id, 'done')))
    for (const name of ['a', 'b', 'c', 'd']) expect(await rowsOf(`shared_${name}`)).toEqual(upTo(20))
    for (const id of ids) expect((await getTask(db, id)).attempts).toBe(1)
  })

  it('another one goes on where a killed process stopped', async () => {
    const id = await count('killed', 60, 20)
    const script = fileURLToPath(new URL('../support/task-node.ts', import.meta.url))
    const child = spawn(process.execPath, ['--import', 'tsx', script, database.url], {
      stdio: 'ignore',
    })
    await hasRows('killed', 5)
    child.kill('SIGKILL')
    await new Promise((resolve) => child.once('exit', resolve))
    start()
    await isIn(id, 'done')
    expect(await rowsOf('killed')).toEqual(upTo(60))
    expect((await pidsOf('killed')).sort()).toEqual([child.pid, process.pid].sort())
    expect((await getTask(db, id)).attempts).toBe(2)
  })

  it('none repeats a step when its connections are cut', async () => {
    start()
    const id = await count('cut', 60, 15)
    for (const least of [10, 30]) {
      await hasRows('cut', least)
      await db
        .query({
          text: `select pg_terminate_backend(pid) from pg_stat_activity
            where datname = current_database() and pid <> pg_backend_pid()`,
        })
        .catch(() => undefined)
    }
    await isIn(id, 'done')
    expect(await rowsOf('cut')).toEqual(upTo(60))
  })

  it('a stopped one leaves its task to the next start', async () => {
    start()
    const id = await count('stopped', 40, 15)
    await hasRows('stopped', 3)
    await runners.pop()!.close()
    expect(await getTask(db, id)).toMatchObject({ state: 'queued' })
    start()
    await isIn(id, 'done')
    expect(await rowsOf('stopped')).toEqual(upTo(40))
  })
})

describe('a person', () => {
  it('cancels a running task, which clears up, and lets it run again', async () => {
    start()
    const id = await count('cancelled', 200, 10)
    await hasRows('cancelled', 3)
    expect(await cancelTask(db, id)).toMatchObject({ state: 'running', cancelling: true })
    await isIn(id, 'cancelled')
    expect(await rowsOf('cancelled')).toEqual([])
    await expect(cancelTask(db, id)).rejects.toMatchObject({ code: 'task_state', status: 409 })
    await db.query({ text: `update fw_task set cursor = '195' where id = $1`, values: [id] })
    expect(await retryTask(db, id)).toMatchObject({ state: 'queued', error: null })
    nudgeTasks(db)
    await isIn(id, 'done')
    expect(await rowsOf('cancelled')).toEqual([196, 197, 198, 199, 200])
  })

  it('cancels a task that waits for a node', async () => {
    const id = await count('waiting', 5)
    await cancelTask(db, id)
    start()
    await isIn(id, 'cancelled')
    expect(await rowsOf('waiting')).toEqual([])
  })

  it('sees why a task failed, in both languages, and retries it', async () => {
    let isBroken = true
    start({
      kind: 'broken',
      async run() {
        if (isBroken) throw appError('validation_failed', {}, [{ code: 'x', message: label }])
      },
    })
    const id = await enqueueTask(db, { kind: 'broken', args: {}, label })
    await isIn(id, 'failed')
    const { error } = await getTask(db, id)
    expect(error).toMatchObject({ code: 'validation_failed', problems: [{ code: 'x', message: label }] })
    expect(Object.keys(error!.message)).toEqual(['en', 'zh-CN'])
    isBroken = false
    await retryTask(db, id)
    await isIn(id, 'done')
    expect((await getTask(db, id)).error).toBeNull()
  })

  it('is not troubled with what passes by itself', async () => {
    let attempts = 0
    start({
      kind: 'passing',
      async run() {
        attempts++
        if (attempts < 3) throw Object.assign(new Error('reset'), { code: 'ECONNRESET' })
      },
    })
    const id = await enqueueTask(db, { kind: 'passing', args: {}, label })
    await isIn(id, 'done')
    expect(attempts).toBe(3)
  })
})

import { setTimeout as sleep } from 'node:timers/promises'
import { addJobs, createJobs, prepareJobs } from '@fieldwork/automation'
import type { Jobs, Schedule } from '@fieldwork/automation'
import { createDatabase, migrate } from '@fieldwork/database'
import type { Database } from '@fieldwork/database'
import { appError } from '@fieldwork/metadata'
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest'
import { startApi } from '../support/api-server.ts'
import type { ApiServer } from '../support/api-server.ts'
import { createTestDatabase } from '../support/database.ts'
import type { TestDatabase } from '../support/database.ts'

async function doomed(): Promise<void> {
  throw appError('forbidden')
}

describe('a schedule', () => {
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
    await db.query({ text: 'delete from fw_schedule' })
  })
  afterAll(async () => {
    await db.close()
    await database.drop()
  })

  async function follow(schedules: () => readonly Schedule[]): Promise<void> {
    const jobs = createJobs({ db, log: db.log, tasks: {}, schedules })
    running.push(jobs)
    await jobs.start()
  }

  /** As if the schedules had been looked after up to then. */
  const seenUntil = (interval: string) =>
    db.query({ text: `update fw_schedule set seen = now() - $1::interval`, values: [interval] })

  const wording = async () => (await db.query({ text: 'select name from fw_schedule' })).rows

  const known = () =>
    vi.waitFor(async () => expect((await db.query({ text: 'select from fw_schedule' })).rowCount).toBe(1))

  it('runs once for a moment over all nodes, and makes up for the last of those that were missed', async () => {
    const moments: string[] = []
    const hourly: Schedule = {
      name: 'hourly',
      cron: '0 * * * *',
      timeZone: 'Asia/Shanghai',
      run: async ({ moment }) => void moments.push(moment.toISOString()),
    }
    await follow(() => [hourly])
    await known()
    await sleep(300)
    expect(moments).toEqual([])
    await running.pop()!.stop()
    await seenUntil('5 hours')
    await Promise.all([follow(() => [hourly]), follow(() => [hourly]), follow(() => [hourly])])
    await vi.waitFor(() => expect(moments).toHaveLength(1), { timeout: 5_000 })
    await sleep(500)
    expect(moments).toEqual([`${new Date().toISOString().slice(0, 13)}:00:00.000Z`])
  })

  it('counts in its own time zone', async () => {
    const moments: Date[] = []
    const run: Schedule['run'] = async ({ moment }) => void moments.push(moment)
    const daily = { name: 'daily', cron: '30 8 * * *', timeZone: 'Asia/Shanghai', run }
    await follow(() => [daily])
    await known()
    await running.pop()!.stop()
    await seenUntil('2 days')
    await follow(() => [daily])
    await vi.waitFor(() => expect(moments).toHaveLength(1), { timeout: 5_000 })
    expect(moments[0]!.toISOString()).toMatch(/T00:30:00.000Z$/)
  })

  it('begins anew when it is written differently, and leaves out moments it does not accept', async () => {
    const ran: string[] = []
    const run: Schedule['run'] = async () => void ran.push('ran')
    const asked: Date[] = []
    let schedule: Schedule = { name: 'report', cron: '0 * * * *', timeZone: 'UTC', run }
    await follow(() => [schedule])
    await known()
    await seenUntil('5 hours')
    schedule = { ...schedule, cron: '0 */2 * * *' }
    await vi.waitFor(async () => expect(await wording()).toEqual([{ name: 'report 0 */2 * * * UTC' }]), {
      timeout: 5_000,
    })
    await running.pop()!.stop()
    await seenUntil('5 hours')
    schedule = { ...schedule, accepts: async (moment) => asked.push(moment) < 0 }
    await follow(() => [schedule])
    await vi.waitFor(() => expect(asked).toHaveLength(1), { timeout: 5_000 })
    await sleep(200)
    expect(ran).toEqual([])
  }, 15_000)
})

describe('a job that has failed for good', () => {
  let api: ApiServer

  beforeAll(async () => {
    api = await startApi()
  })
  afterAll(() => api.stop())

  const kill = async (): Promise<void> => {
    await addJobs(api.db, [{ task: 'doomed', payload: { n: 7 }, key: 'doomed:7' }])
    await api.db.query({ text: 'update graphile_worker._private_jobs set attempts = max_attempts - 1' })
    const jobs = createJobs({ db: api.db, log: api.db.log, tasks: { doomed } })
    await jobs.start()
    await vi.waitFor(async () => expect((await jobs.state()).jobs.dead).toBe(1))
    await jobs.stop()
  }

  it('is listed with its reason, for administrators only, counted, tried again or given up', async () => {
    await kill()
    const { data } = (await api.admin.get('/api/jobs/dead', { 'accept-language': 'en' })).body
    expect(data).toEqual([
      expect.objectContaining({
        task: 'doomed',
        key: 'doomed:7',
        payload: { n: 7 },
        attempts: 8,
        reason: expect.objectContaining({ code: 'forbidden', message: expect.stringMatching(/[a-z]/) }),
      }),
    ])
    const { id } = data[0]
    const user = await api.as('plain', [])
    expect((await user.get('/api/jobs/dead')).status).toBe(403)
    expect((await user.post(`/api/jobs/${id}/retry`)).status).toBe(403)
    expect((await api.admin.get('/metrics')).text).toContain('fieldwork_queue_depth{queue="jobs",state="dead"} 1')
    expect((await api.admin.post(`/api/jobs/${id}/retry`)).status).toBe(204)
    expect((await api.admin.post(`/api/jobs/${id}/retry`)).status).toBe(404)
    expect((await api.admin.get('/api/jobs')).body.jobs).toMatchObject({ waiting: 1, dead: 0 })
    await api.db.query({ text: 'update graphile_worker._private_jobs set attempts = max_attempts' })
    expect((await api.admin.post(`/api/jobs/${id}/discard`)).status).toBe(204)
    expect((await api.admin.get('/api/jobs/dead')).body.data).toEqual([])
  })

  it('stands beside what a write told and nobody could take', async () => {
    await api.db.query({
      text: `insert into fw_outbox (event, listener, attempts, not_before, error)
        values (1, 'workflow:x', 8, 'infinity', '{"code":"busy","message":{"en":"Busy","zh-CN":"忙"}}')`,
    })
    const { data } = (await api.admin.get('/api/jobs/dead', { 'accept-language': 'zh-CN' })).body
    expect(data).toEqual([
      expect.objectContaining({
        task: 'workflow:x',
        attempts: 8,
        reason: { code: 'busy', message: '忙', problems: [] },
      }),
    ])
    expect((await api.admin.post(`/api/jobs/${data[0].id}/retry`)).status).toBe(204)
    expect((await api.admin.get('/api/jobs')).body.outbox).toMatchObject({ waiting: 1, dead: 0 })
    expect((await api.admin.post('/api/jobs/nonsense/retry')).status).toBe(404)
  })
})

import { setTimeout as sleep } from 'node:timers/promises'
import { createDatabase } from '@fieldwork/database'
import type { Database } from '@fieldwork/database'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { createTestDatabase } from '../support/database.ts'
import type { TestDatabase } from '../support/database.ts'
import { startProcess } from '../support/server-process.ts'
import type { ServerProcess } from '../support/server-process.ts'
import { keepDeaf } from '../support/two-nodes.ts'

let database: TestDatabase
let db: Database
let a: ServerProcess
let b: ServerProcess

beforeAll(async () => {
  database = await createTestDatabase()
  db = createDatabase({ url: database.url })
  a = await startProcess(database.url)
  b = await startProcess(database.url)
})

afterAll(async () => {
  await Promise.all([a.stop(), b.stop()])
  await db.close()
  await database.drop()
})

const label = (en: string) => ({ en, 'zh-CN': en })
const field = (type: string, standard: object, more: object = {}) => ({
  ...standard,
  'x-field': { type, label: label(type), ...more },
})
const text = { type: 'string' }

const definition = (name: string, properties: object, more: object = {}) => ({
  put: [
    {
      kind: 'object',
      definition: {
        name,
        type: 'object',
        'x-object': { label: label(name), nameField: 'title', ...more },
        properties: { title: field('text', text), ...properties },
      },
    },
  ],
  confirm: true,
})

async function publish(server: ServerProcess, changes: object) {
  const answer = await server.call('POST', '/api/metadata/publish', changes)
  if (answer.status !== 200) throw new Error(JSON.stringify(answer.body))
  return answer.body as { revision: number; tasks: { id: string }[] }
}

const number = field('integer', { type: 'integer' })
const limited = (most: number) =>
  definition(
    'meter',
    { n: number },
    { rules: { most: { when: `n > ${most}`, field: 'n', message: label('Too much') } } },
  )

describe('two servers on one database', () => {
  it('answer with a change at once, the one that published in its next request', async () => {
    await publish(a, definition('meter', { n: number }))
    const made = await a.call('POST', '/api/records/meter', { title: 'x', n: 1 })
    expect(made.status).toBe(201)
    await vi.waitFor(async () => {
      const seen = await b.call('GET', `/api/records/meter/${made.body.id}`)
      expect([seen.status, seen.body?.n]).toEqual([200, 1])
    })
  })

  it('never store by an outdated definition, also when one hears of nothing', { timeout: 60_000 }, async () => {
    const deaf = new AbortController()
    const cutting = keepDeaf(db, deaf.signal)
    for (const most of [50, 40, 30, 20, 10]) {
      await publish(a, limited(most))
      const refused = await b.call('POST', '/api/records/meter', { title: 'too much', n: most + 1 })
      expect([refused.status, refused.body.problems?.[0]?.message]).toEqual([422, 'Too much'])
      expect((await b.call('POST', '/api/records/meter', { title: 'fits', n: most })).status).toBe(201)
    }
    deaf.abort()
    await cutting
    const { rows } = await db.query({ text: `select max(n) as n from main.meter where title = 'too much'` })
    expect(rows).toEqual([{ n: null }])
  })
})

const rows = 12_000

describe('changes of a large table under load', () => {
  it('fail no request of either server, lose no value, and are all in effect', { timeout: 120_000 }, async () => {
    const columns = {
      code: field('text', text),
      amount: field('text', text),
      stage: field('text', text),
      note: field('text', text),
    }
    await publish(a, definition('busy', columns))
    await db.query({
      text: `insert into main.busy (id, title, code, amount, stage, note)
        select gen_random_uuid(), 'r' || i, 'c' || i, i::text, 's' || i % 7, 'n' from generate_series(1, ${rows}) i`,
    })
    const ids = (await db.query<{ id: string }>({ text: 'select id from main.busy limit 8' })).rows.map(({ id }) => id)

    const stop = new AbortController()
    const failures: unknown[] = []
    const last = new Map<string, string>()
    const clients = ids.flatMap((id, n) => {
      const server = n % 2 === 0 ? a : b
      const write = async (i: number): Promise<void> => {
        const title = `w${n}-${i}`
        const answer = await server.call('PATCH', `/api/records/busy/${id}`, { title })
        if (answer.status === 200) last.set(id, title)
        else failures.push(answer)
      }
      const read = async (): Promise<void> => {
        const answer = await server.call(
          'GET',
          `/api/records/busy?limit=20&filter=${encodeURIComponent(`stage == 's${n % 7}'`)}`,
        )
        if (answer.status !== 200) failures.push(answer)
      }
      return [repeat(write, stop.signal), repeat(read, stop.signal)]
    })

    const steps = [
      patch({ extra: field('text', text) }),
      patch({ flag: field('boolean', { type: 'boolean', default: true }) }),
      patch({ code: { 'x-field': { unique: true } } }),
      patch({ stage: { 'x-field': { indexed: true } } }),
      patch({ amount: field('integer', { type: 'integer' }) }),
      patch({ note: null }),
    ]
    let revision = 0
    for (const [n, step] of steps.entries()) {
      const published = await publish(n % 2 === 0 ? a : b, step)
      revision = published.revision
      for (const { id } of published.tasks) await isDone(id)
    }
    const reverted = await a.call('POST', `/api/metadata/revisions/${revision}/revert`, { confirm: true })
    expect(reverted.status).toBe(200)
    await sleep(300)
    stop.abort()
    await Promise.all(clients)

    expect(failures).toEqual([])
    expect(last.size).toBe(ids.length)
    for (const server of [a, b]) {
      for (const [id, title] of last) {
        const { body } = await server.call('GET', `/api/records/busy/${id}`)
        expect(body).toMatchObject({ title, note: 'n', flag: true })
        expect(`c${body.amount}`).toBe(body.code)
      }
    }
    expect((await a.call('POST', '/api/metadata/plan', {})).body.steps).toEqual([])
  })
})

const patch = (properties: object) => ({
  patch: [{ kind: 'object', name: 'busy', patch: { properties } }],
  confirm: true,
})

async function repeat(work: (i: number) => Promise<void>, signal: AbortSignal): Promise<void> {
  for (let i = 0; !signal.aborted; i++) await work(i)
}

const isDone = (id: string) =>
  vi.waitFor(async () => expect((await a.call('GET', `/api/metadata/tasks/${id}`)).body.state).toBe('done'), {
    timeout: 60_000,
    interval: 100,
  })

import { randomBytes } from 'node:crypto'
import { setTimeout as sleep } from 'node:timers/promises'
import { Client } from 'pg'
import { startLoad } from './load.ts'
import { call, login } from './platform-api.ts'
import type { Session } from './platform-api.ts'
import { startPlatform, type RunningServer } from './servers.ts'

interface Input {
  running: RunningServer[]
  rows: number
  clients: number
  /** names of the steps to take; undefined: all */
  only: readonly string[] | undefined
}

/** What readers and writers felt during one step, in milliseconds. */
interface StepFigure {
  step: string
  publish: number
  /** until the last task of it was done */
  tasks: number
  requests: number
  failed: number
  p99: number
  max: number
}

const label = (text: string) => ({ en: text, 'zh-CN': text })
const field = (name: string, options: object, standard: object = {}) => ({
  ...standard,
  'x-field': { label: label(name), ...options },
})

const object = {
  name: 'load',
  type: 'object',
  'x-object': { label: label('Load'), nameField: 'name' },
  properties: {
    name: field('Name', { type: 'text' }, { type: 'string', maxLength: 100 }),
    code: field('Code', { type: 'text' }, { type: 'string', maxLength: 40 }),
    amount: field('Amount', { type: 'text' }, { type: 'string', maxLength: 40 }),
    stage: field('Stage', { type: 'text' }, { type: 'string', maxLength: 40 }),
    note: field('Note', { type: 'text' }, { type: 'string', maxLength: 100 }),
  },
}

const patched = (properties: Record<string, unknown>) => ({
  patch: [{ kind: 'object', name: 'load', patch: { properties } }],
})

/** In this order; each is published on what the steps before left. */
const steps: [name: string, body: object | 'revert'][] = [
  ['add field', patched({ extra: field('Extra', { type: 'text' }, { type: 'string' }) })],
  ['add field with default', patched({ flag: field('Flag', { type: 'boolean' }, { type: 'boolean', default: true }) })],
  ['add unique', patched({ code: { 'x-field': { unique: true } } })],
  ['add index', patched({ stage: { 'x-field': { indexed: true } } })],
  ['type change', patched({ amount: field('Amount', { type: 'decimal' }, { type: 'number', maxLength: null }) })],
  ['remove', patched({ note: null })],
  ['revert', 'revert'],
]

/** Changes a large table while readers and writers use it, and says what they felt. */
export async function runPublishUnderLoad(
  databaseUrl: string,
  { running, rows, clients, only }: Input,
): Promise<StepFigure[]> {
  const password = randomBytes(12).toString('base64url')
  const server = await startPlatform(databaseUrl, password)
  running.push(server)
  const session = await login(server.url, 'admin', password)
  await call(server.url, '/api/metadata/publish', { session, body: { put: [{ kind: 'object', definition: object }] } })
  const ids = await fill(databaseUrl, rows)
  const token = (await call(server.url, '/api/tokens', { session, body: { name: 'load' } })).token as string

  const load = startLoad({ url: server.url, token, ids, readers: clients, writers: clients })
  const figures: StepFigure[] = []
  try {
    await sleep(3_000)
    figures.push(await during('nothing', () => sleep(5_000).then(() => ({ publish: 0, tasks: 0 }))))
    for (const [name, body] of steps.filter(([step]) => only?.includes(step) !== false)) {
      figures.push(await during(name, () => publish(server.url, session, body)))
      await sleep(1_000)
    }
  } finally {
    await load.stop()
  }
  console.table(Object.fromEntries(figures.map(({ step, ...rest }) => [step, rest])))
  return figures

  async function during(step: string, work: () => Promise<{ publish: number; tasks: number }>): Promise<StepFigure> {
    load.take()
    const times = await work()
    await sleep(500)
    const { requests, failed, p99, max } = load.take()
    const [published, tasks] = [times.publish, times.tasks].map(Math.round)
    return { step, publish: published!, tasks: tasks!, requests, failed, p99: Math.round(p99), max: Math.round(max) }
  }
}

async function publish(url: string, session: Session, body: object | 'revert') {
  const start = performance.now()
  const answer =
    body === 'revert'
      ? await revertLatest(url, session)
      : await call(url, '/api/metadata/publish', { session, body: { ...body, confirm: true } })
  const published = performance.now() - start
  for (const { id } of answer.tasks as { id: string }[]) await taskEnds(url, session, id)
  return { publish: published, tasks: performance.now() - start }
}

async function revertLatest(url: string, session: Session): Promise<Record<string, unknown>> {
  const list = await fetch(`${url}/api/metadata/revisions?limit=1`, { headers: { cookie: session.cookie } })
  const { data } = (await list.json()) as { data: { revision: number }[] }
  return call(url, `/api/metadata/revisions/${data[0]!.revision}/revert`, { session, body: { confirm: true } })
}

async function taskEnds(url: string, session: Session, id: string): Promise<void> {
  for (;;) {
    const answer = await fetch(`${url}/api/metadata/tasks/${id}`, { headers: { cookie: session.cookie } })
    const { state, error } = (await answer.json()) as { state: string; error: unknown }
    if (state === 'done') return
    if (state === 'failed') throw new Error(`task ${id}: ${JSON.stringify(error)}`)
    await sleep(100)
  }
}

async function fill(databaseUrl: string, rows: number): Promise<string[]> {
  const client = new Client({ connectionString: databaseUrl })
  await client.connect()
  try {
    await client.query(
      `insert into main.load (id, name, code, amount, stage, note)
        select gen_random_uuid(), 'Name ' || i, 'C' || i, (i % 1000) || '.5', 'stage ' || i % 7, repeat('x', 50)
        from generate_series(1, $1::int) i`,
      [rows],
    )
    await client.query('vacuum analyze main.load')
    const found = await client.query<{ id: string }>('select id from main.load limit 20000')
    return found.rows.map(({ id }) => id)
  } finally {
    await client.end()
  }
}

import { afterAll, beforeAll, expect, it, vi } from 'vitest'
import { createTestDatabase } from '../support/database.ts'
import { label } from '../support/definitions.ts'
import { startProcess } from '../support/server-process.ts'
import type { ServerProcess } from '../support/server-process.ts'

let database: Awaited<ReturnType<typeof createTestDatabase>>
/** answers requests only; another one works */
let front: ServerProcess
let worker: ServerProcess

const field = (type: string) => ({ 'x-field': { type, label: label(type) } })

beforeAll(async () => {
  database = await createTestDatabase()
  front = await startProcess(database.url, { WORKER: '0' })
  worker = await startProcess(database.url)
  const parcel = {
    name: 'parcel',
    'x-object': { label: label('Parcel'), owner: true, nameField: 'name' },
    properties: { name: field('text'), note: field('text'), ready: field('boolean') },
  }
  await publish({ kind: 'object', definition: parcel })
})
afterAll(async () => {
  await Promise.all([front.stop(), worker.stop()])
  await database.drop()
})

async function publish(...put: object[]): Promise<void> {
  const { status, body } = await front.call('POST', '/api/metadata/publish', { put, confirm: true })
  if (status >= 300) throw new Error(JSON.stringify(body))
}

const note = (words: string) => ({ step: 'update-record', options: { values: { note: `'${words}'` } } })
const flow = (nodes: object, start: string) => ({
  kind: 'workflow',
  definition: { name: 'follow', object: 'parcel', trigger: { type: 'created' }, start, nodes },
})

async function make(name: string): Promise<string> {
  const { status, body } = await front.call('POST', '/api/records/parcel', { name })
  if (status !== 201) throw new Error(JSON.stringify(body))
  return body.id
}

const noted = (id: string, words: string) =>
  vi.waitFor(async () => expect((await front.call('GET', `/api/records/parcel/${id}`)).body.note).toBe(words), {
    timeout: 20_000,
    interval: 100,
  })

it('runs on another server than the one on which it is published, each time as published last', async () => {
  for (const words of ['first', 'second', 'third']) {
    await publish(flow({ say: note(words) }, 'say'))
    await noted(await make(words), words)
  }
})

it('goes on after a wait on a server that began after the one on which it waited was killed', async () => {
  const wait = { step: 'wait', options: { until: 'ready == true' }, next: 'after' }
  await publish(flow({ before: { ...note('before'), next: 'wait' }, wait, after: note('after') }, 'before'))
  const id = await make('patient')
  await vi.waitFor(
    async () => {
      const { body } = await front.call('GET', '/api/workflows/runs?workflow=follow&limit=1')
      expect(body.data[0].state).toBe('waiting')
    },
    { timeout: 20_000, interval: 100 },
  )
  await worker.kill()
  expect((await front.call('PATCH', `/api/records/parcel/${id}`, { ready: true })).status).toBe(200)
  worker = await startProcess(database.url)
  await noted(id, 'after')
})

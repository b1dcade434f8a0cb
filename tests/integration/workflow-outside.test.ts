import { afterAll, beforeAll, expect, it, vi } from 'vitest'
import type { ApiServer } from '../support/api-server.ts'
import { startReceiver } from '../support/receiver.ts'
import { flow, make, publishDocuments, publishFlow, read, runOf, startWorkflows } from '../support/workflow-world.ts'

let api: ApiServer
let receiver: Awaited<ReturnType<typeof startReceiver>>
/** lets the service answer */
let answer = (): void => undefined
let answering: Promise<void>

beforeAll(async () => {
  receiver = await startReceiver(async () => {
    await answering
    return {}
  })
  api = await startWorkflows({ OUTGOING_PRIVATE_HOSTS: receiver.host })
  await publishDocuments(api, { kind: 'connection', definition: { name: 'shop', baseUrl: `${receiver.url}/api` } })
})
afterAll(async () => {
  answer()
  await api.stop()
  await receiver.stop()
})

const note = (field: string, value: string, next?: string) => ({
  step: 'update-record',
  options: { values: { [field]: value } },
  ...(next && { next }),
})
const call = (path: string, next?: string) => ({
  step: 'http',
  options: { connection: 'shop', path, timeoutMs: 60_000, retries: 0 },
  ...(next && { next }),
})

/** Begins a run of one workflow; its id and its record's. */
async function begin(name: string, start: string, nodes: object): Promise<{ run: string; record: string }> {
  answering = new Promise((resolve) => (answer = resolve))
  await publishFlow(api, flow(name, { trigger: { type: 'api' }, start, nodes }))
  const record = await make(api, 'ticket', { name })
  const { body } = await api.admin.post(`/api/workflows/${name}/run`, { id: record })
  return { run: body.run, record }
}

const states = async (run: string): Promise<string[]> =>
  (await runOf(api, run)).data.map(({ node, state }: { node: string; state: string }) => `${node} ${state}`).toSorted()

const calls = (path: string) => receiver.received.filter(({ url }) => url === `/api${path}`)
const patience = { timeout: 15_000, interval: 50 }

it('is not over while one of its ways is at work outside, whatever the others do', async () => {
  const { run, record } = await begin('ways', 'both', {
    both: {
      step: 'parallel',
      options: { ways: { far: {}, near: {} } },
      branches: { far: 'call', near: 'pause' },
      next: 'over',
    },
    call: call('/ways'),
    pause: { step: 'wait', options: { minutes: 0.01 }, next: 'near' },
    near: note('note', "'near'"),
    over: note('count', '1'),
  })
  await vi.waitFor(async () => expect((await read(api, 'ticket', record)).note).toBe('near'), patience)
  await vi.waitFor(() => expect(calls('/ways')).toHaveLength(1), patience)
  expect([(await runOf(api, run)).state, await states(run)]).toEqual([
    'running',
    ['both running', 'call running', 'near done', 'pause done'],
  ])
  answer()
  await vi.waitFor(async () => expect((await runOf(api, run)).state).toBe('done'), patience)
  expect((await read(api, 'ticket', record)).count).toBe(1)
})

it('does once more, with the same key, what was at work outside when its job was lost', async () => {
  const { run, record } = await begin('lost', 'call', { call: call('/lost', 'over'), over: note('count', '1') })
  await vi.waitFor(() => expect(calls('/lost')).toHaveLength(1), patience)
  expect((await runOf(api, run)).state).toBe('running')
  await api.db.query({
    text: 'delete from graphile_worker._private_jobs where key like $1',
    values: [`%step:${run}:%`],
  })
  await api.db.query({
    text: `update fw_run_step set started_at = started_at - interval '1 minute' where run = $1`,
    values: [run],
  })
  api.deps.automation.jobs.nudge()
  await vi.waitFor(() => expect(calls('/lost')).toHaveLength(2), patience)
  answer()
  await vi.waitFor(async () => expect((await runOf(api, run)).state).toBe('done'), patience)
  expect([await states(run), (await read(api, 'ticket', record)).count]).toEqual([['call done', 'over done'], 1])
  expect(new Set(calls('/lost').map(({ headers }) => headers['idempotency-key'])).size).toBe(1)
})

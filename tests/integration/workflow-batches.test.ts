import { afterAll, beforeAll, expect, it, vi } from 'vitest'
import type { ApiServer } from '../support/api-server.ts'
import { flow, list, make, publishFlow, runOf, settled, startWorkflows } from '../support/workflow-world.ts'

let api: ApiServer

beforeAll(async () => {
  api = await startWorkflows()
})
afterAll(() => api.stop())

/** Renames the todos of its ticket, so many at a time, and notes how many there were. */
const renaming = (name: string, batch: number, more: object = {}) =>
  flow(name, {
    trigger: { type: 'api' },
    vars: { count: { type: 'integer', default: 0 } },
    start: 'all',
    nodes: {
      all: {
        step: 'loop',
        options: { object: 'todo', where: 'ticket == record && !done', batch, ...more },
        branches: { each: 'mark' },
        next: 'note',
      },
      mark: {
        step: 'update-record',
        options: { object: 'todo', record: 'items.all', values: { done: 'true', name: "items.all.name + '!'" } },
      },
      note: { step: 'update-record', options: { values: { count: 'steps.all.rounds' } } },
    },
  })

async function todosOf(name: string, count: number): Promise<string> {
  const ticket = await make(api, 'ticket', { name })
  const rows = Array.from({ length: count }, (_, n) => ({
    name: `${name} ${`${n}`.padStart(3, '0')}`,
    ticket,
    done: false,
  }))
  const answer = await api.admin.post('/api/records/todo/batch', { create: rows })
  if (answer.status >= 300) throw new Error(answer.text)
  return ticket
}

const begin = async (name: string, id: string): Promise<string> =>
  (await api.admin.post(`/api/workflows/${name}/run`, { id })).body.run

const names = async (prefix: string): Promise<string[]> =>
  (await list(api, 'todo')).map(({ name }: { name: string }) => name).filter((name: string) => name.startsWith(prefix))

const rounds = async (run: string) =>
  (await runOf(api, run)).data.filter(
    ({ node, state }: { node: string; state: string }) => node === 'mark' && state === 'done',
  )

it('goes through a query in batches, each record once, though rounds change what it finds (PLAT-42)', async () => {
  await publishFlow(api, renaming('in_batches', 7))
  const ticket = await todosOf('whole', 30)
  const run = await begin('in_batches', ticket)
  await settled(api, 'in_batches', { states: ['done'] })
  expect((await names('whole')).filter((name) => /^whole \d{3}!$/.test(name))).toHaveLength(30)
  expect((await runOf(api, run)).data.find(({ node }: { node: string }) => node === 'all').output).toEqual({
    rounds: 30,
  })
  const { rows } = await api.db.query<{ most: number }>({
    text: `select max(jsonb_array_length(items)) as most from fw_run_step where run = $1`,
    values: [run],
  })
  expect(rows[0]!.most).toBeLessThanOrEqual(7)
}, 30_000)

it('keeps its progress with each batch: a worker that comes later goes on where the other ended', async () => {
  await publishFlow(api, renaming('gone_on', 5))
  const run = await begin('gone_on', await todosOf('later', 40))
  await vi.waitFor(async () => expect((await rounds(run)).length).toBeGreaterThan(7), { interval: 20, timeout: 10_000 })
  await api.deps.automation.stop()
  const [step] = (await runOf(api, run)).data
  expect(step).toMatchObject({ node: 'all', output: { batch: { base: expect.any(Number) } } })
  expect((await rounds(run)).length).toBeLessThan(40)
  await api.deps.automation.start()
  await settled(api, 'gone_on', { states: ['done'] })
  expect((await names('later')).filter((name) => /^later \d{3}!$/.test(name))).toHaveLength(40)
}, 30_000)

it('is ended between batches, and what it has done stays', async () => {
  await publishFlow(api, renaming('ended', 5))
  const run = await begin('ended', await todosOf('half', 60))
  await vi.waitFor(async () => expect((await rounds(run)).length).toBeGreaterThan(6), { interval: 20, timeout: 10_000 })
  expect((await api.admin.post(`/api/workflows/runs/${run}/cancel`, {})).status).toBeLessThan(300)
  const done = (await rounds(run)).length
  await new Promise((over) => setTimeout(over, 500))
  expect((await names('half')).filter((name) => name.endsWith('!'))).toHaveLength(done)
  expect(done).toBeLessThan(60)
}, 30_000)

it('fails with more than its limit, and refuses an order of its own', async () => {
  await publishFlow(api, renaming('too_many', 4, { limit: 9 }))
  await begin('too_many', await todosOf('many', 12))
  const [run] = await settled(api, 'too_many')
  expect([run.state, run.error.code]).toEqual(['failed', 'workflow_limit'])
  const { body } = await api.admin.post('/api/workflows/wrong/test-run', {
    workflow: renaming('wrong', 4, { sort: 'name' }),
  })
  expect(body.problems.map(({ pointer }: { pointer: string }) => pointer)).toContain('/nodes/all/options/sort')
})

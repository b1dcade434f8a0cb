import { afterAll, beforeAll, expect, it } from 'vitest'
import type { ApiServer } from '../support/api-server.ts'
import { flow, make, publishFlow, read, runOf, settled, startWorkflows } from '../support/workflow-world.ts'

let api: ApiServer

beforeAll(async () => {
  api = await startWorkflows()
})
afterAll(() => api.stop())

const waiting = (name: string, options: object, more: object = {}) =>
  flow(name, {
    trigger: { type: 'api' },
    vars: { least: { type: 'decimal' }, came: { type: 'text' } },
    start: 'hear',
    nodes: {
      hear: { step: 'wait-event', options, next: 'note', branches: { timeout: 'late' } },
      note: { step: 'update-record', options: { values: { note: "'came: ' + steps.hear.record.name" } } },
      late: { step: 'update-record', options: { values: { note: "'late'" } } },
      ...more,
    },
  })

const begin = async (name: string, id: string, vars: object = {}): Promise<string> => {
  const answer = await api.admin.post(`/api/workflows/${name}/run`, { id, vars })
  if (answer.status >= 300) throw new Error(answer.text)
  return answer.body.run
}

const parked = (name: string, runs = 1) => settled(api, name, { runs, states: ['waiting'] })

const change = async (object: string, id: string, values: object) => {
  const answer = await api.admin.patch(`/api/records/${object}/${id}`, values)
  if (answer.status >= 300) throw new Error(answer.text)
}

const stepOf = async (run: string) => (await runOf(api, run)).data.find(({ node }: { node: string }) => node === 'hear')

it('goes on when a record that refers to its own fulfils a condition, and not by the records of others (PLAT-42)', async () => {
  await publishFlow(api, waiting('await_todo', { object: 'todo', match: { ticket: 'record' }, where: 'done' }))
  const [mine, other] = [await make(api, 'ticket', { name: 'mine' }), await make(api, 'ticket', { name: 'other' })]
  const run = await begin('await_todo', mine)
  await parked('await_todo')
  const todo = await make(api, 'todo', { name: 'first', ticket: mine, done: false })
  await make(api, 'todo', { name: 'foreign', ticket: other, done: true })
  await new Promise((done) => setTimeout(done, 1_500))
  expect(await stepOf(run)).toMatchObject({ state: 'waiting', attempt: 0, wait: { kind: 'event' } })
  await change('todo', todo, { done: true })
  await settled(api, 'await_todo')
  expect(await stepOf(run)).toMatchObject({ output: { record: todo, operation: 'update', timedOut: false } })
  expect((await read(api, 'ticket', mine)).note).toBe('came: first')
  const { rows } = await api.db.query({ text: 'select from fw_wait where run = $1', values: [run] })
  expect(rows).toEqual([])
})

it('asks a condition about the run of each record that it is told of', async () => {
  await publishFlow(api, waiting('await_more', { object: 'todo', where: 'amount >= vars.least && ticket == record' }))
  const mine = await make(api, 'ticket', { name: 'mine' })
  await begin('await_more', mine, { least: 100 })
  await parked('await_more')
  await make(api, 'todo', { name: 'small', ticket: mine, amount: 99 })
  await Promise.all([
    make(api, 'todo', { name: 'foreign', amount: 200 }),
    make(api, 'todo', { name: 'large', ticket: mine, amount: 100 }),
    make(api, 'todo', { name: 'tiny', ticket: mine, amount: 1 }),
  ])
  await settled(api, 'await_more')
  expect((await read(api, 'ticket', mine)).note).toBe('came: large')
})

it('goes another way when nothing has happened in time', async () => {
  await publishFlow(api, waiting('await_briefly', { object: 'todo', match: { ticket: 'record' }, minutes: 0.02 }))
  const mine = await make(api, 'ticket', { name: 'mine' })
  const run = await begin('await_briefly', mine)
  await settled(api, 'await_briefly')
  expect((await read(api, 'ticket', mine)).note).toBe('late')
  expect(await stepOf(run)).toMatchObject({ output: { record: null, timedOut: true }, branch: 'timeout' })
})

it('hears that one certain record is deleted, also when it is gone', async () => {
  const options = { object: 'ticket', record: 'vars.came', on: ['deleted'] }
  await publishFlow(
    api,
    waiting('await_end', options, { note: { step: 'set-variables', options: { vars: { came: "'gone'" } } } }),
  )
  const mine = await make(api, 'ticket', { name: 'mine' })
  const [doomed, spared] = [
    await make(api, 'ticket', { name: 'doomed' }),
    await make(api, 'ticket', { name: 'spared' }),
  ]
  const run = await begin('await_end', mine, { came: doomed })
  await parked('await_end')
  for (const id of [spared, doomed]) {
    const { status } = await api.admin.delete(`/api/records/ticket/${id}`)
    expect(status).toBeLessThan(300)
  }
  await settled(api, 'await_end')
  expect(await stepOf(run)).toMatchObject({ output: { record: doomed, operation: 'delete' } })
})

it('counts a record that was there before where it is told so', async () => {
  const options = { object: 'todo', match: { ticket: 'record', amount: '5' }, existing: true }
  await publishFlow(api, waiting('await_any', options))
  const mine = await make(api, 'ticket', { name: 'mine' })
  await make(api, 'todo', { name: 'old', ticket: mine, amount: 5 })
  const run = await begin('await_any', mine)
  await settled(api, 'await_any')
  expect(await stepOf(run)).toMatchObject({ output: { operation: 'existing' } })
})

it('misses nothing that is written while it begins to wait', async () => {
  await publishFlow(api, waiting('await_race', { object: 'todo', match: { ticket: 'record' }, existing: true }))
  const tickets = await Promise.all(Array.from({ length: 40 }, (_, n) => make(api, 'ticket', { name: `race ${n}` })))
  await Promise.all(
    tickets.map(async (id, n) => {
      await begin('await_race', id)
      await new Promise((done) => setTimeout(done, n * 7))
      await make(api, 'todo', { name: `todo ${n}`, ticket: id })
    }),
  )
  await settled(api, 'await_race', { runs: 40, states: ['done'] })
}, 30_000)

it('finds out what happened where its definition has changed since', async () => {
  await publishFlow(
    api,
    waiting('await_old', { object: 'todo', match: { ticket: 'record' }, where: "name == 'wanted'" }),
  )
  const mine = await make(api, 'ticket', { name: 'mine' })
  const run = await begin('await_old', mine)
  await parked('await_old')
  const stop = { step: 'set-variables', options: { vars: { came: "'x'" } } }
  await publishFlow(
    api,
    flow('await_old', { trigger: { type: 'api' }, vars: { came: { type: 'text' } }, start: 'stop', nodes: { stop } }),
  )
  await make(api, 'todo', { name: 'unwanted', ticket: mine })
  const wanted = await make(api, 'todo', { name: 'wanted', ticket: mine })
  await api.db.query({
    text: `update fw_wait set looked_at = now() - interval '2 minutes' where run = $1`,
    values: [run],
  })
  await api.deps.automation.workflows.tick()
  await settled(api, 'await_old')
  expect(await stepOf(run)).toMatchObject({ output: { record: wanted, operation: 'create' } })
})

it('tells where a definition is wrong', async () => {
  const options = { object: 'todo', match: { nonsense: 'record' }, fields: ['name', 'missing'], where: 'amount' }
  const { body, status } = await api.admin.post('/api/workflows/wrong/test-run', {
    workflow: waiting('wrong', options),
  })
  expect(status).toBe(422)
  const pointers = body.problems.map(({ pointer }: { pointer: string }) => pointer).sort()
  expect(pointers).toEqual(['fields/1', 'match/nonsense', 'where'].map((at) => `/nodes/hear/options/${at}`))
})

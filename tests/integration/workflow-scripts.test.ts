import { afterAll, beforeAll, expect, it } from 'vitest'
import type { ApiServer } from '../support/api-server.ts'
import { flow, make, publishFlow, read, runOf, settled, startWorkflows } from '../support/workflow-world.ts'

let api: ApiServer

beforeAll(async () => void (api = await startWorkflows()))
afterAll(() => api.stop())

const scripted = (name: string, source: string, more: object = {}) =>
  flow(name, {
    trigger: { type: 'api' },
    start: 'work',
    nodes: {
      work: { step: 'script', options: { source, input: { amount: 'amount' }, ...more }, next: 'write' },
      write: { step: 'update-record', options: { values: { note: 'steps.work.result.words' } } },
    },
  })

it('hands what a script gives on to the next step, with its type (PLAT-49)', async () => {
  const types = { output: { words: { type: 'text', required: true } } }
  await publishFlow(api, scripted('say', "return { words: 'twice is ' + 2 * input.amount }", types))
  const id = await make(api, 'ticket', { name: 'one', amount: 21 })
  await api.admin.post('/api/workflows/say/run', { id })
  await settled(api, 'say')
  expect((await read(api, 'ticket', id)).note).toBe('twice is 42')
})

it('fails the run with the error and the line of the script, in a trial as well', async () => {
  const broken = scripted('broken', 'const a = null\nreturn a.b')
  await publishFlow(api, broken)
  const id = await make(api, 'ticket', { name: 'two' })
  await api.admin.post('/api/workflows/broken/run', { id })
  const [run] = await settled(api, 'broken')
  expect((await runOf(api, run.id)).data[0].error).toMatchObject({
    code: 'script_failed',
    problems: [{ code: 'script_thrown', pointer: '/options/source', params: { line: 2, name: 'TypeError' } }],
  })
  const trial = await api.admin.post('/api/workflows/broken/test-run', { id, workflow: broken })
  expect(trial.body.data[0].error.code).toBe('script_failed')
})

it('says which parts of a result are missing or of another type', async () => {
  const types = { output: { words: { type: 'text' }, count: { type: 'integer', required: true } } }
  const wrong = scripted('wrong', 'return { words: 1 }', types)
  const id = await make(api, 'ticket', { name: 'three' })
  const { body } = await api.admin.post('/api/workflows/wrong/test-run', { id, workflow: wrong })
  expect(body.data[0].error.problems.map(({ pointer }: { pointer: string }) => pointer).toSorted()).toEqual([
    '/options/output/count',
    '/options/output/words',
  ])
})

it('goes on answering while scripts run in circles', async () => {
  await publishFlow(api, scripted('circles', 'while (true) {}'))
  const id = await make(api, 'ticket', { name: 'four' })
  for (let n = 0; n < 8; n++) await api.admin.post('/api/workflows/circles/run', { id })
  const times: number[] = []
  for (let n = 0; n < 20; n++) {
    const started = performance.now()
    expect((await api.admin.get(`/api/records/ticket/${id}`)).status).toBe(200)
    times.push(performance.now() - started)
  }
  const runs = await settled(api, 'circles', { runs: 8 })
  expect(runs.map(({ error }: { error: { code: string } }) => error.code)).toEqual(Array(8).fill('script_failed'))
  expect(times.toSorted((a, b) => a - b)[10]).toBeLessThan(300)
})

import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import type { ApiServer } from '../support/api-server.ts'
import {
  flow,
  make,
  publishDocuments,
  publishFlow,
  read,
  runOf,
  settled,
  startWorkflows,
} from '../support/workflow-world.ts'

let api: ApiServer
beforeAll(async () => {
  api = await startWorkflows()
})
afterAll(() => api.stop())

const byProgram = { type: 'api' }
const note = (words: string) => ({ step: 'update-record', options: { values: { note: `'${words}'` } } })
const until = (condition: string, more: object = {}) => ({
  trigger: byProgram,
  start: 'wait',
  nodes: { wait: { step: 'wait', options: { until: condition, ...more }, next: 'after' }, after: note('after') },
})

async function begin(name: string, values: object = {}): Promise<string> {
  const id = await make(api, 'ticket', { name, ...values })
  const begun = await api.admin.post(`/api/workflows/${name}/run`, { id })
  expect(begun.status, begun.text).toBeLessThan(300)
  return id
}

const waits = (name: string, runs = 1) => settled(api, name, { runs, states: ['waiting'] })
const count = async (text: string): Promise<number> => {
  const { rows } = await api.db.query<{ n: number }>({ text: `select count(*)::int as n from ${text}` })
  return rows[0]!.n
}
const change = async (changes: object): Promise<void> => {
  const { status, text } = await api.admin.post('/api/metadata/publish', { ...changes, confirm: true })
  expect(status, text).toBe(200)
}

/** As if so much time had gone by since runs looked at their records. */
const letPass = async (time: string): Promise<void> => {
  await api.db.query({ text: `update fw_wait set looked_at = looked_at - interval '${time}'` })
  await api.deps.automation.workflows.tick()
}

describe('a run that waits for something to hold', () => {
  it('sees what is written while it looks', async () => {
    await publishFlow(api, flow('late', until('count == 7')))
    const body = `begin perform pg_sleep(1.5); return new; end`
    await api.db.query({
      text: `create function park_slowly() returns trigger language plpgsql as $$ ${body} $$`,
    })
    await api.db.query({
      text: 'create trigger park_slowly before insert on fw_wait for each row execute function park_slowly()',
    })
    const id = await begin('late')
    const parking = `pg_stat_activity where datname = current_database() and wait_event = 'PgSleep'`
    await vi.waitFor(async () => expect(await count(parking)).toBe(1), { timeout: 10_000, interval: 20 })
    await api.admin.patch(`/api/records/ticket/${id}`, { count: 7 })
    await settled(api, 'late', { states: ['done'] })
    await api.db.query({ text: 'drop trigger park_slowly on fw_wait' })
    expect((await read(api, 'ticket', id)).note).toBe('after')
  })

  it('fails visibly when its record is deleted, and goes on when it has come back', async () => {
    await publishFlow(api, flow('gone', until('count == 7')))
    const id = await begin('gone')
    await waits('gone')
    expect((await api.admin.delete(`/api/records/ticket/${id}`)).status).toBe(204)
    const [run] = await settled(api, 'gone')
    expect([run.state, run.error.code, run.error.node]).toEqual(['failed', 'not_found', 'wait'])
    await api.admin.post('/api/recycle-bin/restore', { records: [{ object: 'ticket', id }] })
    await api.db.query({ text: 'update ticket set deleted_at = null where id = $1', values: [id] })
    await api.admin.post(`/api/workflows/runs/${run.id}/retry`)
    await waits('gone')
    await api.admin.patch(`/api/records/ticket/${id}`, { count: 7 })
    await settled(api, 'gone', { states: ['done'] })
  })

  it.each([
    ['has been changed', () => publishFlow(api, flow('turned', until('amount == 1')))],
    ['has been removed', () => change({ delete: [{ kind: 'workflow', name: 'turned' }] })],
    ['has been turned off', () => publishFlow(api, { ...flow('turned', until('count == 7')), active: false } as never)],
  ])('goes on although its definition %s, which no write can tell it', async (_, turn) => {
    await api.db.query({ text: `delete from fw_run where workflow = 'turned'` })
    const nodes = { ...until('count == 7').nodes }
    await publishFlow(api, flow('turned', { ...until('count == 7'), nodes }))
    const id = await begin('turned')
    await waits('turned')
    await turn()
    await api.admin.patch(`/api/records/ticket/${id}`, { count: 7 })
    await letPass('2 minutes')
    await settled(api, 'turned', { states: ['done'] })
    expect((await read(api, 'ticket', id)).note).toBe('after')
  })

  it('goes on although the revision that made its definition is reverted, also when it comes back', async () => {
    const newest = async () => (await api.admin.get('/api/metadata/revisions?limit=1')).body.data[0].revision
    await publishFlow(api, flow('undone', until('count == 7')))
    const made = await newest()
    const [first, second] = [await begin('undone'), await begin('undone')]
    await waits('undone', 2)
    const revert = async (revision: number) =>
      expect((await api.admin.post(`/api/metadata/revisions/${revision}/revert`, { confirm: true })).status).toBe(200)
    await revert(made)
    expect((await api.admin.post('/api/workflows/undone/run', { id: first })).status).toBe(404)
    await api.admin.patch(`/api/records/ticket/${first}`, { count: 7 })
    await letPass('2 minutes')
    await vi.waitFor(async () => expect((await read(api, 'ticket', first)).note).toBe('after'), { timeout: 15_000 })
    await revert(await newest())
    await api.admin.patch(`/api/records/ticket/${second}`, { count: 7 })
    await settled(api, 'undone', { runs: 2, states: ['done'] })
    expect((await read(api, 'ticket', second)).note).toBe('after')
  })

  it('looks each hour at what no write tells', async () => {
    await publishFlow(api, flow('others', until('size(todos) > 0')))
    const id = await begin('others')
    await waits('others')
    await make(api, 'todo', { name: 'one', ticket: id })
    await letPass('61 minutes')
    await settled(api, 'others', { states: ['done'] })
  })

  it('may look more often than it may do steps', async () => {
    await publishFlow(api, flow('patient', { ...until('count == 7'), limits: { steps: 3 } }))
    const id = await begin('patient')
    await waits('patient')
    for (const n of [1, 2, 3, 4, 5, 6, 7]) {
      await api.admin.patch(`/api/records/ticket/${id}`, { count: n })
      await vi.waitFor(async () => expect(await count('fw_outbox')).toBe(0))
      await settled(api, 'patient', { states: n === 7 ? ['done'] : ['waiting'] })
    }
  })
})

it('ends visibly when its object is removed while it waits', async () => {
  const label = { en: 'Stall', 'zh-CN': '摊位' }
  const properties = { name: { 'x-field': { type: 'text', label } }, ready: { 'x-field': { type: 'boolean', label } } }
  const stall = { name: 'stall', 'x-object': { label, owner: true, nameField: 'name' }, properties }
  const waiting = { ...until('ready == true'), name: 'stalled', object: 'stall' }
  const nodes = { ...waiting.nodes, after: { step: 'update-record', options: { values: { name: "'x'" } } } }
  await publishDocuments(
    api,
    { kind: 'object', definition: stall },
    { kind: 'workflow', definition: { ...waiting, nodes } },
  )
  const id = await make(api, 'stall', { name: 'one' })
  await api.admin.post('/api/workflows/stalled/run', { id })
  await waits('stalled')
  await change({
    delete: [
      { kind: 'workflow', name: 'stalled' },
      { kind: 'object', name: 'stall' },
    ],
  })
  await letPass('2 minutes')
  const [run] = await settled(api, 'stalled')
  expect(run.state).toBe('failed')
  expect((await runOf(api, run.id)).data.map(({ state }: { state: string }) => state)).not.toContain('waiting')
  expect(await count(`fw_wait w join fw_run r on r.id = w.run where r.workflow = 'stalled'`)).toBe(0)
})

const answering = (name: string, heard: string, said: string) =>
  flow(name, {
    trigger: { type: 'updated', fields: [heard], when: "name == 'rally'" },
    start: 'answer',
    nodes: { answer: { step: 'update-record', options: { values: { [said]: `coalesce(${said}, 0) + 1` } } } },
  })

describe('what leads to itself', () => {
  it('is bounded where two workflows answer each other', async () => {
    await publishFlow(api, answering('ping', 'count', 'amount'), answering('pong', 'amount', 'count'))
    const id = await make(api, 'ticket', { name: 'rally' })
    await api.admin.patch(`/api/records/ticket/${id}`, { count: 1 })
    const [pings, pongs] = [await settled(api, 'ping', { runs: 4 }), await settled(api, 'pong', { runs: 3 })]
    const ends = [...pings, ...pongs].toSorted((a, b) => a.depth - b.depth)
    expect(ends.map(({ state }) => state)).toEqual([...Array.from({ length: 6 }, () => 'done'), 'failed'])
    expect(ends.at(-1).error).toMatchObject({ code: 'workflow_limit', message: { en: expect.stringContaining('5') } })
  })

  it('is bounded where each record makes five (fan-out)', async () => {
    const limits = { runs: 40, depth: 20 }
    await publishFlow(
      api,
      flow('bomb', {
        trigger: { type: 'created', when: "name == 'bomb'" },
        vars: { n: { type: 'integer', default: 0 } },
        start: 'loop',
        nodes: {
          loop: { step: 'loop', options: { while: 'vars.n < 5' }, branches: { each: 'count' } },
          count: { step: 'set-variables', options: { vars: { n: 'vars.n + 1' } }, next: 'make' },
          make: { step: 'create-record', options: { object: 'ticket', values: { name: 'name' } } },
        },
        limits,
      }),
    )
    await make(api, 'ticket', { name: 'bomb' })
    const open = `fw_run where workflow = 'bomb' and state in ('queued', 'running', 'waiting')`
    await vi.waitFor(
      async () => {
        expect(await count('fw_outbox')).toBe(0)
        expect(await count(open)).toBe(0)
      },
      { timeout: 60_000, interval: 200 },
    )
    const failed = await count(`fw_run where workflow = 'bomb' and error ->> 'code' = 'workflow_limit'`)
    const done = await count(`fw_run where workflow = 'bomb' and state = 'done'`)
    // the first does not count as one of those that go back to it before there is another
    expect(done).toBeOneOf([40, 41])
    expect(failed).toBe(done * 5 - (done - 1))
    expect(await count("ticket where name = 'bomb'")).toBe(1 + done * 5)
  }, 90_000)
})

it('lets a thousand runs that wait be cancelled, of which nothing is left', async () => {
  await publishFlow(
    api,
    flow('crowd', { ...until('count == 7', { days: 1 }), trigger: { type: 'created', when: "name == 'crowd'" } }),
  )
  const rows = Array.from({ length: 500 }, () => ({ name: 'crowd' }))
  for (const create of [rows, rows]) {
    const made = await api.admin.post('/api/records/ticket/batch', { create })
    expect(made.status, made.text).toBe(200)
  }
  const waiting = `fw_run where workflow = 'crowd' and state = 'waiting'`
  await vi.waitFor(async () => expect(await count(waiting)).toBe(1_000), { timeout: 60_000, interval: 200 })
  const { rows: runs } = await api.db.query<{ id: string }>({ text: `select id from ${waiting}` })
  for (let from = 0; from < runs.length; from += 20) {
    const answers = await Promise.all(
      runs.slice(from, from + 20).map(({ id }) => api.admin.post(`/api/workflows/runs/${id}/cancel`)),
    )
    expect(answers.filter(({ status }) => status !== 204)).toEqual([])
  }
  expect(await count(`fw_run where workflow = 'crowd' and state <> 'cancelled'`)).toBe(0)
  expect(await count(`fw_wait w join fw_run r on r.id = w.run where r.workflow = 'crowd'`)).toBe(0)
  expect(
    await count(`fw_run_step s join fw_run r on r.id = s.run where r.workflow = 'crowd' and s.state = 'waiting'`),
  ).toBe(0)
}, 120_000)

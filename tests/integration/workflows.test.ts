import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import type { ApiServer } from '../support/api-server.ts'
import {
  both,
  flow,
  list,
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

const version = (word: string) =>
  flow('pinned', {
    trigger: { type: 'api' },
    start: 'wait',
    nodes: {
      wait: { step: 'wait', options: { until: 'count == 5' }, next: 'say' },
      say: { step: 'update-record', options: { values: { note: `'${word}'` } } },
    },
  })

describe('a workflow', () => {
  it('does its steps in order with what came before, and the history says what did it (PLAT-41, PLAT-53)', async () => {
    await publishFlow(
      api,
      flow('welcome', {
        label: both('Welcome'),
        trigger: { type: 'created', when: "name.startsWith('welcome')" },
        start: 'make',
        nodes: {
          make: {
            step: 'create-record',
            options: { object: 'todo', values: { name: "'Call ' + name", ticket: 'id', amount: 'amount * 2' } },
            next: 'change',
          },
          change: { step: 'update-record', options: { values: { note: 'steps.make.id.name', count: 'size(todos)' } } },
        },
      }),
    )
    const id = await make(api, 'ticket', { name: 'welcome one', amount: 2.5 })
    await make(api, 'ticket', { name: 'another' })
    const [run] = await settled(api, 'welcome')
    expect(run).toMatchObject({ state: 'done', error: null, record: id, trigger: 'create' })
    expect(await read(api, 'ticket', id)).toMatchObject({ note: 'Call welcome one', count: 1 })
    expect(
      (await runOf(api, run.id)).data.map((step: { node: string; state: string }) => [step.node, step.state]),
    ).toEqual([
      ['make', 'done'],
      ['change', 'done'],
    ])
    const { body: log } = await api.admin.get(`/api/records/ticket/${id}/automation`)
    expect(log.data).toHaveLength(1)
    expect(log.data[0].writes.map(({ op }: { op: string }) => op)).toEqual(['update'])
  })

  it('chooses ways, goes through children and collects in variables', async () => {
    await publishFlow(
      api,
      flow('ways', {
        trigger: { type: 'changed', field: 'count', to: 7 },
        vars: { sum: { type: 'decimal', default: 0 } },
        start: 'each',
        nodes: {
          each: {
            step: 'loop',
            options: { collection: 'todos', where: 'amount > 1', sort: '-amount' },
            branches: { each: 'add' },
            next: 'choose',
          },
          add: { step: 'set-variables', options: { vars: { sum: 'vars.sum + items.each.amount' } } },
          choose: {
            step: 'branch',
            options: { cases: { big: { when: 'vars.sum > 10' } } },
            branches: { big: 'big' },
            next: 'small',
          },
          big: { step: 'update-record', options: { values: { note: "'big'", amount: 'vars.sum' } } },
          small: { step: 'update-record', options: { values: { note: "'small'" } } },
        },
      }),
    )
    const id = await make(api, 'ticket', { name: 'with children' })
    for (const amount of [1, 5, 7.5]) await make(api, 'todo', { name: `todo ${amount}`, ticket: id, amount })
    await api.admin.patch(`/api/records/ticket/${id}`, { count: 7 })
    const [run] = await settled(api, 'ways')
    expect(run.error).toBeNull()
    expect(await read(api, 'ticket', id)).toMatchObject({ note: 'big', amount: 12.5 })
    expect((await runOf(api, run.id)).vars).toEqual({ sum: 12.5 })
  })

  it('waits for a condition of its record and for a time, holding nothing', async () => {
    await publishFlow(
      api,
      flow('patient', {
        trigger: { type: 'transition', to: ['closed'] },
        start: 'wait',
        nodes: {
          wait: {
            step: 'wait',
            options: { days: 3, until: "note == 'ready'" },
            branches: { timeout: 'late' },
            next: 'pause',
          },
          pause: { step: 'wait', options: { minutes: 0.005 }, next: 'tell' },
          tell: { step: 'update-record', options: { values: { count: '100' } } },
          late: { step: 'stop', options: { failed: true, message: 'late {{ name }}' } },
        },
      }),
    )
    const id = await make(api, 'ticket', { name: 'patience' })
    await api.admin.post(`/api/records/ticket/${id}/transitions/close`, {})
    await settled(api, 'patient', { states: ['waiting'] })
    await api.admin.patch(`/api/records/ticket/${id}`, { note: 'not yet' })
    await api.admin.patch(`/api/records/ticket/${id}`, { note: 'ready' })
    const [run] = await settled(api, 'patient')
    expect(run).toMatchObject({ state: 'done', error: null })
    expect((await read(api, 'ticket', id)).count).toBe(100)
  })

  it('goes several ways side by side and calls another workflow', async () => {
    await publishFlow(
      api,
      flow('called', {
        trigger: { type: 'workflow' },
        vars: { word: { type: 'text' }, answer: { type: 'text' } },
        start: 'say',
        nodes: { say: { step: 'set-variables', options: { vars: { answer: "vars.word + '!'" } } } },
      }),
      flow('fork', {
        trigger: { type: 'manual', when: 'amount > 1', button: both('Fork') },
        start: 'both',
        nodes: {
          both: {
            step: 'parallel',
            options: { ways: { a: {}, b: {} } },
            branches: { a: 'one', b: 'call' },
            next: 'end',
          },
          one: { step: 'create-record', options: { object: 'todo', values: { name: "'forked'", ticket: 'id' } } },
          call: { step: 'sub-workflow', options: { workflow: 'called', vars: { word: 'name' } } },
          end: { step: 'update-record', options: { values: { count: 'size(todos)' } } },
        },
      }),
    )
    const id = await make(api, 'ticket', { name: 'forking', amount: 5 })
    const { body } = await api.admin.get(`/api/records/ticket/${id}/workflows`)
    expect(body.data).toMatchObject([{ name: 'fork', button: both('Fork') }])
    expect((await api.admin.post('/api/workflows/fork/run', { id })).status).toBe(202)
    const [run] = await settled(api, 'fork')
    expect(run).toMatchObject({ state: 'done', error: null })
    expect((await read(api, 'ticket', id)).count).toBe(1)
    const [called] = await settled(api, 'called')
    expect((await runOf(api, called.id)).vars.answer).toBe('forking!')
    const poor = await make(api, 'ticket', { name: 'poor', amount: 0 })
    expect((await api.admin.post('/api/workflows/fork/run', { id: poor })).status).toBe(409)
    expect((await api.admin.post('/api/workflows/fork/run', {})).body.problems[0].pointer).toBe('/id')
  })

  it('undoes a step that is refused, tries again, goes another way, or fails and can be retried', async () => {
    await publishFlow(
      api,
      flow('trouble', {
        trigger: { type: 'api' },
        start: 'first',
        nodes: {
          first: {
            step: 'update-record',
            options: { object: 'todo', record: "'00000000-0000-7000-8000-000000000000'", values: { name: "'x'" } },
            onError: { node: 'second' },
          },
          second: { step: 'update-record', options: { values: { note: 'error.node + error.code' } }, next: 'third' },
          third: {
            step: 'update-record',
            options: { values: { name: "count == 1 ? 'mended' : null" } },
            retry: { attempts: 2, delaySeconds: 1 },
          },
        },
      }),
    )
    const id = await make(api, 'ticket', { name: 'troubled' })
    await api.admin.post('/api/workflows/trouble/run', { id })
    const [run] = await settled(api, 'trouble')
    expect(run).toMatchObject({ state: 'failed', error: { node: 'third', code: 'validation_failed' } })
    expect((await read(api, 'ticket', id)).note).toBe('firstnot_found')
    const steps = (await runOf(api, run.id)).data
    expect(steps.at(-1)).toMatchObject({ node: 'third', attempt: 2, state: 'failed' })
    await api.admin.patch(`/api/records/ticket/${id}`, { count: 1 })
    expect((await api.admin.post(`/api/workflows/runs/${run.id}/retry`)).status).toBe(204)
    await settled(api, 'trouble', { states: ['done'] })
    expect((await read(api, 'ticket', id)).name).toBe('mended')
    expect((await api.admin.post(`/api/workflows/runs/${run.id}/cancel`)).status).toBe(409)
  })

  it('goes on with the definition with which it began', async () => {
    await publishFlow(api, version('old'))
    const id = await make(api, 'ticket', { name: 'pinned' })
    await api.admin.post('/api/workflows/pinned/run', { id })
    await settled(api, 'pinned', { states: ['waiting'] })
    await publishFlow(api, version('new'))
    await api.admin.patch(`/api/records/ticket/${id}`, { count: 5 })
    await settled(api, 'pinned', { states: ['done'] })
    expect((await read(api, 'ticket', id)).note).toBe('old')
  })

  it('ends what leads to itself', async () => {
    await publishFlow(
      api,
      flow('echo', {
        trigger: { type: 'updated', fields: ['due'], when: "name == 'echo'" },
        start: 'again',
        nodes: { again: { step: 'update-record', options: { values: { due: 'due + 1' } } } },
        limits: { depth: 3 },
      }),
    )
    const id = await make(api, 'ticket', { name: 'echo', due: '2026-01-01' })
    await api.admin.patch(`/api/records/ticket/${id}`, { due: '2026-01-02' })
    const runs = await settled(api, 'echo', { runs: 5 })
    expect(runs.map(({ state, depth }: { state: string; depth: number }) => [state, depth])).toEqual([
      ['done', 0],
      ['done', 1],
      ['done', 2],
      ['done', 3],
      ['failed', 4],
    ])
    expect(runs.at(-1).error.code).toBe('workflow_limit')
    expect((await read(api, 'ticket', id)).due).toBe('2026-01-06')
  })

  it('can be tried without leaving anything (PLAT-41)', async () => {
    const id = await make(api, 'ticket', { name: 'trial' })
    const definition = flow('trial', {
      trigger: { type: 'created' },
      start: 'wait',
      nodes: {
        wait: { step: 'wait', options: { days: 2 }, next: 'make' },
        make: { step: 'create-record', options: { object: 'todo', values: { name: "'tried ' + name" } } },
      },
    })
    const before = (await list(api, 'todo')).length
    const { body } = await api.admin.post('/api/workflows/trial/test-run', { id, workflow: definition })
    expect(body).toMatchObject({ state: 'done', error: null })
    expect(body.data.map(({ node, state }: { node: string; state: string }) => [node, state])).toEqual([
      ['wait', 'done'],
      ['make', 'done'],
    ])
    expect(body.data[1].input.values.name).toBe('tried trial')
    expect(await list(api, 'todo')).toHaveLength(before)
    const wrong = await api.admin.post('/api/workflows/trial/test-run', { workflow: { ...definition, start: 'x' } })
    expect(wrong.status).toBe(422)
  })

  it('says where a trial ends before the run does', async () => {
    const definition = flow('endless', {
      trigger: { type: 'api' },
      vars: { n: { type: 'integer', default: 0 } },
      start: 'again',
      nodes: {
        again: { step: 'loop', options: { while: 'vars.n < 5000', limit: 10000 }, branches: { each: 'count' } },
        count: { step: 'set-variables', options: { vars: { n: 'vars.n + 1' } } },
      },
    })
    const id = await make(api, 'ticket', { name: 'endless' })
    const { body } = await api.admin.post('/api/workflows/endless/test-run', { id, workflow: definition })
    expect(body.error).toMatchObject({ code: 'workflow_limit' })
    expect(body.error.message.en).toContain('1000 steps of a trial')
    expect(body.vars.n).toBeLessThan(1000)
  }, 30_000)

  it('is kept from who may not look into it', async () => {
    const guest = await api.as('guest', [])
    expect((await guest.get('/api/workflows/runs')).status).toBe(403)
    expect((await guest.get('/api/workflows/summaries')).status).toBe(403)
    expect((await guest.get('/api/approvals/open')).status).toBe(403)
    expect((await guest.post('/api/workflows/trouble/run', {})).status).toBe(403)
    const id = await make(api, 'ticket', { name: 'hidden' })
    expect((await guest.get(`/api/records/ticket/${id}/automation`)).status).toBe(403)
  })

  it('tells of the fields that it wrote only those that the reader may see', async () => {
    const grants = { ticket: { operations: ['read'], scope: 'all', fields: { note: 'none' } } }
    const definition = { name: 'noteless', label: both('noteless'), grants }
    await publishDocuments(api, { kind: 'role', definition })
    await publishFlow(
      api,
      flow('two_fields', {
        trigger: { type: 'api' },
        start: 'write',
        nodes: { write: { step: 'update-record', options: { values: { note: "'said'", count: '3' } } } },
      }),
    )
    const id = await make(api, 'ticket', { name: 'two fields' })
    await api.admin.post('/api/workflows/two_fields/run', { id })
    await settled(api, 'two_fields')
    const reader = await api.as('noteless', ['noteless'])
    const fieldsOf = async (client: typeof reader) =>
      (await client.get(`/api/records/ticket/${id}/automation`)).body.data[0].writes[0].fields
    expect(await fieldsOf(api.admin)).toEqual(expect.arrayContaining(['note', 'count']))
    expect(await fieldsOf(reader)).toContain('count')
    expect(await fieldsOf(reader)).not.toContain('note')
  })

  it('takes no record where it is about no object', async () => {
    const trigger = { type: 'api' }
    const nodes = { end: { step: 'stop' } }
    const definition = { name: 'about_nothing', label: both('nothing'), trigger, start: 'end', nodes }
    await publishFlow(api, definition)
    const id = await make(api, 'ticket', { name: 'not asked for' })
    const answer = await api.admin.post('/api/workflows/about_nothing/run', { id })
    expect([answer.status, answer.body.problems?.[0]?.pointer]).toEqual([422, '/id'])
  })
})

/** Counts its tickets, each full hour. */
const hourly = (name: string, more: object = {}) => ({
  ...flow(name, {
    trigger: { type: 'schedule', cron: '0 * * * *', where: `name.startsWith('${name}')`, ...more },
    start: 'note',
    nodes: { note: { step: 'update-record', options: { values: { count: 'coalesce(count, 0) + 1' } } } },
  }),
})

describe('time', () => {
  it('starts runs by a date of records, once for each record and date', async () => {
    await publishFlow(
      api,
      flow('due_soon', {
        trigger: { type: 'relative-date', field: 'due', days: -3, at: '08:00', when: "name.startsWith('dated')" },
        start: 'note',
        nodes: { note: { step: 'update-record', options: { values: { note: "'due soon'" } } } },
      }),
    )
    const id = await make(api, 'ticket', { name: 'dated', due: '2030-06-10' })
    await make(api, 'ticket', { name: 'undated', due: '2030-06-10' })
    const { workflows } = api.deps.automation
    await workflows.tick(new Date('2030-06-06T23:59:00Z'))
    expect((await api.admin.get('/api/workflows/runs?workflow=due_soon')).body.data).toEqual([])
    await workflows.tick(new Date('2030-06-07T00:01:00Z'))
    await workflows.tick(new Date('2030-06-07T00:03:00Z'))
    await settled(api, 'due_soon')
    await vi.waitFor(async () => expect((await read(api, 'ticket', id)).note).toBe('due soon'))
    await api.admin.patch(`/api/records/ticket/${id}`, { due: '2030-06-11' })
    await workflows.tick(new Date('2030-06-08T00:05:00Z'))
    await settled(api, 'due_soon', { runs: 2 })
  })

  it('starts runs at the times of a schedule, once for a moment and each record that it asks for', async () => {
    const never = { name: 'never', label: both('never'), weekdays: { mon: false } }
    await publishDocuments(api, { kind: 'calendar', definition: never })
    const wrong = { kind: 'workflow', definition: hourly('wrong', { holidays: 'next' }) }
    const refused = await api.admin.post('/api/metadata/publish', { put: [wrong] })
    expect(refused.body.problems[0]).toMatchObject({ pointer: '/trigger/calendar', code: 'required' })
    await publishFlow(api, hourly('counted'), hourly('closed', { calendar: 'never', holidays: 'next' }))
    const ids = [await make(api, 'ticket', { name: 'counted 1' }), await make(api, 'ticket', { name: 'counted 2' })]
    const closed = await make(api, 'ticket', { name: 'closed' })
    const { automation, db } = api.deps
    const known = `from fw_schedule where name like 'workflow:% 0 * * * * Asia/Shanghai'`
    await vi.waitFor(async () => expect((await db.query({ text: `select ${known}` })).rowCount).toBe(2), 5_000)
    for (let looks = 0; looks < 2; looks++) {
      await automation.stop()
      await db.query({ text: `update fw_schedule set seen = now() - interval '3 hours' where name like 'workflow:%'` })
      await automation.start()
      await settled(api, 'counted', { runs: 2 })
      await vi.waitFor(async () => {
        const seen = `select ${known} and seen > now() - interval '61 minutes'`
        expect((await db.query({ text: seen })).rowCount).toBe(2)
        expect((await automation.jobs.state()).jobs.waiting).toBe(0)
      }, 5_000)
    }
    await settled(api, 'counted', { runs: 2 })
    for (const id of ids) expect((await read(api, 'ticket', id)).count).toBe(1)
    expect((await read(api, 'ticket', closed)).count).toBe(null)
  })

  it('tells of every workflow at once its revision, what is under way and the last runs', async () => {
    const wait = { hold: { step: 'wait', options: { hours: 5 } } }
    await publishFlow(
      api,
      flow('held', { trigger: { type: 'api' }, start: 'hold', nodes: wait }),
      flow('unused', { trigger: { type: 'api' }, start: 'hold', nodes: wait }),
    )
    const { revision } = (await api.admin.get('/api/metadata/revisions?limit=1')).body.data[0]
    const id = await make(api, 'ticket', { name: 'held' })
    const runs: string[] = []
    for (let count = 0; count < 6; count++)
      runs.unshift((await api.admin.post('/api/workflows/held/run', { id })).body.run)
    expect((await api.admin.post(`/api/workflows/runs/${runs[0]}/cancel`)).status).toBe(204)
    const { data } = (await api.admin.get('/api/workflows/summaries')).body as { data: { workflow: string }[] }
    const of = (name: string) => data.find(({ workflow }) => workflow === name) as unknown as Record<string, unknown>
    expect(of('unused')).toEqual({ workflow: 'unused', open: 0, latest: [], revision })
    expect(of('held')).toMatchObject({ open: 5, revision, latest: runs.slice(0, 5).map((run) => ({ id: run })) })
    expect((of('held')['latest'] as { state: string }[])[0]?.state).toBe('cancelled')
  })
})

import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { ApiServer } from '../support/api-server.ts'
import { label } from '../support/definitions.ts'
import {
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

/** Makes a todo for what is reported. */
const follow = (name: string, runAs: string) =>
  flow(name, {
    trigger: { type: 'created', when: "name == 'reported'" },
    runAs,
    start: 'todo',
    nodes: { todo: { step: 'create-record', options: { object: 'todo', values: { name: `'${name}'` } } } },
  })

describe('a workflow with the rights of who started it', () => {
  it('may do what he may and no more, while one of the platform may', async () => {
    const grants = { ticket: { operations: ['read', 'create'], scope: 'own' } }
    const looker = { name: 'reporter', label: { en: 'Reporter', 'zh-CN': '报告人' }, grants }
    await publishDocuments(api, { kind: 'role', definition: looker })
    await publishFlow(api, follow('by_platform', 'system'), follow('by_user', 'trigger-user'))
    const reporter = await api.as('reporter', ['reporter'])
    expect((await reporter.post('/api/records/ticket', { name: 'reported' })).status).toBe(201)
    const [refused] = await settled(api, 'by_user')
    const [done] = await settled(api, 'by_platform')
    expect([refused.state, refused.error.node, done.state]).toEqual(['failed', 'todo', 'done'])
    expect(['forbidden', 'not_found']).toContain(refused.error.code)
    expect((await list(api, 'todo')).map(({ name }: { name: string }) => name)).toEqual(['by_platform'])
    await make(api, 'ticket', { name: 'reported' })
    const runs = await settled(api, 'by_user', { runs: 2 })
    expect(runs.at(-1).state).toBe('done')
  })
})

describe('what is handed to a run', () => {
  const about = flow('about_others', {
    object: undefined,
    trigger: { type: 'manual', button: label('About') },
    runAs: 'system',
    vars: {
      other: { type: 'record', object: 'ticket' },
      more: { type: 'records', object: 'ticket' },
      note: { type: 'text' },
    },
    start: 'keep',
    nodes: { keep: { step: 'set-variables', options: { vars: { note: 'vars.other.name' } } } },
  })

  it('is only what the one who starts it may see, whatever the run may', async () => {
    const grants = { ticket: { operations: ['read', 'create'], scope: 'own' } }
    const role = { name: 'asker', label: label('Asker'), grants }
    await publishDocuments(api, { kind: 'role', definition: role })
    await publishFlow(api, about)
    const asker = await api.as('asker', ['asker'])
    const own = (await asker.post('/api/records/ticket', { name: 'own' })).body.id as string
    const secret = await make(api, 'ticket', { name: 'secret' })
    const begin = (vars: object) => asker.post('/api/workflows/about_others/run', { vars })
    const refused = await begin({ other: secret, more: [own, secret, 'x'], note: secret })
    expect(refused.status, refused.text).toBe(422)
    expect(refused.body.problems.map((one: { pointer: string; code: string }) => `${one.pointer} ${one.code}`)).toEqual(
      ['/vars/other unknown_reference', '/vars/more/1 unknown_reference', '/vars/more/2 unknown_reference'],
    )
    expect((await begin({ other: 7, more: 'x' })).body.problems).toHaveLength(2)
    expect((await begin({ other: own, more: [own], note: secret })).status).toBe(202)
    const [run] = await settled(api, 'about_others')
    expect((await runOf(api, run.id)).vars.note).toBe('own')
  })
})

describe('ways side by side', () => {
  it('go on after the first, which ends the others', async () => {
    await publishFlow(
      api,
      flow('race', {
        trigger: { type: 'api' },
        start: 'both',
        nodes: {
          both: {
            step: 'parallel',
            options: { ways: { quick: {}, slow: {} }, wait: 'first' },
            branches: { quick: 'run', slow: 'sleep' },
            next: 'over',
          },
          run: { step: 'update-record', options: { values: { note: "'quick'" } } },
          sleep: { step: 'wait', options: { days: 3 }, next: 'late' },
          late: { step: 'update-record', options: { values: { note: "'slow'" } } },
          over: { step: 'update-record', options: { values: { count: '1' } } },
        },
      }),
    )
    const id = await make(api, 'ticket', { name: 'racing' })
    await api.admin.post('/api/workflows/race/run', { id })
    const [run] = await settled(api, 'race')
    expect(run).toMatchObject({ state: 'done', error: null })
    expect(await read(api, 'ticket', id)).toMatchObject({ note: 'quick', count: 1 })
    const steps = (await runOf(api, run.id)).data as { node: string; state: string }[]
    expect(steps.map(({ node }) => node)).not.toContain('late')
    expect(steps.find(({ node }) => node === 'sleep')?.state).toBe('cancelled')
    const { rows } = await api.db.query({ text: 'select from fw_wait where run = $1', values: [run.id] })
    expect(rows).toEqual([])
  })
})

import { workflowSteps } from '@fieldwork/automation'
import type { StepExample } from '@fieldwork/automation'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { ApiServer } from '../support/api-server.ts'
import {
  both,
  flow,
  make,
  publishDocuments,
  publishFlow,
  read,
  settled,
  startWorkflows,
} from '../support/workflow-world.ts'

let api: ApiServer

beforeAll(async () => {
  api = await startWorkflows()
  await api.admin.put('/api/channels/sales-group', { type: 'mail', label: both('Sales'), active: true })
  const target = { object: 'todo', values: { name: 'name' } }
  await publishDocuments(api, {
    kind: 'conversion',
    definition: { name: 'copy_ticket', source: 'ticket', targets: { todo: target } },
  })
})
afterAll(() => api.stop())

const cases = [...workflowSteps.values()].flatMap(({ name, examples = [] }) =>
  examples.map((example, at): [string, string, StepExample] => [`${name} ${at + 1}`, name, example]),
)

const definitionOf = (name: string, step: string, { options, branches }: StepExample) => {
  const ends = [...new Set(Object.values(branches ?? {}))]
  const nodes = {
    it: { step, options, ...(branches && { branches }) },
    ...Object.fromEntries(ends.map((end) => [end, { step: 'set-variables', options: { vars: { seen: "'yes'" } } }])),
  }
  return flow(name, {
    trigger: { type: 'api' },
    vars: { seen: { type: 'text' }, level: { type: 'any' } },
    start: 'it',
    nodes: { ...nodes, it: { ...nodes.it, ...(step === 'branch' && { next: 'end' }) } },
  })
}

const counts = async () => {
  const { rows } = await api.db.query<{ n: string }>({
    text: `select (select count(*) from ticket) || ' ' || (select count(*) from todo) || ' ' || (select max(id) from fw_event) || ' ' ||
      (select count(*) from fw_notification) || ' ' || (select count(*) from fw_run) as n`,
  })
  return rows[0]!.n
}

describe.each(cases)('%s', (label, step, example) => {
  const name = `try_${label.replaceAll(/[ -]/g, '_')}`

  it('refuses options that it does not know, with where they stand', async () => {
    const definition = definitionOf(name, step, { ...example, options: { ...example.options, nonsense: 1 } })
    const { body, status } = await api.admin.post(`/api/workflows/${name}/test-run`, { workflow: definition })
    expect(status).toBe(422)
    expect(body.problems[0].pointer).toBe('/nodes/it/options/nonsense')
  })

  it('leaves nothing of a trial', async () => {
    const id = await make(api, 'ticket', { name: 'tried' })
    const before = await counts()
    const { body, status } = await api.admin.post(`/api/workflows/${name}/test-run`, {
      id,
      workflow: definitionOf(name, step, example),
    })
    expect([status, body.data[0].error]).toEqual([200, null])
    expect(body.data[0].state).toBe('done')
    expect(await counts()).toBe(before)
  })

  it('does its work on a real record', async () => {
    await publishFlow(api, definitionOf(name, step, example))
    const id = await make(api, 'ticket', { name: 'ready' })
    await api.admin.post(`/api/workflows/${name}/run`, { id })
    const [run] = await settled(api, name)
    expect(run.error?.code ?? 'none').toBe(step === 'stop' ? 'stopped' : 'none')
  })
})

describe('distribute', () => {
  it('goes by turns, skips who may get nothing, and writes an assignment record each time (PLAT-54)', async () => {
    for (const user of ['anna', 'ben', 'carl']) await api.as(user, [])
    const { rows } = await api.db.query<{ id: string; username: string }>({ text: 'select id, username from "user"' })
    const idOf = (username: string) => rows.find((row) => row.username === username)!.id
    const people = ['anna', 'ben', 'carl'].map((user) => `'${idOf(user)}'`).join(', ')
    await publishFlow(
      api,
      flow('hand_out', {
        trigger: { type: 'created', when: "name.startsWith('lead')" },
        start: 'give',
        nodes: {
          give: {
            step: 'distribute',
            options: {
              rules: {
                big: { when: 'amount > 1000', to: `'${idOf('carl')}'`, order: 1 },
                rest: { when: 'true', to: `[${people}]`, by: 'round-robin', order: 2 },
              },
              skip: `['${idOf('carl')}']`,
              reason: 'new lead',
            },
          },
        },
      }),
    )
    const leads: string[] = []
    for (let n = 0; n < 6; n++) leads.push(await make(api, 'ticket', { name: `lead ${n}`, amount: n === 5 ? 5000 : 1 }))
    await settled(api, 'hand_out', { runs: 6 })
    const owners = await Promise.all(leads.map(async (id) => (await read(api, 'ticket', id)).owner.id))
    expect(owners.filter((owner) => owner === idOf('anna'))).toHaveLength(3)
    expect(owners.filter((owner) => owner === idOf('ben'))).toHaveLength(3)
    const log = await api.admin.get(
      `/api/records/assignment_record?filter=${encodeURIComponent("reason == 'new lead'")}`,
    )
    expect(log.body.data).toHaveLength(6)
    const { body } = await api.admin.get(`/api/records/ticket/${leads[0]}/history`)
    expect(body.data[0].cause).toMatchObject({ workflow: 'hand_out', label: both('Hand out') })
  })
})

it('the designer is told every kind of step with the schemas of its options and output', async () => {
  const { status, body } = await api.admin.get('/api/catalog/steps')
  expect(status).toBe(200)
  expect(body.data.map(({ name }: { name: string }) => name).sort()).toEqual([...workflowSteps.keys()].sort())
  const { label, options, output } = workflowSteps.get('loop')!
  const loop = body.data.find(({ name }: { name: string }) => name === 'loop')
  expect(loop).toMatchObject({ label, options, output, branches: ['each'], returns: true })
  expect(loop).not.toHaveProperty('run')
})

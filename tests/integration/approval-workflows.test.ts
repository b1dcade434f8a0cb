import { asSystem } from '@fieldwork/records'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { chain, startApprovalWorld, step } from '../support/approval-world.ts'
import type { ApprovalWorld } from '../support/approval-world.ts'
import { publishFlow, settled } from '../support/workflow-world.ts'

let world: ApprovalWorld
beforeAll(async () => {
  world = await startApprovalWorld()
  await world.api.deps.automation.start()
  await world.chains(chain({ first: step({ who: { users: ['boss'] } }) }))
})
afterAll(async () => {
  await world.api.deps.automation.stop()
  await world.stop()
})

const write = (opinion: string) => ({ step: 'update-record', options: { values: { opinion: `'${opinion}'` } } })

const asking = (name: string, more: object = {}, options: object = {}) => ({
  name,
  object: 'request',
  trigger: { type: 'api' },
  start: 'ask',
  nodes: {
    ask: { step: 'call-approval', options, branches: { approved: 'good', rejected: 'bad', returned: 'back' } },
    good: write('workflow: good'),
    bad: write('workflow: bad'),
    back: write('workflow: back'),
  },
  ...more,
})

/** Runs a workflow of a record; as soon as the boss is asked, he acts. */
async function ask(name: string, values: object = {}): Promise<string> {
  const id = await world.request(values)
  const begun = await world.api.admin.post(`/api/workflows/${name}/run`, { id })
  expect(begun.status, begun.text).toBeLessThan(300)
  return id
}

const act = (id: string, what: string) =>
  vi.waitFor(async () => expect((await world.act('boss', id, what, { comment: 'so' })).status).toBe(200), {
    timeout: 10_000,
  })
const opinion = async (id: string) => (await world.api.admin.get(`/api/records/request/${id}`)).body.opinion

describe('a workflow that asks for approval (PLAT-45)', () => {
  it.each([
    ['approve', 'workflow: good', 'approved'],
    ['reject', 'workflow: bad', 'rejected'],
  ])('waits and goes on with what is decided: %s', async (what, said, state) => {
    const name = `ask_${what}`
    await publishFlow(world.api, asking(name))
    const id = await ask(name)
    await act(id, what)
    const [run] = await settled(world.api, name)
    expect(run.error).toBeNull()
    expect([await opinion(id), await world.state(id)]).toEqual([said, state])
  })

  it('submits in the name of who is named, else of who started it', async () => {
    const more = { runAs: 'system' }
    await publishFlow(world.api, asking('ask_named', more, { submitter: 'owner' }), asking('ask_started', more))
    const named = await ask('ask_named')
    const started = await ask('ask_started')
    await act(named, 'approve')
    await act(started, 'approve')
    expect((await world.approval(named)).submitter.id).toBe(world.ids.worker)
    expect((await world.approval(started)).submitter.id).toBe(world.ids.admin)
  })

  it('waits on while the record is returned, unless told to go on', async () => {
    await publishFlow(world.api, asking('ask_patient'), asking('ask_hasty', {}, { onReturn: 'continue' }))
    const patient = await ask('ask_patient')
    const hasty = await ask('ask_hasty')
    await act(hasty, 'return')
    await act(patient, 'return')
    await settled(world.api, 'ask_hasty')
    expect(await opinion(hasty)).toBe('workflow: back')
    await settled(world.api, 'ask_patient', { states: ['waiting'] })
    expect((await world.submit(patient)).status).toBeLessThan(300)
    await act(patient, 'approve')
    await settled(world.api, 'ask_patient')
    expect(await opinion(patient)).toBe('workflow: good')
  })

  it('goes on when the record is deleted', async () => {
    const nodes = { ask: { step: 'call-approval', branches: {}, options: {} } }
    await publishFlow(world.api, asking('ask_gone', { nodes }))
    const id = await ask('ask_gone')
    await settled(world.api, 'ask_gone', { states: ['waiting'] })
    await world.api.deps.records.remove(asSystem('test'), { object: 'request', id })
    const [run] = await settled(world.api, 'ask_gone')
    const { body } = await world.api.admin.get(`/api/workflows/runs/${run.id}`)
    expect(body.data[0].output.outcome).toBe('deleted')
  })

  it('leaves nothing of a trial', async () => {
    const id = await world.request()
    const { body, status } = await world.api.admin.post('/api/workflows/ask_tried/test-run', {
      id,
      workflow: asking('ask_tried'),
    })
    expect([status, body.state]).toEqual([200, 'done'])
    expect(await world.approval(id)).toBeUndefined()
  })
})

describe('a workflow that follows the end of an approval', () => {
  it('begins with the outcome that it waits for, once, in the transaction of the decision', async () => {
    const trigger = { type: 'approval-outcome', approval: 'request_chain', outcomes: ['rejected'], when: 'amount > 10' }
    await publishFlow(
      world.api,
      asking('after_no', { trigger, start: 'bad', nodes: { bad: write('workflow: told') }, active: true }),
    )
    const [small, agreed, large] = [
      await world.request(),
      await world.request({ amount: 50 }),
      await world.request({ amount: 50 }),
    ]
    for (const id of [small, agreed, large]) await world.submit(id)
    await act(small, 'reject')
    await act(agreed, 'approve')
    await act(large, 'reject')
    const [run] = await settled(world.api, 'after_no')
    expect(run.record.id ?? run.record).toBe(large)
    expect(await opinion(large)).toBe('workflow: told')
  })
})

describe('a record that is being approved', () => {
  it('may be written by a workflow of the platform, not by one with the rights of who started it', async () => {
    const write = { set: { step: 'update-record', options: { values: { opinion: "'meanwhile'" } } } }
    const common = { trigger: { type: 'manual' }, start: 'set', nodes: write }
    await publishFlow(
      world.api,
      asking('write_platform', { ...common, runAs: 'system' }),
      asking('write_user', { ...common, runAs: 'trigger-user' }),
    )
    const id = await world.request()
    await world.submit(id)
    await world.api.admin.post('/api/workflows/write_user/run', { id })
    const [refused] = await settled(world.api, 'write_user')
    expect([refused.state, refused.error.code]).toEqual(['failed', 'record_locked'])
    await world.api.admin.post('/api/workflows/write_platform/run', { id })
    await settled(world.api, 'write_platform')
    expect(await opinion(id)).toBe('meanwhile')
  })
})

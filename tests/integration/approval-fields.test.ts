import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { byRole, chain, requestObjects, startApprovalWorld, step } from '../support/approval-world.ts'
import type { ApprovalWorld } from '../support/approval-world.ts'

let world: ApprovalWorld
beforeAll(async () => {
  world = await startApprovalWorld()
  const [request] = structuredClone(requestObjects) as unknown as [{ kind: string; definition: RequestDefinition }]
  request.definition['x-object'].states.transitions.submit.requires = ['amount']
  const blind = {
    kind: 'role',
    definition: {
      name: 'director',
      label: { en: 'Director', 'zh-CN': '总监' },
      grants: { request: { operations: ['read'], scope: 'own', fields: { opinion: 'none', amount: 'none' } } },
    },
  }
  const answer = await world.api.admin.post('/api/metadata/publish', { put: [request, blind], confirm: true })
  expect(answer.status, answer.text).toBe(200)
})
afterAll(() => world.stop())

interface RequestDefinition {
  'x-object': { states: { transitions: Record<'submit', { requires?: string[] }> } }
}

const one = (name: string) => ({ who: { users: [name] } })
const fieldsOf = async (name: string, id: string) =>
  world.as(name).get(`/api/approvals/tasks/${await world.task(name, id)}/fields`)

/** A request without the field that its submission needs. */
async function draft(): Promise<string> {
  const id = await world.request()
  await world.as('worker').patch(`/api/records/request/${id}`, { amount: null })
  return id
}

describe('the fields that a step opens (PLAT-45)', () => {
  it('are lent to who is asked, with their values, whatever he may read of the record', async () => {
    await world.chains(chain({ first: step(one('director'), { edit: ['name'], require: ['opinion'] }) }))
    const id = await world.request({ opinion: 'as before', name: 'Lent' })
    await world.submit(id)
    const read = (await world.as('director').get(`/api/records/request/${id}`)).body
    expect(Object.keys(read)).not.toContain('opinion')
    const answer = await fieldsOf('director', id)
    expect(answer.status, answer.text).toBe(200)
    const { schema, record } = answer.body
    expect(record).toMatchObject({ id, opinion: 'as before', name: 'Lent' })
    expect(Object.keys(record)).not.toContain('amount')
    expect(Object.keys(schema.fields).sort()).toEqual(['name', 'opinion'])
    expect(schema.fields.opinion).toMatchObject({ writable: true, readable: true })
    expect(Object.keys(schema.schema.properties).sort()).toEqual(['name', 'opinion'])
    const done = await world.act('director', id, 'approve', { values: { opinion: 'good' } })
    expect(done.status, done.text).toBe(200)
    expect((await world.api.admin.get(`/api/records/request/${id}`)).body.opinion).toBe('good')
  })

  it('are nobody else’s, and no more his once he has decided', async () => {
    await world.chains(chain({ first: step(one('director'), { edit: ['opinion'] }) }))
    const id = await world.request()
    await world.submit(id)
    const task = await world.task('director', id)
    const url = `/api/approvals/tasks/${task}/fields`
    expect((await world.as('other').get(url)).status).toBe(404)
    expect((await world.as('worker').get(url)).status).toBe(403)
    await world.act('director', id, 'approve')
    expect((await world.as('director').get(url)).body.code).toBe('approval_decided')
  })
})

describe('a submission with the fields that its transition needs (PLAT-45)', () => {
  const large = { when: 'amount > 100', order: 1, name: 'large' }
  beforeAll(() =>
    world.chains(
      chain({ first: step(byRole('director')) }, large),
      chain({ first: step(one('boss')) }, { when: 'amount <= 100', order: 2, name: 'small' }),
    ),
  )

  it('writes them, makes the transition and begins the chain that is for them, all at once', async () => {
    const id = await draft()
    const lacking = await world.submit(id, 'worker', { transition: 'submit' })
    expect([lacking.status, lacking.body.problems[0].pointer]).toEqual([409, '/amount'])
    const sent = await world.submit(id, 'worker', { transition: 'submit', values: { amount: 150 } })
    expect([sent.status, sent.body.chain.name], sent.text).toEqual([201, 'large'])
    expect((await world.api.admin.get(`/api/records/request/${id}`)).body).toMatchObject({
      amount: 150,
      state: 'pending',
    })
    const { data } = (await world.api.admin.get(`/api/records/request/${id}/history`)).body
    expect(data.slice(0, 2).map(({ op }: { op: string }) => op)).toEqual(['transition', 'update'])
  })

  it('leaves nothing where it is refused, by a field or by the chain that is named', async () => {
    const id = await draft()
    const version = (await world.api.admin.get(`/api/records/request/${id}`)).body.version
    const wrong = await world.submit(id, 'worker', { transition: 'submit', values: { amount: 'much' } })
    expect([wrong.status, wrong.body.problems[0].pointer]).toEqual([422, '/amount'])
    const other = await world.submit(id, 'worker', { transition: 'submit', chain: 'small', values: { amount: 150 } })
    expect([other.status, other.body.code], other.text).toEqual([409, 'approval_not_possible'])
    const unknown = await world.submit(id, 'worker', { transition: 'reopen', chain: 'small' })
    expect([unknown.status, unknown.body.code], unknown.text).toEqual([409, 'approval_not_possible'])
    const after = (await world.api.admin.get(`/api/records/request/${id}`)).body
    expect(after).toMatchObject({ version, amount: null, state: 'draft' })
    expect(await world.approval(id)).toBeUndefined()
  })

  it('is previewed with them, and nothing of it is stored', async () => {
    const id = await draft()
    const preview = (values: object) =>
      world.as('worker').post('/api/approvals/preview', { object: 'request', id, transition: 'submit', values })
    expect((await preview({ amount: 150 })).body.chain.name).toBe('large')
    expect((await preview({ amount: 50 })).body.chain.name).toBe('small')
    const wrong = await preview({ amount: 'much' })
    expect([wrong.status, wrong.body.problems[0].pointer]).toEqual([422, '/amount'])
    const after = (await world.api.admin.get(`/api/records/request/${id}`)).body
    expect(after).toMatchObject({ amount: null, state: 'draft' })
  })
})

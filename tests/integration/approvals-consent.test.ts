import { afterAll, beforeAll, expect, it } from 'vitest'
import { byRole, chain, requestObjects, startApprovalWorld, step } from '../support/approval-world.ts'
import type { ApprovalWorld } from '../support/approval-world.ts'

let world: ApprovalWorld
beforeAll(async () => {
  world = await startApprovalWorld()
  const [request] = requestObjects
  const definition = structuredClone<object>(request!.definition) as Record<string, object>
  const large = {
    when: 'amount > 1000',
    severity: 'warn',
    message: { en: 'Large', 'zh-CN': '金额大' },
    field: 'amount',
  }
  Object.assign(definition['x-object']!, { rules: { large } })
  const answer = await world.api.admin.post('/api/metadata/publish', {
    put: [{ kind: 'object', definition }],
    confirm: true,
    message: 'warn of large ones',
  })
  expect(answer.status, answer.text).toBe(200)
  await world.chains(chain({ first: step(byRole('boss')) }))
})
afterAll(() => world.stop())

const submission = (id: string) => ({ object: 'request', id, transition: 'submit', values: { amount: 2000 } })

it('asks before a submission whose values a rule warns of is made, and makes it once that is agreed to', async () => {
  const id = await world.request()
  const worker = world.as('worker')
  const asked = await worker.post('/api/approvals?accept_warnings=false', submission(id))
  expect([asked.status, asked.body.code]).toEqual([409, 'confirmation_needed'])
  expect(asked.body.problems).toMatchObject([{ message: 'Large' }])
  expect([await world.state(id), await world.approval(id)]).toEqual(['draft', undefined])
  const agreed = await worker.post('/api/approvals?accept_warnings=true', submission(id))
  expect(agreed.status, agreed.text).toBe(201)
  expect(await world.state(id)).toBe('pending')
})

it('does not ask about a submission that nothing warns of, and refuses what is no consent', async () => {
  const id = await world.request()
  const worker = world.as('worker')
  const unknown = await worker.post('/api/approvals?accept_warnings=perhaps', { object: 'request', id })
  expect(unknown.status).toBe(400)
  const sent = await worker.post('/api/approvals?accept_warnings=false', { object: 'request', id })
  expect(sent.status, sent.text).toBe(201)
})

it('tells who would decide without asking', async () => {
  const preview = await world.as('worker').post('/api/approvals/preview', submission(await world.request()))
  expect(preview.status, preview.text).toBe(200)
  expect(preview.body.steps).toHaveLength(1)
})

import { afterAll, beforeAll, expect, test } from 'vitest'
import { chain, startApprovalWorld, step } from '../support/approval-world.ts'
import type { ApprovalWorld } from '../support/approval-world.ts'

let world: ApprovalWorld

beforeAll(async () => {
  world = await startApprovalWorld()
  await world.chains(chain({ first: step({ who: { role: 'boss' } }) }))
}, 60_000)
afterAll(() => world.stop())

const change = (id: string, values: object) => world.as('worker').patch(`/api/records/request/${id}`, values)

type Tx = Parameters<Parameters<ApprovalWorld['api']['db']['transaction']>[0]>[0]

/** While a transaction that holds the record does something, the worker wants to change it. */
async function changeMeanwhile(id: string, work: (tx: Tx) => Promise<unknown>) {
  const { answer } = await world.api.db.transaction(async (tx) => {
    await tx.query({ text: 'select from request where id = $1 for update', values: [id] })
    const waiting = change(id, { amount: 11 })
    await untilWaiting(tx)
    await work(tx)
    return { answer: waiting }
  })
  return answer
}

/** Until another session waits for a lock. */
async function untilWaiting(tx: Tx): Promise<void> {
  const text = "select from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'"
  while (!(await tx.query({ text: `${text} and pg_stat_clear_snapshot() is not null` })).rowCount)
    await new Promise((resolve) => setTimeout(resolve, 10))
}

/** An approval like another one of another record. */
const copyApproval = `insert into fw_approval (id, chain, version, revision, object, record_id, submitter, state, step)
  select gen_random_uuid(), chain, version, revision, object, $1, submitter, 'pending', step
  from fw_approval where record_id = $2`

test('a change that waits for who begins an approval finds the record kept (PLAT-45)', async () => {
  const [id, other] = [await world.request(), await world.request()]
  expect((await world.submit(other)).status).toBe(201)
  const { status, body } = await changeMeanwhile(id, (tx) => tx.query({ text: copyApproval, values: [id, other] }))
  expect([status, body.code, body.problems[0].code]).toEqual([423, 'record_locked', 'approval_pending'])
  expect((await world.api.admin.get(`/api/records/request/${id}`)).body.amount).toBe(10)
})

test('a change that waits for who takes an approval back is made', async () => {
  const id = await world.request()
  await world.submit(id)
  const text = "update fw_approval set state = 'recalled' where record_id = $1"
  const { status, body } = await changeMeanwhile(id, (tx) => tx.query({ text, values: [id] }))
  expect([status, body.amount]).toEqual([200, 11])
})

test('who may not see a record learns nothing of its approval', async () => {
  const id = await world.request()
  await world.submit(id)
  expect((await world.as('other').patch(`/api/records/request/${id}`, { amount: 1 })).status).toBe(404)
  expect((await world.as('boss').patch(`/api/records/request/${id}`, { amount: 1 })).status).not.toBe(200)
})

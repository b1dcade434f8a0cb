import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { testPlugin } from '@fieldwork/server/testing'
import type { TestKit } from '@fieldwork/server/testing'
import plugin from '../plugin.ts'
import { dayIn, daysBefore } from '../src/days.ts'

type Row = Record<string, unknown>
type Person = TestKit['admin']

let kit: TestKit
let region: string
let rep: Person
let other: Person
let manager: Person
let made = 0

beforeAll(async () => {
  kit = await testPlugin(plugin)
  region = await make('region', { code: 'R1', name: '华东' })
  rep = await kit.user('rep', ['sales_rep', 'pool_member'])
  other = await kit.user('other', ['sales_rep', 'pool_member'])
  manager = await kit.user('manager', ['sales_manager', 'pool_manager'])
}, 120_000)
afterAll(() => kit?.close())
beforeEach(async () => {
  for (const { id } of await rowsOf('customer_pool_rule'))
    await kit.records.remove(kit.admin, { object: 'customer_pool_rule', id: String(id) })
})

const system = () => kit.plugin.system
async function make(object: string, values: Row): Promise<string> {
  return (await kit.records.create(system(), { object, values })).id
}
const set = (id: string, values: Row) => kit.records.update(system(), { object: 'customer', id, values })
async function rowsOf(object: string, filter?: string): Promise<Row[]> {
  return (
    JSON.parse(await kit.records.list(kit.admin, { object, limit: 500, ...(filter && { filter }) })) as { data: Row[] }
  ).data
}
async function customerNow(id: string): Promise<Row> {
  return JSON.parse((await kit.records.get(kit.admin, { object: 'customer', id })).json) as Row
}
const ago = (days: number) => daysBefore(dayIn(kit.plugin.timeZone), days)
const sweep = () => kit.runSchedule('sweep')

const rule = (values: Row = {}) => make('customer_pool_rule', { name: `规则 ${++made}`, claim_limit: 10, ...values })

/** A customer of the rep, who got it long ago and contacted it last so many days ago. */
async function customerOf(
  owner: Person,
  { contacted, since = 400 }: { contacted: number; since?: number },
): Promise<string> {
  const values = { name: `客户 ${++made}`, customer_kind: 'direct', region, phone: '021-58864220', owner: owner.id }
  const id = await make('customer', values)
  await set(id, { owned_since: ago(since), last_contact_on: ago(contacted) })
  return id
}

async function pooled(values: Row = {}): Promise<string> {
  const id = await customerOf(other, { contacted: 0 })
  await set(id, { owner: null, pool_state: 'pooled', pooled_on: ago(1), former_owner: other.id, ...values })
  return id
}
const claim = (who: Person, id: string) => kit.call(who, 'POST', `/api/plugins/public-pool/customers/${id}/claim`)

describe('follow-up warnings and release to the pool (PROC-11, C.15 row 6)', () => {
  it.each([
    [29, null, 'owned'],
    [30, 'd30', 'owned'],
    [59, 'd30', 'owned'],
    [60, 'd60', 'owned'],
    [61, null, 'pooled'],
  ])('%i days without contact: flag %s, %s', async (contacted, flag, state) => {
    await rule()
    const id = await customerOf(rep, { contacted })
    await sweep()
    expect(await customerNow(id)).toMatchObject({ pool_flag: flag, pool_state: state })
  })

  it('a completed contact on day 59 clears the flag and begins anew', async () => {
    await rule()
    const id = await customerOf(rep, { contacted: 59 })
    await sweep()
    expect((await customerNow(id)).pool_flag).toBe('d30')
    const action = await kit.records.create(rep, {
      object: 'action',
      values: { subject: '电话回访', customer: id, plan_start: new Date().toISOString() },
    })
    await kit.records.transition(rep, {
      object: 'action',
      id: action.id,
      transition: 'complete',
      values: { result: '已联系' },
    })
    expect(await customerNow(id)).toMatchObject({ pool_flag: null, last_contact_on: ago(0) })
    await sweep()
    expect(await customerNow(id)).toMatchObject({ pool_flag: null, pool_state: 'owned' })
  })

  it('released customers have no owner, keep the former one, and leave an assignment record and a message', async () => {
    await rule()
    const id = await customerOf(rep, { contacted: 61 })
    await sweep()
    expect(await customerNow(id)).toMatchObject({ owner: null, former_owner: { id: rep.id }, pooled_on: ago(0) })
    expect(await rowsOf('assignment_record', `record_id == '${id}'`)).toMatchObject([
      { method: 'pool_return', from_owner: { id: rep.id }, to_owner: null },
    ])
    const { rows } = await kit.db.query<{ kind: string; recipient: string }>({
      text: 'select kind, recipient from fw_notification where record = $1',
      values: [id],
    })
    expect(rows).toEqual([{ kind: 'public-pool.released', recipient: rep.id }])
  })

  it('new owners begin anew, grace makes a band of its own, and protected ones are left alone', async () => {
    await rule({ grace_days: 5 })
    const fresh = await customerOf(rep, { contacted: 400, since: 10 })
    const late = await customerOf(rep, { contacted: 65 })
    const past = await customerOf(rep, { contacted: 66 })
    await sweep()
    expect(await customerNow(fresh)).toMatchObject({ pool_flag: null, pool_state: 'owned' })
    expect(await customerNow(late)).toMatchObject({ pool_flag: 'd60', pool_state: 'owned' })
    expect(await customerNow(past)).toMatchObject({ pool_state: 'pooled' })
  })

  it('the first rule that fits counts; without one nothing happens; running contracts protect', async () => {
    await rule({ sequence: 1, customer_kinds: ['agent'], warn_days: 1, pool_days: 2 })
    const id = await customerOf(rep, { contacted: 61 })
    await sweep()
    expect(await customerNow(id)).toMatchObject({ pool_flag: null, pool_state: 'owned' })
    await rule({ sequence: 2 })
    const contract = await make('sales_contract', { name: '年度供货合同', customer: id, status: 'executing' })
    await set(id, { pool_flag: 'd30' })
    await sweep()
    expect(await customerNow(id)).toMatchObject({ pool_flag: null, pool_state: 'owned' })
    await kit.records.remove(system(), { object: 'sales_contract', id: contract })
    await sweep()
    expect((await customerNow(id)).pool_state).toBe('pooled')
  })
})

describe('claiming and assigning (PROC-12, C.15 row 7)', () => {
  it('who owns as many customers of the pool as the rule allows is refused the next one', async () => {
    await rule({ claim_limit: 2 })
    const [one, two, three] = [await pooled(), await pooled(), await pooled()]
    expect((await claim(rep, one)).status).toBe(200)
    expect((await claim(rep, two)).status).toBe(200)
    const refused = await claim(rep, three)
    expect(refused).toMatchObject({ status: 409, body: { code: 'public-pool/claim_limit' } })
    expect((await customerNow(three)).pool_state).toBe('pooled')
    expect(await customerNow(one)).toMatchObject({
      owner: { id: rep.id },
      pool_state: 'owned',
      owned_since: ago(0),
      is_claimed: true,
    })
    expect(await rowsOf('assignment_record', `record_id == '${one}'`)).toMatchObject([
      { method: 'claim', to_owner: { id: rep.id } },
    ])
  })

  it('two claims at once never pass the limit together, and one customer has one new owner', async () => {
    await rule({ claim_limit: 1, claim_window: 'day' })
    const someone = await kit.user('someone', ['sales_rep', 'pool_member'])
    const ids = [await pooled(), await pooled(), await pooled()]
    const answers = await Promise.all(ids.map((id) => claim(someone, id)))
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 409, 409])
    const [left] = await rowsOf('customer', `pool_state == 'pooled'`)
    const [first, second] = [await kit.user('first', ['pool_member']), await kit.user('second', ['pool_member'])]
    const both = await Promise.all([claim(first, String(left?.id)), claim(second, String(left?.id))])
    expect(both.filter(({ status }) => status === 200)).toHaveLength(1)
  })

  it('the former owner waits, others need not', async () => {
    await rule({ reclaim_wait_days: 7 })
    const id = await pooled()
    expect(await claim(other, id)).toMatchObject({ status: 409, body: { code: 'public-pool/reclaim_wait' } })
    expect((await claim(await kit.user('third', ['pool_member']), id)).status).toBe(200)
    const waited = await pooled({ pooled_on: ago(7) })
    expect((await claim(other, waited)).status).toBe(200)
  })

  it('is for those who have the role, and only customers of the pool can be seen by it', async () => {
    const id = await pooled()
    const stranger = await kit.user('stranger', ['sales_rep'])
    expect((await claim(stranger, id)).status).toBe(403)
    const own = await customerOf(other, { contacted: 0 })
    const someone = await kit.user('fourth', ['sales_rep', 'pool_member'])
    expect((await claim(someone, own)).status).toBe(404)
    const { data } = JSON.parse(await kit.records.list(someone, { object: 'customer', limit: 500 })) as { data: Row[] }
    expect(new Set(data.map(({ pool_state: state }) => state))).toEqual(new Set(['pooled']))
  })

  it('managers of the pool assign; others do not', async () => {
    const id = await pooled()
    const assign = (who: Person) =>
      kit.call(who, 'POST', `/api/plugins/public-pool/customers/${id}/assign`, { owner: rep.id })
    expect((await assign(rep)).status).toBe(403)
    expect((await assign(manager)).status).toBe(200)
    expect(await customerNow(id)).toMatchObject({ owner: { id: rep.id }, pool_state: 'owned', is_claimed: false })
    expect((await assign(manager)).status).not.toBe(200)
  })
})

const standing = (who: Person, id: string) => kit.call(who, 'GET', `/api/plugins/public-pool/customers/${id}`)
const giveBack = (who: Person, id: string, body: object = { reason: '不再跟进' }) =>
  kit.call(who, 'POST', `/api/plugins/public-pool/customers/${id}/release`, body)

describe('what the browser asks (PROC-12)', () => {
  it('tells when an owned customer goes back, and who may do what with it', async () => {
    await rule({ name: '标准规则', protection_days: 5 })
    const id = await customerOf(rep, { contacted: 40 })
    await sweep()
    expect((await standing(rep, id)).body).toEqual({
      state: 'owned',
      flag: 'd30',
      rule: '标准规则',
      cared_on: ago(40),
      protected_until: ago(395),
      returns_on: ago(40 - 61),
      pooled_on: null,
      wait_days: 0,
      may: { claim: false, assign: false, release: true },
    })
    expect((await standing(other, id)).status).toBe(404)
  })

  it('lets its owner give a customer back, with a reason that the log keeps', async () => {
    await rule({ reclaim_wait_days: 7 })
    const id = await customerOf(rep, { contacted: 1 })
    expect((await giveBack(other, id)).status).toBe(404)
    expect((await giveBack(rep, id, {})).status).toBe(422)
    expect((await giveBack(rep, id)).status).toBe(200)
    expect(await customerNow(id)).toMatchObject({ pool_state: 'pooled', owner: null, former_owner: { id: rep.id } })
    const [entry] = await rowsOf('assignment_record', `record_id == '${id}' && method == 'pool_return'`)
    expect(entry).toMatchObject({ reason: 'rep: 不再跟进', from_owner: { id: rep.id } })
    expect((await giveBack(rep, id)).body.code).toBe('public-pool/pooled')
    expect((await standing(rep, id)).body).toMatchObject({ wait_days: 7, may: { claim: true, release: false } })
    expect((await standing(manager, id)).body.may).toEqual({ claim: true, assign: true, release: false })
  })

  it('tells what somebody may still claim', async () => {
    await rule({ name: '总量', claim_limit: 3, protection_days: 9 })
    expect((await claim(rep, await pooled())).status).toBe(200)
    const { body } = await kit.call(rep, 'GET', '/api/plugins/public-pool/limits')
    expect(body).toMatchObject({
      claim: true,
      assign: false,
      rules: [{ name: '总量', window: 'total', limit: 3, protection_days: 9 }],
    })
    expect(body.rules[0].claimed).toBeGreaterThan(0)
  })
})

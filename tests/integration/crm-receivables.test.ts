import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { day } from '../support/crm-cases.ts'
import { openOffice, type CrmOffice, type Place } from '../support/crm-office.ts'

const WAIT = { timeout: 20_000, interval: 100 }

let office: CrmOffice
let product: string
let customer: string
beforeAll(async () => {
  office = await openOffice()
  product = await office.productAt(1000)
  customer = await office.find('customer', "life_stage == 'formal' && owner.username == 'sales_rep'")
  await office.api.db.query({
    text: `update customer set review_status = 'approved' where id = $1`,
    values: [customer],
  })
  await office.api.deps.automation.start()
}, 120_000)
afterAll(async () => {
  await office.api.deps.automation.stop()
  await office.stop()
})

const lines = () => [{ product, qty: 1, unit_price: 900 }]
const plan = (...amounts: number[]) => amounts.map((amount, at) => ({ planned_date: day(30 * at - 1), amount }))
const contract = (amounts: number[]) => ({ name: '供货合同', customer, lines: lines(), receipt_plan: plan(...amounts) })

async function approved(amounts: number[]): Promise<Place> {
  const place = { object: 'sales_contract', id: await office.make('sales_rep', 'sales_contract', contract(amounts)) }
  expect((await office.move('sales_rep', place, 'submit')).status).toBe(200)
  expect((await office.decide('dept_manager', place, 'approve')).status).toBe(200)
  return place
}

async function receivablesOf({ id }: Place): Promise<Receivable[]> {
  const filter = encodeURIComponent(`contract == '${id}'`)
  return (await office.api.admin.get(`/api/records/receivable?filter=${filter}&sort=period_no`)).body.data
}

interface Receivable {
  id: string
  period_no: number
  amount: number
  balance: number
  state: string
  owner: { id: string }
  receipt_plan: { id: string }
}

const made = async (place: Place, count: number): Promise<Receivable[]> => {
  await vi.waitFor(async () => expect(await receivablesOf(place)).toHaveLength(count), WAIT)
  return receivablesOf(place)
}

describe('the receipt plan of a contract (PROC-60, C.15 17)', () => {
  it('that adds up to the amount becomes one receivable for each of its three rows', async () => {
    const place = await approved([300, 300, 300])
    const receivables = await made(place, 3)
    expect(receivables.map(({ period_no: no, amount, state }) => [no, amount, state])).toEqual([
      [1, 300, 'planned'],
      [2, 300, 'planned'],
      [3, 300, 'planned'],
    ])
    expect(receivables.every(({ owner }) => owner.id === office.ids['sales_rep'])).toBe(true)
    const { receipt_plan: rows } = (
      await office.api.admin.get(`/api/records/sales_contract/${place.id}?expand=receipt_plan`)
    ).body
    expect(rows.map(({ receivable }: { receivable: { id: string } }) => receivable.id)).toEqual(
      receivables.map(({ id }) => id),
    )
  })

  it('that does not is refused on save, however it is sent', async () => {
    const rep = await office.as('sales_rep')
    const expectRefused = ({ status, body, text }: Awaited<ReturnType<typeof rep.post>>) => {
      expect(status, text).toBe(422)
      expect(body.problems).toMatchObject([{ code: 'rule', params: { rule: 'plan_adds_up' } }])
    }
    expectRefused(await rep.post('/api/records/sales_contract', contract([300, 300, 299.99])))
    const id = await office.make('sales_rep', 'sales_contract', contract([450, 450]))
    const url = `/api/records/sales_contract/${id}`
    expectRefused(await rep.patch(url, { receipt_plan: plan(450, 451) }))
    expectRefused(await rep.patch(url, { lines: [{ product, qty: 2, unit_price: 900 }] }))
    const [line] = (await rep.get(`${url}?expand=lines`)).body.lines
    expectRefused(await rep.patch(`/api/records/contract_line/${line.id}`, { qty: 2 }))
    expectRefused(await rep.post('/api/records/receipt_plan', { contract: id, planned_date: day(9), amount: 1 }))
    expect((await rep.patch(url, { receipt_plan: [] })).status).toBe(200)
    const whole = { lines: [{ product, qty: 2, unit_price: 900 }], receipt_plan: plan(1800) }
    expect((await rep.patch(url, whole)).status).toBe(200)
  })
})

describe('a receivable (PROC-60, PROC-61)', () => {
  it('falls due on its day, is received in part, and is settled by the rest', async () => {
    const place = await approved([300, 600])
    const [first, second] = await made(place, 2)
    const at = { object: 'receivable', id: first!.id }
    const becomes = (values: object) =>
      vi.waitFor(async () => expect(await office.read(at)).toMatchObject(values), WAIT)
    await office.onSchedule('receivable_falls_due')
    await becomes({ state: 'due', overdue_days: 1, balance: 300 })
    expect(await office.read({ object: 'receivable', id: second!.id })).toMatchObject({ state: 'planned' })
    const told = async () => {
      const { rowCount } = await office.api.db.query({
        text: `select from fw_notification where recipient = $1 and record = $2`,
        values: [office.ids['sales_rep'], first!.id],
      })
      return rowCount
    }
    await vi.waitFor(async () => expect(await told()).toBe(1), WAIT)
    const receive = (amount: number) =>
      office.make('finance_staff', 'receipt', { customer, contract: place.id, receivable: first!.id, amount })
    await receive(100)
    await becomes({ state: 'partly', balance: 200, received: 100 })
    await receive(200)
    await becomes({ state: 'settled', balance: 0, overdue_days: 0 })
  })

  it('opens again when its receipts are deleted, and its row of the plan follows', async () => {
    const place = await approved([300, 600])
    const [first, second] = await made(place, 2)
    const planned = async () => {
      const url = `/api/records/sales_contract/${place.id}?expand=receipt_plan`
      return (await office.api.admin.get(url)).body.receipt_plan.map(({ state }: { state: string }) => state)
    }
    const become = (state: string, balance: number, rows: string[]) =>
      vi.waitFor(async () => {
        expect(await office.read({ object: 'receivable', id: first!.id })).toMatchObject({ state, balance })
        expect(await planned()).toEqual(rows)
      }, WAIT)
    const receive = (amount: number) =>
      office.make('finance_staff', 'receipt', { customer, contract: place.id, receivable: first!.id, amount })
    const remove = async (id: string) =>
      expect((await office.api.admin.delete(`/api/records/receipt/${id}`)).status).toBeLessThan(300)
    const part = await receive(100)
    await become('partly', 200, ['due', 'planned'])
    const rest = await receive(200)
    await become('settled', 0, ['settled', 'planned'])
    await remove(rest)
    await become('partly', 200, ['due', 'planned'])
    await remove(part)
    await become('due', 300, ['due', 'planned'])
    expect(await office.read({ object: 'receivable', id: second!.id })).toMatchObject({ state: 'planned' })
  })
})

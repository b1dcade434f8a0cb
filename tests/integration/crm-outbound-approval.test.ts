import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { approvals } from '../support/shipped-crm.ts'
import { openOffice, type CrmOffice, type Place } from '../support/crm-office.ts'

let office: CrmOffice
let product: string
let customer: string
let warehouse: string
let contract: string
beforeAll(async () => {
  office = await openOffice()
  product = await office.find('product', 'list_price > 0')
  warehouse = await office.find('warehouse', 'code != null')
  contract = await office.find('sales_contract', 'customer != null')
  customer = (await office.read({ object: 'sales_contract', id: contract })).customer.id
  const chain = approvals.find(({ name }) => name === 'outbound_approval')!
  const put = [{ kind: 'approval', definition: { ...chain, active: true } }]
  const answer = await office.api.admin.post('/api/metadata/publish', { put, confirm: true })
  expect(answer.status, answer.text).toBe(200)
})
afterAll(() => office.stop())

/** An outbound document over 100 of the contract, submitted. */
async function submitted(): Promise<Place> {
  const { owner } = await office.read({ object: 'customer', id: customer })
  const lines = [
    { product, qty: 60 },
    { product, qty: 40 },
  ]
  const values = { customer, warehouse, contract, owner: owner.id, lines }
  const place = { object: 'outbound', id: await office.make('admin', 'outbound', values) }
  const answer = await office.move('admin', place, 'submit')
  expect(answer.status, answer.text).toBe(200)
  return place
}

async function approve(place: Place): Promise<void> {
  const [who = ''] = await office.asked(place)
  const answer = await office.decide(who, place, 'approve')
  expect(answer.status, answer.text).toBe(200)
  expect((await office.read(place)).state).toBe('approved')
}

const ship = async ({ id: outbound }: Place, qty: number) =>
  office.api.admin.post('/api/records/shipment', { customer, outbound, contract, lines: [{ product, qty }] })

describe('an outbound document (PLAT-46, C.15 31)', () => {
  it('is shipped in parts up to what was approved, not one more; the next needs an approval of its own', async () => {
    const place = await submitted()
    expect((await ship(place, 1)).status).toBe(422)
    await approve(place)
    const first = await ship(place, 60)
    expect(first.status, first.text).toBe(201)
    expect((await ship(place, 40)).status).toBe(201)
    const refused = await ship(place, 1)
    expect([refused.status, refused.body.problems[0].code]).toEqual([422, 'balance_exceeded'])
    expect((await office.approval(place)).balance).toEqual({ authorised: '100', drawn: '100', left: '0' })
    const second = await submitted()
    expect((await ship(second, 1)).status).toBe(422)
    await approve(second)
    expect((await ship(second, 1)).status).toBe(201)
  })

  it('counts lines that are added or changed later, whoever comes first', async () => {
    const place = await submitted()
    await approve(place)
    const { body } = await ship(place, 90)
    const add = () => office.api.admin.post('/api/records/shipment_line', { shipment: body.id, product, qty: 8 })
    const answers = await Promise.all(Array.from({ length: 5 }, add))
    expect(answers.map(({ status }) => status).sort()).toEqual([201, 422, 422, 422, 422])
    const added = answers.find(({ status }) => status === 201)!.body.id
    const change = (qty: number) => office.api.admin.patch(`/api/records/shipment_line/${added}`, { qty })
    expect((await change(11)).status).toBe(422)
    expect((await change(10)).status).toBe(200)
  })

  it('ships as it always did while the chain is switched off', async () => {
    const patch = [{ kind: 'approval', name: 'outbound_approval', patch: { active: false } }]
    expect((await office.api.admin.post('/api/metadata/publish', { patch, confirm: true })).status).toBe(200)
    const values = { customer, warehouse, contract, lines: [{ product, qty: 5 }] }
    const id = await office.make('admin', 'outbound', values)
    expect((await ship({ object: 'outbound', id }, 7)).status).toBe(201)
  })
})

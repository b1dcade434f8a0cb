import { afterAll, beforeAll, describe, expect, it, test } from 'vitest'
import { openOffice, type CrmOffice } from '../support/crm-office.ts'
import { documents } from '../support/shipped-crm.ts'

let office: CrmOffice
let customer: string
let product: string
beforeAll(async () => {
  office = await openOffice()
  customer = await office.find('customer', "life_stage == 'formal' && owner.username == 'sales_rep'")
  product = await office.productAt(100)
}, 120_000)
afterAll(() => office.stop())

const linesOf = ['quote_line', 'contract_line', 'order_line']

interface Grant {
  operations: object | string[]
  fields?: Record<string, string>
}

const isWriter = ({ operations }: Grant): boolean => {
  const names = Array.isArray(operations) ? operations : Object.keys(operations)
  return ['create', 'update'].some((operation) => names.includes(operation))
}

test('no role that ships writes list prices into documents: they come from the product', () => {
  const roles = documents.filter(({ kind }) => kind === 'role')
  const open = roles.flatMap(({ name, body }) => {
    const { grants = {} } = body as { grants?: Record<string, Grant> }
    return linesOf.flatMap((line) => {
      const grant = grants[line]
      return grant && isWriter(grant) && grant.fields?.['list_price'] !== 'read' ? [`${name} ${line}`] : []
    })
  })
  expect(roles.length).toBeGreaterThan(40)
  expect(open).toEqual([])
})

const quote = (line: object) => ({
  customer,
  valid_until: '2099-06-30',
  lines: [{ product, qty: 2, unit_price: 45, ...line }],
})

describe('the list price of a line (PROC-34)', () => {
  it('is that of the product, whatever the seller enters beside it', async () => {
    const rep = await office.as('sales_rep')
    const id = await office.make('sales_rep', 'quote', quote({}))
    const { lines, price_ratio: ratio } = (await rep.get(`/api/records/quote/${id}?expand=lines`)).body
    expect([lines[0].list_price, ratio]).toEqual([100, 0.45])
    const refused = await rep.post('/api/records/quote', quote({ list_price: 80 }))
    expect(refused.status, refused.text).toBe(422)
    expect(refused.body.problems).toMatchObject([{ pointer: '/lines/0/list_price' }])
    const changed = await rep.patch(`/api/records/quote_line/${lines[0].id}`, { list_price: 80 })
    expect(changed.status).toBe(422)
    expect((await rep.patch(`/api/records/quote_line/${lines[0].id}`, { unit_price: 50 })).status).toBe(200)
  })
})

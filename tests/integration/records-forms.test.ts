import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { openRecords, refusalOf } from './records-fixture.ts'
import type { RecordsFixture } from './records-fixture.ts'

let fixture: RecordsFixture
beforeAll(async () => {
  fixture = await openRecords()
})
afterAll(() => fixture.close())

const formOf = (mode: 'create' | 'update', actor = fixture.seller) =>
  fixture.records.formSchema(actor, { object: 'deal', mode })

describe('what a form is told', () => {
  it('names what may be written: neither numbers nor formulas nor the state', () => {
    const { fields } = formOf('update')
    const writable = Object.entries(fields).filter(([, field]) => field.writable)
    expect(writable.map(([name]) => name).toSorted()).toEqual([
      'amount',
      'close_date',
      'closed_at',
      'customer',
      'entered_on',
      'is_private',
      'note',
      'partner',
      'quantity',
      'title',
    ])
    expect(fields.title).toMatchObject({ required: true, type: 'text' })
    expect(fields.half).toMatchObject({ formula: 'amount / 2', writable: false })
    expect(fields.customer).toMatchObject({ reference: 'customer', widget: 'lookup' })
    expect(fields.stage!.options?.map(({ value }) => value)).toEqual(['draft', 'open', 'won'])
  })

  it('offers the operations and transitions there are', () => {
    expect(formOf('create').operations).toEqual(['read', 'create', 'update', 'delete'])
    expect(formOf('create', fixture.reader).operations).toEqual(['read'])
    expect(formOf('create').states).toMatchObject({ field: 'stage', initial: 'draft' })
    expect(formOf('create').states!.transitions.win).toMatchObject({
      from: ['open'],
      to: 'won',
      requires: ['close_date'],
    })
  })

  it('is in the language of the actor and changes its address with the object', () => {
    const { schema, layout, validator, hash } = formOf('create')
    expect(schema).toMatchObject({ title: 'Deal', type: 'object', additionalProperties: false })
    expect(validator).toBe(`/api/records/deal/validator.js?mode=create&v=${hash}`)
    expect(layout).toMatchObject({ object: 'deal', purpose: 'form' })
    expect(fixture.records.views(fixture.seller, 'deal')[0]).toMatchObject({ object: 'deal', type: 'table' })
  })

  it('is refused for objects that the actor may not read', async () => {
    const { records, reader } = fixture
    const asked = [
      async () => records.formSchema(reader, { object: 'region', mode: 'create' }),
      async () => records.views(reader, 'region'),
    ]
    for (const attempt of asked) expect(await refusalOf(attempt())).toMatchObject({ code: 'forbidden', status: 403 })
  })
})

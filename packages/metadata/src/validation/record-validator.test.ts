import { fieldTypes } from '@fieldwork/fields'
import type { Conformance, FieldType } from '@fieldwork/fields'
import { describe, expect, test } from 'vitest'
import { catalogOf, sampleLayers } from '../testing/sample-layers.ts'
import { recordValidator } from './record-validator.ts'

const catalog = catalogOf(sampleLayers())
const customer = '01934f5a-7c1e-7abc-8def-0123456789ab'
const create = recordValidator(catalog, 'sales_order', 'create')
const update = recordValidator(catalog, 'sales_order', 'update')

/** Values of an update, and the words for what is wrong with them. */
const sentences: [Record<string, unknown>, string, string, string][] = [
  [{ quantity: 0 }, 'too_small', 'Quantity must be greater than 0', '数量必须大于 0'],
  [{ quantity: 1.234 }, 'too_many_decimals', 'Quantity can have at most 2 decimals', '数量最多 2 位小数'],
  [{ quantity: '2' }, 'wrong_type', 'Quantity must be a number', '数量必须是数字'],
  [{ quantity: null }, 'required', 'Enter the quantity', '请填写数量'],
  [{ customer: '' }, 'required', 'Enter the customer', '请填写客户'],
  [
    { customer: 'Acme' },
    'wrong_format',
    'Customer must refer to a record by its id',
    '客户必须通过记录标识引用一条记录',
  ],
  [
    { status: 'opn' },
    'not_an_option',
    'Status: “opn” is not one of the options; did you mean “open”?',
    'Status：“opn”不在可选项中，是否指“open”？',
  ],
  [
    { closed_on: '2026-02-30' },
    'wrong_format',
    'Closed on must be a date such as 2026-01-31',
    'Closed on必须是日期，例如 2026-01-31',
  ],
  [{ note: 'a\u0000' }, 'unstorable_text', 'Note contains characters that cannot be stored', 'Note包含无法保存的字符'],
  [
    { note: '' },
    'blank_text',
    'Note cannot be a blank text; leave it out or send null',
    'Note不能为空白文本，请留空或填写 null',
  ],
  [{ note: 'x'.repeat(20_001) }, 'too_long', 'Note must have at most 20000 characters', 'Note最多 20000 个字符'],
  [
    { quantty: 1 },
    'unknown_field',
    'Order has no field “quantty”; did you mean “quantity”?',
    '订单没有字段“quantty”，是否指“quantity”？',
  ],
  [{ value: 1 }, 'read_only_field', 'Value cannot be entered', 'Value不可填写'],
  [{ created_at: '2026-01-31T00:00:00Z' }, 'read_only_field', 'Created at cannot be entered', '创建时间不可填写'],
  [{ id: customer }, 'read_only_field', 'Record id cannot be entered', '记录标识不可填写'],
]

test.each(sentences)('values are refused in people’s words (%#)', (values, code, en, zh) => {
  const [field] = Object.keys(values)
  expect(update(values)).toMatchObject([{ pointer: `/${field}`, code, message: { en, 'zh-CN': zh } }])
})

test('a new record needs its required fields, all of which are told at once', () => {
  expect(create({}).map(({ pointer, code }) => [pointer, code])).toEqual([
    ['/customer', 'required'],
    ['/quantity', 'required'],
  ])
})

test('an update needs nothing', () => {
  expect(update({})).toEqual([])
})

test('a field that is not required takes null', () => {
  expect(create({ customer, quantity: 1, note: null, status: null, closed_on: null, unit_price: null })).toEqual([])
})

test.each([[null], [[]], ['text'], [3]])('%j is no record', (values) => {
  expect(create(values)).toMatchObject([{ pointer: '', code: 'wrong_type' }])
})

test('keys that every JavaScript object inherits are unknown fields', () => {
  const values = JSON.parse('{"__proto__": 1, "constructor": 2, "toString": 3}')
  expect(update(values).map(({ pointer, code }) => [pointer, code])).toEqual([
    ['/__proto__', 'unknown_field'],
    ['/constructor', 'unknown_field'],
    ['/toString', 'unknown_field'],
  ])
})

test('a pattern of the author holds beside the type’s own, for optional fields too', () => {
  const code = { pattern: '^[A-Z]+$', 'x-field': { type: 'text' } }
  const coded = { name: 'coded', properties: { title: { 'x-field': { type: 'text' } }, code } }
  const validate = recordValidator(catalogOf(sampleLayers({ object: [coded] })), 'coded', 'create')
  expect([validate({ code: 'AB' }), validate({ code: null })]).toEqual([[], []])
  expect(validate({ code: 'ab' }).map((problem) => problem.code)).toEqual(['wrong_pattern'])
})

const defaultIn = (mode: 'create' | 'update') => {
  const { properties } = catalog.recordSchema('sales_order', mode) as { properties: Record<string, object> }
  return properties.status
}

test('constant defaults are filled in for new records only', () => {
  expect(defaultIn('create')).toMatchObject({ default: 'draft' })
  expect(defaultIn('update')).not.toHaveProperty('default')
})

/** Every writable type with a conformance property, on an object of its own. */
const cases: [string, FieldType, Conformance][] = [...fieldTypes.values()]
  .filter((type) => !type.computed)
  .flatMap((type) =>
    type.conformance.map((conformance, at): [string, FieldType, Conformance] => [
      `${type.name} ${at}`,
      type,
      conformance,
    ]),
  )

describe('a field of each type takes its values and refuses others', () => {
  test.each(cases)('%s', (_, _type, { property, valid, invalid }) => {
    const tried = {
      name: 'tried',
      properties: { title: { 'x-field': { type: 'text' } }, tried: property },
    }
    const others = ['lead', 'department'].map((name) => ({
      name,
      properties: { title: { 'x-field': { type: 'text' } } },
    }))
    const validate = recordValidator(catalogOf(sampleLayers({ object: [tried, ...others] })), 'tried', 'create')
    for (const { value } of valid) expect([value, validate({ tried: value })]).toEqual([value, []])
    const refused = invalid.filter((value) => value !== null)
    for (const value of refused) expect([value, validate({ tried: value }).length > 0]).toEqual([value, true])
  })
})

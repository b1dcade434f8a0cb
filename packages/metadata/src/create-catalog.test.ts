import { describe, expect, test } from 'vitest'
import type { Definition } from './catalog.ts'
import { createCatalog } from './create-catalog.ts'
import {
  both,
  catalogOf,
  changed,
  customerObject,
  fullProblemsOf,
  layerOf,
  orderObject,
  problemsOf,
  sampleLayers,
  userObject,
} from './testing/sample-layers.ts'

describe('a compiled object', () => {
  const order = catalogOf(sampleLayers()).object('sales_order')

  test('has its own fields in their order, then the standard ones', () => {
    expect([...order.fields.keys()].join(' ')).toBe(
      'number customer quantity unit_price value ordered_on closed_on status note ' +
        'owner created_at created_by updated_at updated_by id version',
    )
  })

  test('has both halves of every property', () => {
    expect(order.fields.get('quantity')?.property).toEqual({
      type: 'number',
      exclusiveMinimum: 0,
      'x-field': { type: 'decimal', scale: 2, order: 30, label: { en: 'Quantity', 'zh-CN': '数量' } },
    })
    expect(order.fields.get('unit_price')?.label).toEqual(both('Unit price'))
  })

  test('knows what its formulas give, and keeps them checked', () => {
    const value = order.fields.get('value')
    expect(value?.property['x-field'].result).toBe('decimal')
    expect(value?.formula?.paths).toEqual([['quantity'], ['unit_price']])
    expect([value?.column, value?.readOnly]).toEqual([null, true])
  })

  test('tells constants from expressions in defaults', () => {
    expect(order.fields.get('ordered_on')?.default).toMatchObject({ expression: { source: 'today()' } })
    expect(order.fields.get('status')?.default).toEqual({ constant: 'draft' })
    expect(order.fields.get('owner')?.default).toMatchObject({ expression: { source: 'user' } })
  })

  test('names its records by a text field, found when it is not said', () => {
    expect(order.nameField).toBe('number')
    expect(catalogOf(sampleLayers()).object('customer').nameField).toBe('name')
  })

  test('has its transitions and rules checked', () => {
    expect(order.states?.transitions.submit?.when?.type.kind).toBe('boolean')
    expect(order.states?.transitions.close?.set.closed_on?.source).toBe('today()')
    expect(order.rules.map(({ name, field }) => [name, field])).toEqual([['due_in_time', 'closed_on']])
  })

  test('uses the physical columns it is given', () => {
    const physical = { column: (_: string, field: string) => `c_${field}` }
    expect(catalogOf(sampleLayers(), { physical }).object('customer').fields.get('name')?.column).toBe('c_name')
  })

  test('is missing with not_found', () => {
    expect(() => catalogOf(sampleLayers()).object('nothing')).toThrow(expect.objectContaining({ code: 'not_found' }))
  })
})

type Change = (order: Record<string, any>) => void // oxlint-disable-line typescript/no-explicit-any

/** What a change of the order object gives: pointer and code. */
const refusals: [string, Change, string[]][] = [
  [
    'a lookup of a missing object',
    (o) => (o.properties.customer['x-field'].object = 'custmer'),
    ['/properties/customer/x-field/object unknown_object'],
  ],
  ['a missing name field', (o) => (o['x-object'].nameField = 'nmber'), ['/x-object/nameField unknown_field']],
  [
    'a name field that is no text',
    (o) => (o['x-object'].nameField = 'quantity'),
    ['/x-object/nameField wrong_field_type'],
  ],
  ['a required field that is missing', (o) => (o.required = ['quantty']), ['/required/0 unknown_field']],
  ['a required field that nobody can enter', (o) => (o.required = ['value']), ['/required/0 computed_field']],
  ['a missing app', (o) => (o['x-object'].apps = ['sales']), ['/x-object/apps/0 unknown_name']],
  [
    'a state field that is missing',
    (o) => (o['x-object'].states.field = 'state'),
    ['/x-object/states/field unknown_field'],
  ],
  [
    'a state field that is no select',
    (o) => (o['x-object'].states.field = 'note'),
    ['/x-object/states/field wrong_field_type'],
  ],
  [
    'an unknown initial state',
    (o) => (o['x-object'].states.initial = 'drft'),
    ['/properties/status/default invalid_default', '/x-object/states/initial unknown_name'],
  ],
  [
    'a default beside the initial state',
    (o) => (o.properties.status.default = 'open'),
    ['/properties/status/default wrong_default'],
  ],
  [
    'an unknown state to go to',
    (o) => (o['x-object'].states.transitions.close.to = 'done'),
    ['/x-object/states/transitions/close/to unknown_name'],
  ],
  [
    'an unknown state to come from',
    (o) => (o['x-object'].states.transitions.close.from = ['opn']),
    ['/x-object/states/transitions/close/from/0 unknown_name'],
  ],
  [
    'a required field of a transition',
    (o) => (o['x-object'].states.transitions.submit.requires = ['custmer']),
    ['/x-object/states/transitions/submit/requires/0 unknown_field'],
  ],
  [
    'a transition that sets a computed field',
    (o) => (o['x-object'].states.transitions.close.set = { value: '1' }),
    ['/x-object/states/transitions/close/set/value computed_field'],
  ],
  [
    'a transition that sets a wrong value',
    (o) => (o['x-object'].states.transitions.close.set = { closed_on: '1' }),
    ['/x-object/states/transitions/close/set/closed_on type_mismatch'],
  ],
  [
    'a rule with an unknown field',
    (o) => (o['x-object'].rules.due_in_time.when = 'closed_n < ordered_on'),
    ['/x-object/rules/due_in_time/when unknown_field'],
  ],
  [
    'a rule beside an unknown field',
    (o) => (o['x-object'].rules.due_in_time.field = 'closed'),
    ['/x-object/rules/due_in_time/field unknown_field'],
  ],
  [
    'a rule that is no condition',
    (o) => (o['x-object'].rules.due_in_time.when = 'quantity'),
    ['/x-object/rules/due_in_time/when type_mismatch'],
  ],
  [
    'a formula that cannot be read',
    (o) => (o.properties.value['x-field'].expression = 'quantity *'),
    ['/properties/value/x-field/expression invalid_expression'],
  ],
  [
    'a formula that gives a record',
    (o) => (o.properties.value['x-field'].expression = 'customer'),
    ['/properties/value/x-field/expression type_mismatch'],
  ],
  [
    'a formula that gives something else than stated',
    (o) => (o.properties.value['x-field'].result = 'date'),
    ['/properties/value/x-field/expression type_mismatch'],
  ],
  [
    'a formula whose JSON type is another',
    (o) => (o.properties.value.type = 'string'),
    ['/properties/value/type contradicts_type'],
  ],
  [
    'a formula that needs itself',
    (o) => (o.properties.value['x-field'].expression = 'value + 1'),
    ['/properties/value/x-field/expression formula_cycle'],
  ],
  [
    'a default that is no option',
    (o) => ((o.properties.status.default = 'opn'), (o['x-object'].states = null)),
    ['/properties/status/default invalid_default'],
  ],
  [
    'a default that is too small',
    (o) => (o.properties.quantity.default = 0),
    ['/properties/quantity/default invalid_default'],
  ],
  [
    'a default expression of another type',
    (o) => (o.properties.ordered_on.default = 'quantity + 1'),
    ['/properties/ordered_on/default type_mismatch'],
  ],
  [
    'a lookup filter over missing fields',
    (o) => (o.properties.customer['x-field'].filter = 'credit > 0'),
    ['/properties/customer/x-field/filter unknown_field'],
  ],
  [
    'a number format over missing fields',
    (o) => (o.properties.number['x-field'].format = '{field:nothing}-{000}'),
    ['/properties/number/x-field/format unknown_field'],
  ],
  [
    'a number format over a computed field',
    (o) => (o.properties.number['x-field'].format = '{field:value}-{000}'),
    ['/properties/number/x-field/format computed_field'],
  ],
  [
    'a number format without a sequence',
    (o) => (o.properties.number['x-field'].format = 'SO'),
    ['/properties/number/x-field/format invalid_number_format'],
  ],
  [
    'a field called as a standard one',
    (o) => (o.properties.version = { 'x-field': { type: 'text' } }),
    ['/properties/version reserved_name'],
  ],
  [
    'a field called as a word of expressions',
    (o) => (o.properties.in = { 'x-field': { type: 'text' } }),
    ['/properties/in reserved_name'],
  ],
  [
    'a field called as a column that PostgreSQL gives every table',
    (o) => (o.properties.xmin = { 'x-field': { type: 'integer' } }),
    ['/properties/xmin reserved_name'],
  ],
  [
    'a field that begins with fw_',
    (o) => (o.properties.fw_x = { 'x-field': { type: 'text' } }),
    ['/properties/fw_x reserved_name'],
  ],
  [
    'a field name in capitals',
    (o) => (o.properties.Note = { 'x-field': { type: 'text' } }),
    ['/properties/Note wrong_name'],
  ],
  [
    'an unknown field type',
    (o) => (o.properties.note['x-field'].type = 'longtext'),
    ['/properties/note/x-field/type unknown_name'],
  ],
  ['a field without a type', (o) => (o.properties.note = { type: 'string' }), ['/properties/note/x-field required']],
  [
    'a JSON type that contradicts the field type',
    (o) => (o.properties.note.type = 'number'),
    ['/properties/note/type contradicts_type'],
  ],
  [
    'a keyword that its type does not enforce',
    (o) => (o.properties.note.minimum = 1),
    ['/properties/note/minimum unknown_key'],
  ],
  [
    'an option of another type',
    (o) => (o.properties.note['x-field'].scale = 2),
    ['/properties/note/x-field/scale unknown_key'],
  ],
  [
    'bounds that leave no value',
    (o) => Object.assign(o.properties.note, { minLength: 9, maxLength: 3 }),
    ['/properties/note/minLength empty_range'],
  ],
  [
    'a pattern that is no regular expression',
    (o) => (o.properties.note.pattern = '('),
    ['/properties/note/pattern wrong_format'],
  ],
  ['an unknown key of the object', (o) => (o['x-object'].ownr = true), ['/x-object/ownr unknown_key']],
  [
    'an unknown key of a rule',
    (o) => (o['x-object'].rules.due_in_time.severety = 'warn'),
    ['/x-object/rules/due_in_time/severety unknown_key'],
  ],
]

describe('an object is refused for', () => {
  test.each(refusals)('%s', (_, change, expected) => {
    const layers = [
      layerOf('platform', { object: [userObject] }),
      layerOf('crm', { object: [customerObject, changed(orderObject, change)] }),
    ]
    expect(problemsOf(layers)).toEqual(expected.map((problem) => `object/sales_order ${problem}`))
  })
})

const patched = (name: string, change: Change) =>
  sampleLayers().map((layer) => ({
    ...layer,
    documents: layer.documents.map((document) =>
      document.name === name ? { ...document, body: changed(document.body as Definition, change) } : document,
    ),
  }))

test('every problem of every definition is told at once, in words with what was probably meant', () => {
  const layers = sampleLayers({
    view: [{ name: 'orders', object: 'sales_ordr', columns: { number: { order: 1 } } }],
    role: [{ name: 'clerk', grants: { customer: { operations: ['read'], where: 'ownr == user.id' } } }],
  })
  const problems = fullProblemsOf(layers)
  expect(problems.map(({ kind, name, pointer }) => [kind, name, pointer])).toEqual([
    ['view', 'orders', '/object'],
    ['role', 'clerk', '/grants/customer/where'],
  ])
  expect(problems[0]?.message).toEqual({
    en: 'There is no object “sales_ordr”; did you mean “sales_order”?',
    'zh-CN': '没有对象“sales_ordr”，是否指“sales_order”？',
  })
  expect(problems[1]?.params).toMatchObject({ position: { offset: 0, length: 4, line: 1, column: 1 } })
})

test('a broken object is reported once, not again by all that refer to it', () => {
  const layers = patched('customer', (customer) => (customer.properties.name['x-field'].type = 'txt'))
  expect(problemsOf(layers)).toEqual(['object/customer /properties/name/x-field/type unknown_name'])
})

test('a formula cycle through two objects is found', () => {
  const layers = patched('customer', (customer) => {
    customer.properties.biggest = { 'x-field': { type: 'lookup', object: 'sales_order' } }
    customer.properties.score = { 'x-field': { type: 'formula', expression: 'biggest.score + 1' } }
  }).map((layer) => ({
    ...layer,
    documents: layer.documents.map((document) => {
      if (document.name !== 'sales_order') return document
      const score = { 'x-field': { type: 'formula', expression: 'customer.score + 1' } }
      return {
        ...document,
        body: changed(document.body as Definition, (o) => Object.assign(o.properties as object, { score })),
      }
    }),
  }))
  const problems = fullProblemsOf(layers)
  expect(problems.map(({ code }) => code)).toEqual(['formula_cycle'])
  expect(problems[0]?.message.en).toContain('customer.score → sales_order.score → customer.score')
})

test('documents that could harm are refused before anything is merged', () => {
  const body = JSON.parse('{"name": "evil", "properties": {"__proto__": {"x-field": {"type": "text"}}}}')
  const constructorField = { name: 'odd', properties: { constructor: { 'x-field': { type: 'text' } } } }
  let deep: unknown = {}
  for (let level = 0; level < 40; level++) deep = { deeper: deep }
  const layers = sampleLayers({ object: [body, constructorField as Definition, { name: 'deep', ...(deep as object) }] })
  expect(fullProblemsOf(layers).map(({ name, code }) => [name, code])).toEqual([
    ['evil', 'unsafe_name'],
    ['odd', 'unsafe_name'],
    ['deep', 'too_deep'],
  ])
})

test('a document of an unknown kind, twice in a layer or under another name is refused', () => {
  const layer = layerOf('crm', { object: [customerObject, customerObject] })
  layer.documents.push({ kind: 'obect' as 'object', name: 'a', body: { name: 'a' } })
  layer.documents.push({ kind: 'object', name: 'b', body: { name: 'c' } })
  const found = fullProblemsOf([layerOf('platform', { object: [userObject] }), layer])
  expect(found.map(({ code }) => code)).toEqual(['duplicate_definition', 'unknown_kind', 'wrong_name'])
})

test('an object has at most 800 fields', () => {
  const fields = Array.from({ length: 801 }, (_, at) => [`f_${at}`, { 'x-field': { type: 'text' } }])
  const big = { name: 'big', properties: Object.fromEntries(fields) }
  expect(problemsOf(sampleLayers({ object: [big] }))).toEqual(['object/big /properties too_many'])
})

const overlay = (body: Record<string, unknown>) => [
  ...sampleLayers(),
  { name: 'workspace', documents: [{ kind: 'object' as const, name: 'customer', body }] },
]

describe('a workspace that changes a shipped object', () => {
  test('adds fields whose names begin with x_', () => {
    const catalog = catalogOf(overlay({ properties: { x_interest: { 'x-field': { type: 'text' } } } }))
    expect(catalog.object('customer').fields.get('x_interest')?.label).toEqual(both('Interest'))
    expect(catalog.layersOf('object', 'customer')).toEqual(['crm', 'workspace'])
  })

  test('is told when the prefix is missing', () => {
    const problems = problemsOf(overlay({ properties: { interest: { 'x-field': { type: 'text' } } } }))
    expect(problems).toEqual(['object/customer /properties/interest prefix_missing'])
  })

  test('cannot make the platform the maker of its records', () => {
    const problems = problemsOf(overlay({ 'x-object': { managed: true } }))
    expect(problems).toEqual(['object/customer /x-object/managed managed_object'])
  })

  test('changes and removes what is shipped', () => {
    const catalog = catalogOf(overlay({ properties: { credit_limit: null }, 'x-object': { icon: 'crown' } }))
    expect(catalog.object('customer').fields.has('credit_limit')).toBe(false)
    expect(catalog.object('customer').icon).toBe('crown')
  })

  test('hides it, and whoever refers to it is told', () => {
    expect(problemsOf(overlay({ 'x-hidden': true }))).toEqual([
      'object/sales_order /properties/customer/x-field/object unknown_object',
    ])
  })
})

test('translations replace the texts of other definitions', () => {
  const texts = {
    'object/customer/x-object/label': 'Account',
    'object/customer/properties/credit_limit/x-field/label': 'Limit',
  }
  const catalog = catalogOf(sampleLayers({ translation: [{ name: 'english', locale: 'en', texts }] }))
  expect(catalog.object('customer').label).toEqual({ en: 'Account', 'zh-CN': '客户' })
  expect(catalog.object('customer').fields.get('credit_limit')?.label.en).toBe('Limit')
})

test('a translation of a text that does not exist is refused', () => {
  const texts = { 'object/customer/x-object/lable': 'Account', 'object/custmer/x-object/label': 'Account' }
  expect(problemsOf(sampleLayers({ translation: [{ name: 'english', locale: 'en', texts }] }))).toEqual([
    'translation/english /texts/object~1customer~1x-object~1lable unknown_text',
    'translation/english /texts/object~1custmer~1x-object~1label unknown_text',
  ])
})

describe('what has not changed is kept from the previous catalog', () => {
  const before = catalogOf(sampleLayers())
  const after = (change: Change) => catalogOf(patched('customer', change), { previous: before, revision: 2 })

  test('all of it when nothing has', () => {
    const same = catalogOf(structuredClone(sampleLayers()), { previous: before, revision: 2 })
    expect(same.object('customer')).toBe(before.object('customer'))
    expect(same.object('sales_order')).toBe(before.object('sales_order'))
  })

  test('a label changes neither the hash of its object nor any other object', () => {
    const next = after((customer) => (customer['x-object'].label = both('Client')))
    expect(next.object('customer').label.en).toBe('Client')
    expect(next.object('customer').hash).toBe(before.object('customer').hash)
    expect(next.object('sales_order')).toBe(before.object('sales_order'))
  })

  test('a new field changes the hash of all objects whose statements could read it', () => {
    const next = after((customer) => (customer.properties.rank = { 'x-field': { type: 'text' } }))
    expect(next.object('customer').hash).not.toBe(before.object('customer').hash)
    expect(next.object('sales_order').hash).not.toBe(before.object('sales_order').hash)
    expect(next.object('sales_order').fields).toBe(before.object('sales_order').fields)
    expect(next.object('user')).toBe(before.object('user'))
  })

  test('an expression over a field of another object is checked again when that field changes', () => {
    const reading = changed(orderObject, (order) => {
      const property = { 'x-field': { type: 'formula', expression: 'customer.credit_limit * 2' } }
      Object.assign(order.properties as object, { limit: property })
    })
    const layers = (type: string) => [
      layerOf('platform', { object: [userObject] }),
      layerOf('crm', {
        object: [
          changed(customerObject, (c) =>
            Object.assign(c.properties as object, { credit_limit: { 'x-field': { type } } }),
          ),
          reading,
        ],
      }),
    ]
    const result = createCatalog(layers('text'), { revision: 2, previous: catalogOf(layers('money')) })
    expect('problems' in result && result.problems.map(({ pointer, code }) => [pointer, code])).toEqual([
      ['/properties/limit/x-field/expression', 'type_mismatch'],
    ])
  })

  test('a lookup is checked again when its object is gone', () => {
    const result = createCatalog(
      [layerOf('platform', { object: [userObject] }), layerOf('crm', { object: [orderObject] })],
      { revision: 2, previous: before },
    )
    expect('problems' in result && result.problems.map(({ code }) => code)).toEqual(['unknown_object'])
  })
})

import { describe, expect, test } from 'vitest'
import type { Layer } from '../catalog.ts'
import { createCatalog } from '../create-catalog.ts'
import { sampleLayers } from '../testing/sample-layers.ts'

type Properties = Record<string, Record<string, unknown>>

const field = (type: string, options: Record<string, unknown> = {}) => ({ 'x-field': { type, ...options } })
const rollUp = (name: string, options: Record<string, unknown> = {}) =>
  field('roll-up', { object: 'line', via: 'order', function: name, ...options })

const lineFields: Properties = {
  order: field('lookup', { object: 'order', onDelete: 'set-null' }),
  product: field('lookup', { object: 'product' }),
  name: field('text'),
  amount: field('money', { currency: 'USD' }),
  quantity: field('integer'),
  share: field('percent'),
  done: field('boolean'),
  status: field('select', { options: { open: {}, paid: {} } }),
  due: field('date'),
  total: field('formula', { expression: 'amount * quantity' }),
  late: field('formula', { expression: 'due < today()' }),
  category: field('formula', { expression: 'product.name' }),
}

function compile(order: Properties, { line = {}, product = {} }: { line?: Properties; product?: Properties } = {}) {
  const objects = {
    product: { name: field('text'), ...product },
    order: { name: field('text'), product: field('lookup', { object: 'product' }), ...order },
    line: { ...lineFields, ...line },
  }
  const documents = Object.entries(objects).map(([name, properties]) => ({
    kind: 'object' as const,
    name,
    body: { name, properties },
  }))
  const [platform] = sampleLayers()
  return createCatalog([platform as Layer, { name: 'workspace', documents }], { revision: 1 })
}

function problemsOf(...input: Parameters<typeof compile>): string[] {
  const result = compile(...input)
  return 'problems' in result ? result.problems.map(({ pointer, code }) => `${pointer} ${code}`) : []
}

function compiled(...input: Parameters<typeof compile>) {
  const result = compile(...input)
  if ('problems' in result) throw new Error(result.problems.map(({ message }) => message.en).join('\n'))
  return result.catalog
}

describe('a roll-up (PLAT-14)', () => {
  test.each([
    ['count', {}, 'bigint', { type: 'integer' }],
    ['sum', { field: 'amount' }, 'numeric(38,2)', { type: 'money', scale: 2, currency: 'USD' }],
    ['sum', { field: 'quantity' }, 'numeric(38,0)', { type: 'integer' }],
    ['sum', { field: 'total' }, 'numeric', { type: 'decimal', unbounded: true }],
    ['avg', { field: 'amount' }, 'numeric(38,6)', { type: 'money', scale: 2, currency: 'USD' }],
    ['avg', { field: 'share' }, 'numeric(38,6)', { type: 'percent', scale: 2 }],
    ['max', { field: 'quantity' }, 'bigint', { type: 'integer' }],
    ['min', { field: 'due' }, 'date', { type: 'date' }],
    ['latest', { field: 'name', by: 'due' }, 'text', { type: 'text' }],
    ['latest', { field: 'created_at' }, 'timestamptz', { type: 'date-time' }],
  ])('%s over %o is stored as %s', (name, options, column, result) => {
    const total = compiled({ total: rollUp(name, options) })
      .object('order')
      .fields.get('total')!
    expect(total.type.column(total.property)?.type).toBe(column)
    expect(total.property['x-field'].result).toEqual(result)
    expect({ readOnly: total.readOnly, required: total.required, formula: total.formula }).toEqual({
      readOnly: true,
      required: false,
      formula: null,
    })
  })

  test('knows what it aggregates, and latest goes by creation unless told otherwise', () => {
    const { fields } = compiled({
      paid: rollUp('latest', { field: 'status', where: "status == 'paid' && done" }),
    }).object('order')
    expect(fields.get('paid')?.rollUp).toMatchObject({
      object: 'line',
      via: 'order',
      function: 'latest',
      field: 'status',
      by: 'created_at',
      where: { source: "status == 'paid' && done" },
    })
    expect(Object.keys(fields.get('paid')?.property['x-field'].result as object)).toEqual(['type', 'options'])
  })

  test('may aggregate another roll-up, and formulas may use it', () => {
    const catalog = compiled(
      { total: rollUp('sum', { field: 'amount' }), half: field('formula', { expression: 'total / 2' }) },
      { product: { best: field('roll-up', { object: 'order', via: 'product', function: 'max', field: 'total' }) } },
    )
    const best = catalog.object('product').fields.get('best')!
    expect(best.type.column(best.property)?.type).toBe('numeric')
    expect(catalog.object('order').fields.get('half')?.formula?.type).toEqual({ kind: 'decimal' })
  })

  test.each([
    ['an unknown object', rollUp('count', { object: 'lines' }), ['object unknown_object']],
    ['an unknown relation', rollUp('count', { via: 'ordr' }), ['via unknown_field']],
    ['a relation to another object', rollUp('count', { via: 'product' }), ['via wrong_field_type']],
    ['no relation', rollUp('count', { via: 'amount' }), ['via wrong_field_type']],
    ['a total of nothing', rollUp('sum'), ['field required']],
    ['an unknown field', rollUp('sum', { field: 'amuont' }), ['field unknown_field']],
    ['a total of texts', rollUp('sum', { field: 'name' }), ['field wrong_field_type']],
    ['a total of shares', rollUp('sum', { field: 'share' }), ['field wrong_field_type']],
    ['the least of options', rollUp('min', { field: 'status' }), ['field wrong_field_type']],
    ['the latest of references', rollUp('latest', { field: 'product' }), ['field wrong_field_type']],
    ['a text as a date', rollUp('latest', { field: 'amount', by: 'name' }), ['by wrong_field_type']],
    ['a date where none is needed', rollUp('count', { by: 'due' }), ['by not_allowed']],
    ['a formula that follows a lookup', rollUp('latest', { field: 'category' }), ['field not_maintainable']],
    ['a formula that changes by itself', rollUp('count', { field: 'late' }), ['field not_maintainable']],
    ['a condition on another record', rollUp('count', { where: "product.name == 'a'" }), ['where not_maintainable']],
    ['a condition on who asks', rollUp('count', { where: 'created_by == user' }), ['where not_maintainable']],
    ['a condition on the time', rollUp('count', { where: 'due < today()' }), ['where not_maintainable']],
    ['a condition through a formula', rollUp('count', { where: 'late' }), ['where not_maintainable']],
    ['a condition that is none', rollUp('count', { where: 'amount' }), ['where type_mismatch']],
    [
      'everything at once',
      rollUp('sum', { via: 'ordr', field: 'amuont', where: 'amuont > 1' }),
      ['via unknown_field', 'field unknown_field', 'where unknown_field'],
    ],
  ])('is refused over %s', (_title, total, expected) => {
    expect(problemsOf({ total })).toEqual(expected.map((problem) => `/properties/total/x-field/${problem}`))
  })

  test('suggests the name that was probably meant', () => {
    const result = compile({ total: rollUp('sum', { via: 'ordr', field: 'amuont' }) })
    const messages = 'problems' in result ? result.problems.map(({ message }) => message.en).join(' ') : ''
    expect(messages).toContain('did you mean “order”?')
    expect(messages).toContain('did you mean “amount”?')
  })

  test('that needs itself is reported with the whole way, once', () => {
    const result = compile(
      { total: rollUp('sum', { field: 'weight' }) },
      {
        product: {
          total: field('roll-up', { object: 'order', via: 'product', function: 'sum', field: 'total' }),
          part_of: field('lookup', { object: 'line' }),
        },
        line: {
          weight: field('roll-up', { object: 'product', via: 'part_of', function: 'sum', field: 'total' }),
        },
      },
    )
    const problems = 'problems' in result ? result.problems : []
    expect(problems).toHaveLength(1)
    expect(problems[0]?.code).toBe('formula_cycle')
    expect(problems[0]?.message.en).toContain('product.total → order.total → line.weight → product.total')
  })

  test('cannot be made to need itself through a formula or a condition', () => {
    const order = {
      total: rollUp('count', { object: 'order', via: 'parent', where: 'twice > 1' }),
      parent: field('lookup', { object: 'order' }),
      twice: field('formula', { expression: 'total * 2' }),
    }
    expect(problemsOf(order).map((problem) => problem.split(' ')[1])).toEqual(['formula_cycle'])
  })

  test('counts along a hierarchy only where the object has one', () => {
    expect(problemsOf({ total: rollUp('count', { subtree: true }) })).toEqual([
      '/properties/total/x-field/subtree no_hierarchy',
    ])
    expect(
      compiled({ total: rollUp('count') })
        .object('order')
        .fields.get('total')!.rollUp?.subtree,
    ).toBe(false)
  })

  test('changes with the field it aggregates', () => {
    const before = compiled({ total: rollUp('max', { field: 'quantity' }) })
    const documents = ['product', 'order', 'line'].map((name) => ({
      kind: 'object' as const,
      name,
      body: { ...(before.documents('object').get(name) as Record<string, unknown>) },
    }))
    const line = documents[2]!.body as { properties: Properties }
    documents[2]!.body = { ...line, properties: { ...line.properties, quantity: field('decimal', { scale: 3 }) } }
    const layers = [sampleLayers()[0] as Layer, { name: 'workspace', documents }]
    const after = createCatalog(layers, { revision: 2, previous: before })
    if ('problems' in after) throw new Error(JSON.stringify(after.problems))
    const { property, type } = after.catalog.object('order').fields.get('total')!
    expect(type.column(property)?.type).toBe('numeric(20,3)')
    expect(after.catalog.object('order').hash).not.toBe(before.object('order').hash)
  })

  test('has neither a value that is sent nor options for what only people enter', () => {
    expect(
      problemsOf({ total: { ...rollUp('count'), 'x-field': { ...rollUp('count')['x-field'], unique: true } } }),
    ).toEqual(['/properties/total/x-field/unique unknown_key'])
    const schema = compiled({ total: rollUp('count') }).recordSchema('order', 'create')
    expect(Object.keys(schema.properties as object)).not.toContain('total')
  })
})

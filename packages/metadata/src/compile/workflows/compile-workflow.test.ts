import { describe, expect, test } from 'vitest'
import type { Definition, Layer } from '../../catalog.ts'
import { createCatalog } from '../../create-catalog.ts'
import type { StepDescriptor } from '../../extensions.ts'
import { both, customerObject, orderObject, userObject } from '../../testing/sample-layers.ts'

const step = (name: string, more: Partial<StepDescriptor>): StepDescriptor => ({
  name,
  label: both(name),
  help: both(name),
  icon: 'box',
  group: 'test',
  order: 1,
  options: { type: 'object', additionalProperties: false, properties: {} },
  output: { type: 'object', properties: {} },
  effect: 'control',
  ...more,
})

const object = (properties: object, more: object = {}) =>
  ({ type: 'object', additionalProperties: false, properties, ...more }) as StepDescriptor['options']

const expression = (expects: string, more: object = {}) => ({ type: 'string', 'x-expression': { expects, ...more } })

const steps: StepDescriptor[] = [
  step('tell', { options: object({ text: { type: 'string', 'x-template': true }, to: expression('user') }) }),
  step('make', {
    effect: 'records',
    options: object(
      {
        object: { type: 'string', 'x-reference': 'object' },
        values: { type: 'object', 'x-fields': { of: 'object' }, additionalProperties: { type: 'string' } },
      },
      { required: ['object', 'values'] },
    ),
    output: object({ id: { type: 'string', format: 'uuid', 'x-record': { option: 'object' } } }),
  }),
  step('branch', {
    branches: 'options',
    options: object({
      cases: {
        type: 'object',
        'x-branches': true,
        additionalProperties: object({ when: expression('boolean') }),
      },
    }),
  }),
  step('each', {
    branches: ['each'],
    returns: true,
    item: { object: 'object' },
    options: object({
      object: { type: 'string', 'x-reference': 'object' },
      where: expression('boolean', { over: 'object' }),
    }),
  }),
  step('await', { options: object({ until: expression('boolean', { listens: true }) }) }),
]

const extensions = { steps: new Map(steps.map((each) => [each.name, each])) }

const workflow = (more: object): Definition => ({
  name: 'flow',
  object: 'sales_order',
  trigger: { type: 'created' },
  start: 'first',
  nodes: { first: { step: 'tell', options: {} } },
  ...more,
})

function compile(definition: Definition) {
  const documents = [userObject, customerObject, orderObject].map((body) => ({
    kind: 'object' as const,
    name: body.name,
    body,
  }))
  const layers: Layer[] = [
    { name: 'platform', documents: [...documents, { kind: 'workflow', name: definition.name, body: definition }] },
  ]
  return createCatalog(layers, { revision: 1, extensions })
}

function catalogOf(definition: Definition) {
  const result = compile(definition)
  if ('problems' in result) throw new Error(JSON.stringify(result.problems, null, 1))
  return result.catalog
}

function problemsOf(definition: Definition): string[] {
  const result = compile(definition)
  return 'problems' in result ? result.problems.map(({ pointer, code }) => `${pointer} ${code}`) : []
}

const listenersOf = (more: object) =>
  catalogOf(workflow(more))
    .object('sales_order')
    .listeners.map(({ when, ...rest }) => ({ ...rest, when: when?.source ?? null }))

describe('a workflow', () => {
  test('tells everything that is wrong with its ways at once', () => {
    const nodes = {
      first: { step: 'tell', next: 'second' },
      second: { step: 'tell', next: 'first', onError: { node: 'nowhere' } },
      lost: { step: 'tell' },
      odd: { step: 'telll' },
    }
    expect(problemsOf(workflow({ nodes })).sort()).toEqual([
      '/nodes/lost unreachable_node',
      '/nodes/odd unreachable_node',
      '/nodes/odd/step unknown_name',
      '/nodes/second/next cycle',
      '/nodes/second/onError/node unknown_name',
    ])
    expect(problemsOf(workflow({ start: 'none' }))).toContain('/start unknown_name')
  })

  test('has no branch that leads nowhere, and none that its step does not know', () => {
    const cases = { big: { when: 'quantity > 10' }, small: { when: 'quantity < 1' } }
    const node = { step: 'branch', options: { cases }, branches: { big: 'end', huge: 'end' } }
    const nodes = { first: node, end: { step: 'tell' } }
    expect(problemsOf(workflow({ nodes }))).toEqual([
      '/nodes/first/branches/huge unknown_name',
      '/nodes/first/branches dead_end',
    ])
  })

  test('does not lead into the middle of a loop, and knows where its nodes stand', () => {
    const nodes = {
      first: {
        step: 'each',
        options: { object: 'customer', where: 'credit_limit > record.quantity' },
        branches: { each: 'inner' },
        next: 'after',
      },
      inner: { step: 'tell', options: { text: '{{ items.first.name }}' } },
      after: { step: 'tell' },
    }
    const compiled = catalogOf(workflow({ nodes })).workflows.get('flow')!
    expect(compiled.nodes.get('inner')?.inside).toEqual([{ node: 'first', branch: 'each' }])
    expect(compiled.nodes.get('first')?.expressions.get('/where')?.over).toBe('customer')
    const crossing = { ...nodes, inner: { step: 'tell', next: 'after' } }
    expect(problemsOf(workflow({ nodes: crossing })).join()).toContain('crosses_loop')
  })

  test('checks options against the schema of the step and expressions against what is known there', () => {
    const nodes = {
      first: {
        step: 'make',
        options: { object: 'customer', values: { name: 'quantity', credit: '1' } },
        next: 'tell',
      },
      tell: {
        step: 'tell',
        options: { text: 'Made {{ steps.first.id.nam }} {{ steps.later.id }}', to: 'owner', loud: true },
      },
    }
    expect(problemsOf(workflow({ nodes })).sort()).toEqual([
      '/nodes/first/options/values/credit unknown_field',
      '/nodes/first/options/values/name type_mismatch',
      '/nodes/tell/options/loud unknown_key',
    ])
    const right = {
      ...nodes,
      first: { ...nodes.first, options: { object: 'customer', values: { name: 'customer.name' } } },
    }
    const told = {
      ...right,
      tell: { step: 'tell', options: { text: 'Made {{ steps.first.id.nam }} {{ steps.later.id }}' } },
    }
    expect(problemsOf(workflow({ nodes: told }))).toEqual([
      '/nodes/tell/options/text unknown_field',
      '/nodes/tell/options/text unknown_field',
    ])
    const fine = { ...right, tell: { step: 'tell', options: { text: 'Made {{ steps.first.id.name }}', to: 'owner' } } }
    expect(problemsOf(workflow({ nodes: fine }))).toEqual([])
  })

  test('listens to what its trigger says', () => {
    expect(listenersOf({})).toEqual([{ name: 'workflow:flow', operations: ['create'], when: null }])
    expect(listenersOf({ trigger: { type: 'changed', field: 'quantity', to: 5 } })).toEqual([
      { name: 'workflow:flow', operations: ['create'], when: 'quantity == 5' },
      {
        name: 'workflow:flow',
        operations: ['update', 'transition'],
        fields: ['quantity'],
        when: 'quantity == 5 && quantity != old.quantity',
      },
    ])
    expect(listenersOf({ trigger: { type: 'transition', to: ['open'], when: 'quantity > 1' } })).toEqual([
      {
        name: 'workflow:flow',
        operations: ['transition'],
        when: '(quantity > 1) && status in ["open"] && status != old.status',
      },
    ])
    expect(listenersOf({ active: false })).toEqual([])
  })

  test('that waits for a condition listens to the fields of it', () => {
    const nodes = { first: { step: 'await', options: { until: 'quantity > 3 && customer.name != null' } } }
    expect(listenersOf({ nodes, trigger: { type: 'manual' } })).toEqual([
      {
        name: 'wait:flow.first',
        operations: ['update', 'transition', 'delete'],
        fields: ['quantity', 'customer'],
        when: null,
      },
    ])
  })

  test('changes what statements of its object are made of, and nothing else', () => {
    const without = catalogOf(workflow({ active: false }))
    const listening = catalogOf(workflow({}))
    expect(listening.object('sales_order').hash).not.toBe(without.object('sales_order').hash)
    expect(listening.object('customer').hash).toBe(without.object('customer').hash)
  })

  test('says what is wrong with the times of its schedule', () => {
    for (const cron of ['now and then', '61 * * * *', '* * * * * *'])
      expect(problemsOf(workflow({ trigger: { type: 'schedule', cron } })), cron).toEqual([
        '/trigger/cron wrong_format',
      ])
  })

  test('says what its trigger lacks', () => {
    expect(problemsOf(workflow({ object: undefined }))).toEqual(['/object required'])
    expect(
      problemsOf(
        workflow({ trigger: { type: 'relative-date', field: 'quantity', days: 1, timezone: 'Asia/Nowhere' } }),
      ),
    ).toEqual(['/trigger/timezone unknown_zone', '/trigger/field wrong_field_type'])
    expect(problemsOf(workflow({ object: 'customer', trigger: { type: 'transition' } }))).toEqual([
      '/trigger/type no_states',
    ])
    expect(problemsOf(workflow({ trigger: { type: 'someday' } }))[0]).toContain('/trigger')
  })
})

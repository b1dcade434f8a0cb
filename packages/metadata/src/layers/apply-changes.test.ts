import { describe, expect, test } from 'vitest'
import type { Definition, Layer } from '../catalog.ts'
import { both, catalogOf, changed, customerObject, sampleLayers } from '../testing/sample-layers.ts'
import { applyChanges } from './apply-changes.ts'
import type { ChangeSet } from './change-set.ts'

const own: Definition = {
  name: 'project',
  properties: { title: { 'x-field': { type: 'text' } }, budget: { 'x-field': { type: 'money' } } },
}

function apply(changes: ChangeSet, layers: Layer[] = sampleLayers()): Layer[] {
  const result = applyChanges(layers, changes)
  if ('problems' in result) throw new Error(JSON.stringify(result.problems))
  return result.layers
}

const bodyIn = (layers: Layer[], name: string) =>
  layers.find((layer) => layer.name === 'workspace')?.documents.find((document) => document.name === name)?.body

const refused = (changes: ChangeSet) => {
  const result = applyChanges(sampleLayers(), changes)
  return 'problems' in result ? result.problems.map(({ name, pointer, code }) => [name, pointer, code]) : []
}

describe('a put', () => {
  test('of an own document keeps it whole, with the order of its fields written down', () => {
    expect(bodyIn(apply({ put: [{ kind: 'object', definition: own }] }), 'project')).toEqual({
      name: 'project',
      properties: {
        title: { 'x-field': { type: 'text', order: 10 } },
        budget: { 'x-field': { type: 'money', order: 20 } },
      },
    })
  })

  test('of a shipped document keeps what differs', () => {
    const put = changed(customerObject, (customer) => {
      Object.assign(customer.properties as object, {
        x_rank: { 'x-field': { type: 'integer', order: 40, label: both('Rank') } },
      })
      Object.assign(customer['x-object'] as object, { owner: false })
    })
    expect(bodyIn(apply({ put: [{ kind: 'object', definition: put }] }), 'customer')).toEqual({
      properties: { x_rank: { type: 'integer', 'x-field': { type: 'integer', order: 40, label: both('Rank') } } },
      'x-object': { owner: false },
    })
  })

  test('of the normal form that was read, unchanged, is no change', () => {
    const read = catalogOf(sampleLayers()).documents('object')
    for (const name of ['user', 'customer', 'sales_order']) {
      const layers = apply({ put: [{ kind: 'object', definition: read.get(name) as Definition }] })
      expect([name, bodyIn(layers, name)]).toEqual([name, undefined])
    }
  })

  test('of the normal form of an own document, unchanged, gives the same object', () => {
    const before = apply({ put: [{ kind: 'object', definition: own }] })
    const read = catalogOf(before).documents('object').get('project') as Definition
    const after = apply({ put: [{ kind: 'object', definition: read }] }, before)
    expect(catalogOf(after).object('project')).toEqual(catalogOf(before).object('project'))
  })

  test('of a formula that was read may give something else than before', () => {
    const read = catalogOf(sampleLayers()).documents('object').get('sales_order') as Definition
    const put = changed(read, (order) => {
      const { value } = order.properties as Record<string, { 'x-field': Record<string, unknown> }>
      Object.assign(value?.['x-field'] ?? {}, { expression: 'quantity > 10' })
    })
    const layers = apply({ put: [{ kind: 'object', definition: put }] })
    expect(bodyIn(layers, 'sales_order')).toEqual({
      properties: { value: { 'x-field': { expression: 'quantity > 10' } } },
    })
    expect(catalogOf(layers).object('sales_order').fields.get('value')?.property.type).toBe('boolean')
  })

  test('of the normal form without a field takes the field away', () => {
    const read = catalogOf(sampleLayers()).documents('object').get('customer') as Definition
    const put = changed(read, (customer) => delete (customer.properties as Record<string, unknown>).credit_limit)
    const layers = apply({ put: [{ kind: 'object', definition: put }] })
    expect(bodyIn(layers, 'customer')).toEqual({ properties: { credit_limit: null } })
    expect(catalogOf(layers).object('customer').fields.has('credit_limit')).toBe(false)
  })

  test('of a definition with problems is kept for createCatalog to refuse', () => {
    const put = changed(customerObject, (customer) => Object.assign(customer, { colour: 'red' }))
    expect(bodyIn(apply({ put: [{ kind: 'object', definition: put }] }), 'customer')).toEqual({ colour: 'red' })
  })
})

const patchCustomer = (change: Record<string, unknown>, layers?: Layer[]) =>
  apply({ patch: [{ kind: 'object', name: 'customer', patch: change }] }, layers)

describe('a patch', () => {
  test('of an own document changes it', () => {
    const layers = apply({ put: [{ kind: 'object', definition: own }] })
    const patched = apply(
      { patch: [{ kind: 'object', name: 'project', patch: { properties: { budget: null } } }] },
      layers,
    )
    expect(bodyIn(patched, 'project')).toEqual({
      name: 'project',
      properties: { title: { 'x-field': { type: 'text', order: 10 } } },
    })
  })

  test('of a shipped document adds to the workspace’s changes', () => {
    const first = patchCustomer({ 'x-object': { icon: 'crown' } })
    const second = patchCustomer({ properties: { credit_limit: null } }, first)
    expect(bodyIn(second, 'customer')).toEqual({ 'x-object': { icon: 'crown' }, properties: { credit_limit: null } })
    const back = patchCustomer({ 'x-object': { icon: null } }, second)
    expect(bodyIn(back, 'customer')).toEqual({ properties: { credit_limit: null } })
  })

  test('of nothing is refused', () => {
    expect(refused({ patch: [{ kind: 'object', name: 'custmer', patch: {} }] })).toEqual([
      ['custmer', '', 'unknown_definition'],
    ])
  })
})

describe('a delete', () => {
  const changedCustomer = apply({
    patch: [{ kind: 'object', name: 'customer', patch: { 'x-object': { icon: 'crown' } } }],
  })

  test('of an own document removes it', () => {
    const layers = apply({ put: [{ kind: 'object', definition: own }] })
    expect(bodyIn(apply({ delete: [{ kind: 'object', name: 'project' }] }, layers), 'project')).toBeUndefined()
  })

  test('of a shipped document hides it and keeps the workspace’s changes for its return', () => {
    const hidden = apply({ delete: [{ kind: 'object', name: 'customer' }] }, changedCustomer)
    expect(bodyIn(hidden, 'customer')).toEqual({ 'x-object': { icon: 'crown' }, 'x-hidden': true })
    const back = apply({ patch: [{ kind: 'object', name: 'customer', patch: { 'x-hidden': null } }] }, hidden)
    expect(bodyIn(back, 'customer')).toEqual({ 'x-object': { icon: 'crown' } })
  })

  test('of nothing is refused', () => {
    expect(refused({ delete: [{ kind: 'view', name: 'customer' }] })).toEqual([['customer', '', 'unknown_definition']])
  })

  test('a reset drops the workspace’s changes', () => {
    expect(
      bodyIn(apply({ reset: [{ kind: 'object', name: 'customer' }] }, changedCustomer), 'customer'),
    ).toBeUndefined()
  })
})

test('a change set that names a document twice, renames it or could harm is refused, all problems at once', () => {
  const evil = JSON.parse('{"name": "evil", "properties": {"__proto__": {}}}') as Definition
  expect(
    refused({
      put: [
        { kind: 'object', definition: evil },
        { kind: 'object', definition: own },
      ],
      patch: [
        { kind: 'object', name: 'project', patch: {} },
        { kind: 'object', name: 'customer', patch: { name: 'client' } },
      ],
    }),
  ).toEqual([
    ['evil', '/properties/__proto__', 'unsafe_name'],
    ['project', '', 'repeated_change'],
    ['customer', '/name', 'wrong_name'],
  ])
})

test('the layers given are not changed', () => {
  const layers = sampleLayers()
  const copy = structuredClone(layers)
  apply({ patch: [{ kind: 'object', name: 'customer', patch: { 'x-object': { icon: 'crown' } } }] }, layers)
  expect(layers).toEqual(copy)
})

import { describe, expect, test } from 'vitest'
import type { Definition, Kind, Layer } from '../catalog.ts'
import { createCatalog } from '../create-catalog.ts'

const label = { en: 'x', 'zh-CN': 'x' }
const name = { type: 'string', maxLength: 80, 'x-field': { type: 'text', label } }
const lookup = (object: string) => ({ type: 'string', format: 'uuid', 'x-field': { type: 'lookup', label, object } })

const object = (own: string, properties: object, options: object = {}) =>
  ({ name: own, 'x-object': { label, ...options }, type: 'object', properties: { name, ...properties } }) as Definition

const visitThrough = (through: string) =>
  object('visit', { deal: lookup('deal') }, { owner: true, access: { through } })

const world: Partial<Record<Kind, Definition[]>> = {
  object: [
    object('user', { line: lookup('category') }, { managed: true }),
    object('category', { parent: lookup('category') }, { hierarchy: 'parent' }),
    object('product', { category: lookup('category') }),
    object('deal', { product: lookup('product') }, { owner: true, dimensions: { line: 'product.category' } }),
    object('visit', { deal: lookup('deal') }, { owner: true, access: { through: 'deal' } }),
  ],
  dimension: [{ name: 'line', object: 'category', own: 'line' }],
}

function compiled(more: Partial<Record<Kind, Definition[]>> = {}) {
  const documents = (Object.entries(world) as [Kind, Definition[]][]).flatMap(([kind, own]) => {
    const replaced = new Set(more[kind]?.map((definition) => definition.name))
    const all = [...own.filter((definition) => !replaced.has(definition.name)), ...(more[kind] ?? [])]
    return all.map((body) => ({ kind, name: body.name, body }))
  })
  const rest = (Object.entries(more) as [Kind, Definition[]][]).filter(([kind]) => !(kind in world))
  const others = rest.flatMap(([kind, own]) => own.map((body) => ({ kind, name: body.name, body })))
  const layer: Layer = { name: 'crm', documents: [...documents, ...others] }
  return createCatalog([layer], { revision: 1 })
}

function catalogOf(more: Partial<Record<Kind, Definition[]>> = {}) {
  const result = compiled(more)
  if ('problems' in result) throw new Error(JSON.stringify(result.problems))
  return result.catalog
}

const problemsOf = (more: Partial<Record<Kind, Definition[]>>) => {
  const result = compiled(more)
  return 'problems' in result ? result.problems.map(({ pointer, code }) => [pointer, code]) : []
}

const roleOf = (role: object) => catalogOf({ role: [{ name: 'r', ...role }] }).roles.get('r')!

describe('roles', () => {
  test('grant a list of operations with one scope, everything when none is said', () => {
    const { grants } = roleOf({
      grants: { deal: { operations: ['read', 'update'] }, visit: { operations: ['read'], scope: 'below' } },
    })
    expect([...grants.deal!.scopes]).toEqual([
      ['read', 'all'],
      ['update', 'all'],
    ])
    expect([...grants.visit!.scopes]).toEqual([['read', 'below']])
  })

  test('grant each operation with a scope of its own', () => {
    const { grants } = roleOf({ grants: { deal: { operations: { read: 'listed', create: 'own', assign: 'below' } } } })
    expect(Object.fromEntries(grants.deal!.scopes)).toEqual({ read: 'listed', create: 'own', assign: 'below' })
    expect(grants.deal!.operations.has('assign')).toBe(true)
  })

  test('hand their dimensions and what members may do on to grants that say nothing else', () => {
    const { grants } = roleOf({
      related: 'read',
      dimensions: { line: 'below' },
      grants: {
        deal: { operations: ['read'], dimensions: { line: 'all' } },
        visit: { operations: ['read'], related: 'none' },
      },
    })
    expect([grants.deal!.dimensions, grants.visit!.dimensions]).toEqual([{ line: 'all' }, { line: 'below' }])
    expect([grants.deal!.related, grants.visit!.related]).toEqual(['read', 'none'])
  })

  test('are refused where they name what is not there', () => {
    const role = {
      name: 'r',
      apps: ['selling'],
      dimensions: { supplier: 'none' },
      grants: {
        deal: { operations: ['read'], dimensions: { lines: 'own' }, fields: { nmae: 'read', '*': 'read' } },
        deals: { operations: ['read'] },
      },
    }
    expect(problemsOf({ role: [role] })).toEqual([
      ['/apps/0', 'unknown_name'],
      ['/dimensions/supplier', 'unknown_name'],
      ['/grants/deal/dimensions/lines', 'unknown_name'],
      ['/grants/deal/fields/nmae', 'unknown_field'],
      ['/grants/deals', 'unknown_object'],
    ])
  })

  test('are refused where they ask for the owner of records that have none', () => {
    const grants = {
      product: { operations: { read: 'all', update: 'own' } },
      category: { operations: ['read'], scope: 'below' },
    }
    expect(problemsOf({ role: [{ name: 'r', grants }] })).toEqual([
      ['/grants/product/operations/update', 'scope_without_owner'],
      ['/grants/category/scope', 'scope_without_owner'],
    ])
  })

  test('are refused where a scope stands beside scopes by operation', () => {
    const grants = { deal: { operations: { read: 'own' }, scope: 'all' } }
    expect(problemsOf({ role: [{ name: 'r', grants }] })).toEqual([['/grants/deal/scope', 'contradiction']])
  })
})

describe('dimensions', () => {
  test('know their object and the way from a person to his values', () => {
    const catalog = catalogOf()
    expect(catalog.dimensions.get('line')).toMatchObject({ object: 'category', own: ['line'] })
    expect(catalog.object('deal').dimensions).toEqual({ line: ['product', 'category'] })
  })

  test('apply to their own values by id, and to nothing else by it', () => {
    const category = object('category', { parent: lookup('category') }, { dimensions: { line: 'id' } })
    expect(catalogOf({ object: [category] }).object('category').dimensions).toEqual({ line: ['id'] })
    const product = object('product', { category: lookup('category') }, { dimensions: { line: 'id' } })
    expect(problemsOf({ object: [product] })).toEqual([['/x-object/dimensions/line', 'wrong_field_type']])
  })

  test('are refused where a path leads somewhere else or nowhere', () => {
    const deal = object(
      'deal',
      { product: lookup('product') },
      { owner: true, dimensions: { line: 'product', region: 'product.category' } },
    )
    expect(problemsOf({ object: [deal], dimension: [{ name: 'line', object: 'category', own: 'lines' }] })).toEqual([
      ['/x-object/dimensions/line', 'wrong_field_type'],
      ['/x-object/dimensions/region', 'unknown_name'],
      ['/own', 'unknown_field'],
    ])
  })

  test('are refused for an object that is not there', () => {
    expect(problemsOf({ dimension: [{ name: 'line', object: 'categories' }] })).toContainEqual([
      '/object',
      'unknown_object',
    ])
  })
})

describe('access through another record', () => {
  test('is compiled', () => {
    expect(catalogOf().object('visit').through).toEqual({ field: 'deal', object: 'deal' })
  })

  test('is refused by a field that is not there or refers to nothing', () => {
    expect(problemsOf({ object: [visitThrough('deals')] })).toEqual([['/x-object/access/through', 'unknown_field']])
    expect(problemsOf({ object: [visitThrough('name')] })).toEqual([['/x-object/access/through', 'wrong_field_type']])
  })

  test('is refused in a circle', () => {
    const deal = object('deal', { visit: lookup('visit') }, { owner: true, access: { through: 'visit' } })
    expect(problemsOf({ object: [deal] })).toEqual([
      ['/x-object/access/through', 'circular_access'],
      ['/x-object/access/through', 'circular_access'],
    ])
  })
})

describe('a parameter', () => {
  const deal = object('deal', { product: lookup('product') }, { owner: true, access: { parameter: 'rights' } })
  const withValue = (value: boolean) => catalogOf({ object: [deal], parameter: [{ name: 'rights', value }] })

  const layer = (value: boolean): Layer => ({
    name: 'crm',
    documents: [
      { kind: 'object', name: 'user', body: object('user', {}, { managed: true }) },
      { kind: 'object', name: 'deal', body: { ...deal, properties: { name } } as Definition },
      { kind: 'parameter', name: 'rights', body: { name: 'rights', value } },
    ],
  })

  test('opens the records of an object while it is off', () => {
    expect(withValue(true).object('deal').isOpen).toBe(false)
    expect(withValue(false).object('deal').isOpen).toBe(true)
    expect(withValue(false).object('visit').isOpen).toBe(false)
  })

  test('changes what statements are kept for, also where the catalog before is made use of', () => {
    expect(withValue(true).object('deal').hash).not.toBe(withValue(false).object('deal').hash)
    const before = createCatalog([layer(true)], { revision: 1 })
    if ('problems' in before) throw new Error(JSON.stringify(before.problems))
    const after = createCatalog([layer(false)], { revision: 2, previous: before.catalog })
    expect('catalog' in after && after.catalog.object('deal').isOpen).toBe(true)
  })

  test('is refused where there is none', () => {
    expect(problemsOf({ object: [deal] })).toEqual([['/x-object/access/parameter', 'unknown_name']])
  })
})

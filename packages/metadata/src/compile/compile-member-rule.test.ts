import { describe, expect, test } from 'vitest'
import type { Definition, Kind, Layer } from '../catalog.ts'
import { createCatalog } from '../create-catalog.ts'
import { compileDraftMemberRule } from './draft-member-rule.ts'

const label = { en: 'x', 'zh-CN': 'x' }
const field = (type: string, rest: object = {}) => ({ 'x-field': { type, label, ...rest } })
const lookup = (object: string) => field('lookup', { object })
const options = { a: { label } }

const object = (name: string, properties: object, more: object = {}): Definition => ({
  name,
  'x-object': { label, ...more },
  properties: { name: field('text'), ...properties },
})

const objects: Definition[] = [
  object('user', { employee: lookup('employee') }, { managed: true }),
  object('employee', {
    helper: lookup('employee'),
    employment_state: field('select', { options: { left: { label } } }),
  }),
  object('category', { parent: lookup('category') }, { hierarchy: 'parent' }),
  object('brand', {}),
  object('product', { category: lookup('category'), brand: lookup('brand') }),
  object('specialist', {
    category: lookup('category'),
    brand: lookup('brand'),
    kind: field('select', { options }),
    people: field('multi-lookup', { object: 'employee' }),
    note: field('long-text'),
  }),
  object(
    'deal',
    {
      product: lookup('product'),
      interests: field('multi-lookup', { object: 'category' }),
      kind: field('select', { options }),
      kinds: field('multi-select', { options }),
      value: field('decimal'),
      due: field('date'),
      is_late: field('formula', { expression: 'due < today()' }),
      is_big: field('formula', { expression: 'value > 10 && lines.exists(l, l.product.name != null)' }),
    },
    { owner: true },
  ),
  object('deal_line', {
    deal: field('master-detail', { object: 'deal', collection: 'lines' }),
    product: lookup('product'),
  }),
]

const rule = {
  name: 'specialists',
  object: 'deal',
  mapping: 'specialist',
  match: { category: { path: 'product.category', below: true } },
  people: 'people',
}

function compiled(given: object, layers: Layer['documents'] = []) {
  const documents = [
    ...objects.map((body) => ({ kind: 'object' as Kind, name: body.name, body })),
    { kind: 'member-rule' as Kind, name: rule.name, body: { ...rule, ...given } },
  ]
  const shipped: Layer = { name: 'crm', documents }
  return createCatalog([shipped, { name: 'workspace', documents: layers }], { revision: 1 })
}

const problemsOf = (given: object) => {
  const result = compiled(given)
  return 'problems' in result ? result.problems.map(({ pointer, code }) => [pointer, code]) : []
}

function ruleOf(given: object, layers: Layer['documents'] = []) {
  const result = compiled(given, layers)
  if ('problems' in result) throw new Error(JSON.stringify(result.problems))
  return result.catalog.memberRules.get('specialists')
}

describe('a member rule', () => {
  test('follows lookups to a value of a hierarchy', () => {
    expect(ruleOf({})).toMatchObject({
      object: 'deal',
      mapping: 'specialist',
      match: [{ key: 'category', path: ['product', 'category'], below: 'category' }],
      people: { field: 'people', of: 'employee' },
      level: 'edit',
      when: null,
    })
  })

  test.each([
    ['several values of a record', { category: { path: 'interests' } }],
    ['values of lines', { category: { path: 'lines.product.category', below: true } }],
    ['an option with one of several', { kind: { path: 'kinds' } }],
    ['several keys together', { category: { path: 'product.category' }, brand: { path: 'product.brand' } }],
  ])('compares %s', (_, match) => expect(problemsOf({ match })).toEqual([]))

  test('takes a person list as the mapping: whose employee the owner is', () => {
    const owner = { mapping: 'employee', match: { id: { path: 'owner.employee' } }, people: 'helper' }
    expect(problemsOf(owner)).toEqual([])
  })

  test('can depend on a formula over its lines', () => {
    expect(problemsOf({ when: 'is_big && kind == "a"' })).toEqual([])
  })

  test.each([
    ['an object nobody defines', { object: 'deals' }, [['/object', 'unknown_object']]],
    [
      'records without owner',
      { object: 'product', match: { category: { path: 'category' } } },
      [['/object', 'no_owner']],
    ],
    [
      'an unknown step',
      { match: { category: { path: 'produkt.category' } } },
      [['/match/category/path', 'unknown_field']],
    ],
    [
      'a step beyond a plain value',
      { match: { category: { path: 'kind.category' } } },
      [['/match/category/path', 'unknown_field']],
    ],
    ['an unknown key', { match: { cat: { path: 'product.category' } } }, [['/match/cat', 'unknown_field']]],
    [
      'values of two kinds',
      { match: { category: { path: 'product.brand' } } },
      [['/match/category/path', 'wrong_field_type']],
    ],
    ['what is not stored', { match: { kind: { path: 'is_late' } } }, [['/match/kind/path', 'wrong_field_type']]],
    [
      'below without a hierarchy',
      { match: { brand: { path: 'product.brand', below: true } } },
      [['/match/brand/below', 'no_hierarchy']],
    ],
    ['people who are none', { people: 'note' }, [['/people', 'wrong_field_type']]],
    ['records as people', { people: 'brand' }, [['/people', 'wrong_field_type']]],
    ['a condition by user', { when: 'owner == user.id' }, [['/when', 'not_maintainable']]],
    ['a condition by time', { when: 'due < today()' }, [['/when', 'not_maintainable']]],
    ['a formula by time', { when: 'is_late' }, [['/when', 'not_maintainable']]],
    [
      'a condition by hierarchy',
      { when: 'under(product.category, "01890000-0000-7000-8000-000000000000")' },
      [['/when', 'not_maintainable']],
    ],
    ['nothing to compare', { match: {} }, [['/match', 'too_few']]],
    ['an unknown key word', { members: true }, [['/members', 'unknown_key']]],
  ] as [string, object, [string, string][]][])('refuses %s', (_, given, problems) => {
    expect(problemsOf(given)).toEqual(problems)
  })

  test('can be changed by the layer above, piece by piece', () => {
    const patch = { level: 'read', match: { brand: { path: 'product.brand' } } }
    const changed = ruleOf({}, [{ kind: 'member-rule', name: 'specialists', body: patch }])
    expect(changed).toMatchObject({ level: 'read' })
    expect(changed?.match.map(({ key }) => key)).toEqual(['category', 'brand'])
  })

  test('is checked before anybody publishes it', () => {
    const result = compiled({})
    if ('problems' in result) throw new Error('the catalog has problems')
    expect(compileDraftMemberRule(result.catalog, { ...rule, people: 'note' })).toMatchObject({
      problems: [{ kind: 'member-rule', pointer: '/people' }],
    })
    expect(compileDraftMemberRule(result.catalog, { ...rule, level: 'read' })).toMatchObject({
      rule: { level: 'read' },
    })
  })
})

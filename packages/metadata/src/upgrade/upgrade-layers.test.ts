import { describe, expect, test } from 'vitest'
import type { Definition, Kind, Layer } from '../catalog.ts'
import { createCatalog } from '../create-catalog.ts'
import { valueIn } from '../json/compose-patches.ts'
import { isPlainObject, sameJson } from '../json/plain-object.ts'
import { both, layerOf, sampleLayers, userObject } from '../testing/sample-layers.ts'
import { applyChanges } from '../layers/apply-changes.ts'
import type { ChangeSet } from '../layers/change-set.ts'
import { followRemovals } from '../layers/follow-removals.ts'
import { documentsBelow, ownDocuments } from '../layers/documents-of.ts'
import type { UpgradeConflict } from './conflict.ts'
import { knownFieldsOf } from './known-fields.ts'
import { upgradeLayers } from './upgrade-layers.ts'

const label = (en: string) => both(en)
const field = (type: string, name: string, order: number, rest = {}) => ({
  'x-field': { type, label: label(name), order, ...rest },
})
const options = (...names: string[]) =>
  Object.fromEntries(names.map((name, at) => [name, { order: at + 1, label: label(name) }]))
const block = (shown: string, y: number) => ({ type: 'field', field: shown, x: 0, y, w: 8, h: 1 })

type Documents = Partial<Record<Kind, Definition[]>>

/** The first release: a customer with a form, a list, a menu and a role. */
const customer = {
  name: 'customer',
  'x-object': {
    label: label('Customer'),
    nameField: 'name',
    rules: { limit: { when: 'credit < 0.0', message: label('Negative') } },
    states: {
      field: 'status',
      initial: 'new',
      transitions: { win: { from: ['new'], to: 'won', label: label('Win') } },
    },
  },
  required: ['name'],
  properties: {
    name: field('text', 'Name', 10),
    credit: field('money', 'Credit', 20),
    fax: field('text', 'Fax', 30),
    grade: field('select', 'Grade', 40, { options: options('a', 'b', 'c') }),
    status: field('select', 'Status', 50, { options: options('new', 'won') }),
    visited_on: { default: 'today()', ...field('date', 'Visited', 60) },
    city: field('text', 'City', 70),
  },
}
const form = {
  name: 'customer_form',
  object: 'customer',
  purpose: 'form',
  blocks: { f_name: block('name', 0), f_credit: block('credit', 1), f_fax: block('fax', 2), f_city: block('city', 3) },
}
const list = {
  name: 'customer_all',
  object: 'customer',
  columns: { name: { order: 1 }, credit: { order: 2 }, fax: { order: 3 } },
  sort: 'name',
}
const oldList = { name: 'customer_old', object: 'customer', columns: { name: { order: 1 } } }
const app = {
  name: 'sales',
  label: label('Sales'),
  items: { customers: { type: 'object', object: 'customer', order: 1 } },
}
const rep = { name: 'rep', grants: { customer: { operations: ['read', 'update'], where: "city != ''" } } }
const legacy = { name: 'legacy', properties: { title: field('text', 'Title', 10) } }

const one: Documents = { object: [customer, legacy], layout: [form], view: [list, oldList], app: [app], role: [rep] }

const edit = (value: Definition, change: (copy: Definition) => void): Definition => {
  const copy = structuredClone(value)
  change(copy)
  return copy
}

/** The second: labels, an option, a rule and a block change, fax becomes telefax, `city` and an object and a view go. */
const customerTwo = edit(customer, (copy) => {
  const properties = copy.properties as Record<string, Record<string, Record<string, unknown>>>
  properties.credit!['x-field']!.label = label('Credit limit')
  properties.telefax = { ...properties.fax! }
  delete properties.fax
  properties.grade!['x-field']!.options = { ...options('a', 'b'), d: { order: 4, label: label('D') } }
  delete properties.city
  properties.email = field('email', 'Mail', 80)
  Object.assign(copy['x-object'] as object, {
    label: label('Account'),
    rules: {
      limit: { when: 'credit < 100.0', message: label('Too low') },
      graded: { when: "grade == 'd'", message: label('Not D') },
    },
  })
  copy.required = ['name', 'credit']
})
const two: Documents = {
  object: [
    customerTwo,
    { name: 'project', properties: { title: field('text', 'Title', 10), cost: field('money', 'Cost', 20) } },
  ],
  layout: [
    {
      ...form,
      blocks: {
        f_name: block('name', 0),
        f_credit: { ...block('credit', 1), w: 12 },
        f_telefax: block('telefax', 2),
        f_mail: block('email', 3),
      },
    },
  ],
  view: [{ ...list, columns: { name: { order: 1 }, credit: { order: 2 }, email: { order: 3 } }, sort: '-name' }],
  app: [app],
  role: [{ name: 'rep', grants: { customer: { operations: ['read', 'update'] } } }],
}
/** The third: credit becomes a whole number of another kind, and the grades are free text. */
const three: Documents = {
  ...two,
  object: [
    edit(customerTwo, (copy) => {
      const properties = copy.properties as Record<string, unknown>
      properties.credit = field('text', 'Rating', 20)
      properties.grade = field('text', 'Grade', 40)
      delete (copy['x-object'] as Record<string, unknown>).rules
      delete properties.visited_on
    }),
    ...two.object!.slice(1),
  ],
}

const release = (version: string, documents: Documents): Layer[] => [
  layerOf('platform', { object: [userObject] }),
  { ...layerOf('crm', documents), package: { version } },
]
const releases = { one: release('1.0.0', one), two: release('2.0.0', two), three: release('3.0.0', three) }

const object = (patch: object): ChangeSet => ({
  patch: [{ kind: 'object', name: 'customer', patch: patch as Definition }],
})
const fields = (properties: object) => object({ properties })
const on = (kind: Kind, name: string, patch: object): ChangeSet => ({
  patch: [{ kind, name, patch: patch as Definition }],
})
const made = (kind: Kind, definition: object): ChangeSet => ({ put: [{ kind, definition: definition as Definition }] })
const hidden = (kind: Kind, name: string): ChangeSet => ({ delete: [{ kind, name }] })
const own = (type: string, rest = {}) => ({ 'x-field': { type, label: label(type), ...rest } })

/** An overlay on the first release, and the conflicts of each upgrade: `reason document path`, `*` set aside. */
const cases: [string, ChangeSet, { two: string[]; three?: string[] }][] = [
  ['a field of its own', fields({ x_tier: own('text') }), { two: [] }],
  ['a field of its own on a new release’s neighbour', fields({ x_email: own('email') }), { two: [] }],
  [
    'a renamed label',
    fields({ credit: { 'x-field': { label: { en: 'Limit' } } } }),
    {
      two: ['both_changed object/customer /properties/credit/x-field/label/en'],
      three: ['both_changed object/customer /properties/credit/x-field/label/en'],
    },
  ],
  ['a label the release chooses too', fields({ credit: { 'x-field': { label: label('Credit limit') } } }), { two: [] }],
  ['a help text', fields({ credit: { 'x-field': { help: label('Ask finance') } } }), { two: [] }],
  ['a field it takes out', fields({ visited_on: null }), { two: [], three: [] }],
  [
    'a field it takes out that the release needs',
    fields({ grade: null }),
    { two: ['* does_not_compile object/customer /properties/grade'], three: [] },
  ],
  ['a field it takes out that the release removes', fields({ fax: null }), { two: [] }],
  [
    'a change to a renamed field',
    fields({ fax: { 'x-field': { help: label('Old') } } }),
    { two: ['* renamed object/customer /properties/fax'] },
  ],
  [
    'a change to a removed field',
    fields({ city: { 'x-field': { label: label('Town') } } }),
    { two: ['* removed object/customer /properties/city'] },
  ],
  [
    'an option of its own',
    fields({ grade: { 'x-field': { options: { x: { order: 9, label: label('X') } } } } }),
    { two: [], three: ['* removed object/customer /properties/grade/x-field/options'] },
  ],
  [
    'an option that the release adds too',
    fields({ grade: { 'x-field': { options: { d: { order: 9, label: label('Dee') } } } } }),
    {
      two: ['both_added object/customer /properties/grade/x-field/options/d'],
      three: ['* removed object/customer /properties/grade/x-field/options'],
    },
  ],
  [
    'a renamed option that the release removes',
    fields({ grade: { 'x-field': { options: { c: { label: label('Cee') } } } } }),
    { two: ['* removed object/customer /properties/grade/x-field/options/c'] },
  ],
  [
    'a changed rule',
    object({ 'x-object': { rules: { limit: { when: 'credit < 50.0' } } } }),
    {
      two: ['both_changed object/customer /x-object/rules/limit/when'],
      three: ['* removed object/customer /x-object/rules'],
    },
  ],
  [
    'a changed message of a changed rule',
    object({ 'x-object': { rules: { limit: { message: label('Too low') } } } }),
    { two: [] },
  ],
  [
    'a rule of its own',
    object({ 'x-object': { rules: { own: { when: "name == ''", message: label('No name') } } } }),
    { two: [] },
  ],
  [
    'a rule on a removed field',
    object({ 'x-object': { rules: { own: { when: "city == ''", message: label('No city') } } } }),
    { two: ['* does_not_compile object/customer /x-object/rules/own'] },
  ],
  [
    'a transition of its own',
    object({ 'x-object': { states: { transitions: { lose: { from: ['won'], to: 'new', label: label('Lose') } } } } }),
    { two: [] },
  ],
  [
    'a formula on a removed field',
    fields({ x_place: own('formula', { expression: 'city' }) }),
    { two: ['* does_not_compile object/customer /properties/x_place'] },
  ],
  [
    'a formula on a field that changes its type',
    fields({ x_twice: own('formula', { expression: 'credit * 2.0' }) }),
    { two: [], three: ['* does_not_compile object/customer /properties/x_twice'] },
  ],
  [
    'a default that asks a removed field, without the field it is of',
    fields({ x_due: { default: 'visited_on', ...own('date') } }),
    { two: [], three: ['* does_not_compile object/customer /properties/x_due/default'] },
  ],
  [
    'another set of required fields',
    object({ required: ['name', 'grade'] }),
    { two: ['both_changed object/customer /required'] },
  ],
  ['a block of its own', on('layout', 'customer_form', { blocks: { f_grade: block('grade', 9) } }), { two: [] }],
  [
    'a layout of its own with removed fields',
    made('layout', { ...form, name: 'own_page', purpose: 'detail' }),
    { two: ['* shows_removed layout/own_page /blocks/f_fax', '* shows_removed layout/own_page /blocks/f_city'] },
  ],
  [
    'a moved block',
    on('layout', 'customer_form', { blocks: { f_credit: { w: 6 } } }),
    { two: ['both_changed layout/customer_form /blocks/f_credit/w'] },
  ],
  [
    'a moved block that the release removes',
    on('layout', 'customer_form', { blocks: { f_fax: { y: 7 } } }),
    { two: ['* removed layout/customer_form /blocks/f_fax'] },
  ],
  [
    'another order of a list',
    on('view', 'customer_all', { sort: 'credit' }),
    { two: ['both_changed view/customer_all /sort'] },
  ],
  ['a column of its own', on('view', 'customer_all', { columns: { grade: { order: 4 } } }), { two: [] }],
  [
    'a view of its own on a removed field',
    made('view', { name: 'by_city', object: 'customer', columns: { name: { order: 1 }, city: { order: 2 } } }),
    { two: ['* shows_removed view/by_city /columns/city'] },
  ],
  [
    'a view of its own that filters by a removed field',
    made('view', { name: 'in_town', object: 'customer', columns: { name: { order: 1 } }, filter: "city == 'Wuxi'" }),
    { two: ['* does_not_compile view/in_town '] },
  ],
  [
    'a change to a view that the release removes',
    on('view', 'customer_old', { sort: 'name' }),
    { two: ['* removed view/customer_old '] },
  ],
  ['a hidden view', hidden('view', 'customer_old'), { two: [] }],
  ['a hidden object', hidden('object', 'legacy'), { two: [] }],
  ['a hidden app', hidden('app', 'sales'), { two: [] }],
  ['another label of a menu', on('app', 'sales', { label: label('Selling') }), { two: [] }],
  [
    'rights that ask a removed field',
    on('role', 'rep', { grants: { customer: { where: "city == 'Wuxi'" } } }),
    { two: ['* does_not_compile role/rep /grants/customer'] },
  ],
  ['fewer rights', on('role', 'rep', { grants: { customer: { operations: ['read'] } } }), { two: [] }],
  [
    'an object that the release brings too',
    made('object', {
      name: 'project',
      properties: { title: field('text', 'Title', 10), budget: field('money', 'Budget', 20) },
    }),
    { two: ['both_added object/project '] },
  ],
  [
    'an object of its own that refers to a removed one',
    made('object', {
      name: 'note',
      properties: { title: field('text', 'Title', 10), former: own('lookup', { object: 'legacy' }) },
    }),
    { two: ['* does_not_compile object/note /properties/former'] },
  ],
  [
    'texts of its own',
    made('translation', {
      name: 'words',
      locale: 'en',
      texts: { 'object/customer/x-object/label': 'Client', 'object/legacy/x-object/label': 'Old' },
    }),
    { two: ['* shows_removed translation/words /texts/object~1legacy~1x-object~1label'] },
  ],
]

function prepared(changes: ChangeSet): Layer[] {
  const result = applyChanges([...releases.one, { name: 'workspace', documents: [] }], changes)
  if ('problems' in result) throw new Error(JSON.stringify(result.problems))
  const before: Layer[] = [...releases.one, { name: 'workspace', documents: [] }]
  const { layers } = followRemovals({ before, after: result.layers })
  const compiled = createCatalog(layers, { revision: 1 })
  if ('problems' in compiled) throw new Error(JSON.stringify(compiled.problems))
  return layers
}

function upgraded(before: Layer[], packages: Layer[]) {
  const result = upgradeLayers({ before, packages })
  if ('problems' in result) throw new Error(JSON.stringify(result.problems))
  const isKnownField = knownFieldsOf(before)
  expect(createCatalog(result.layers, { revision: 2, isKnownField })).toHaveProperty('catalog')
  return result
}

const pointer = (path: string[]) => path.map((key) => `/${key.replaceAll('/', '~1')}`).join('')
const short = ({ reason, kind, name, path, isApplied }: UpgradeConflict) =>
  `${isApplied ? '' : '* '}${reason} ${kind}/${name} ${pointer(path)}`

/** Everything an overlay says. */
function leaves(patch: unknown, path: string[] = []): { path: string[]; value: unknown }[] {
  if (!isPlainObject(patch) || Object.keys(patch).length === 0) return [{ path, value: patch }]
  return Object.entries(patch).flatMap(([name, value]) => leaves(value, [...path, name]))
}

/** What the workspace said and neither is in effect nor told. */
function lost(before: Layer[], { layers, conflicts }: { layers: Layer[]; conflicts: UpgradeConflict[] }): string[] {
  const [below, now] = [documentsBelow(layers), ownDocuments(layers)]
  return [...ownDocuments(before)].flatMap(([key, { kind, name, body }]) =>
    leaves(body).flatMap(({ path, value }) => {
      const isTold = conflicts.some(
        (conflict) =>
          conflict.kind === kind && conflict.name === name && conflict.path.every((part, at) => part === path[at]),
      )
      const isSaid = sameJson(valueIn(now.get(key)?.body, path), value)
      const shipped = valueIn(below.get(key)?.body, path)
      const isAgreed =
        value === null || path.at(-1) === 'x-hidden'
          ? shipped === undefined || !below.has(key)
          : sameJson(shipped, value)
      return isTold || isSaid || isAgreed ? [] : [`${key}${pointer(path)}`]
    }),
  )
}

describe('an upgrade', () => {
  test.each(cases)('over %s', (_, changes, expected) => {
    const before = prepared(changes)
    const next = upgraded(before, releases.two)
    expect(next.conflicts.map(short)).toEqual(expected.two)
    expect(lost(before, next)).toEqual([])
    for (const conflict of next.conflicts) {
      expect(conflict).toMatchObject({ package: 'crm', from: '1.0.0', to: '2.0.0' })
    }

    const last = upgraded(next.layers, releases.three)
    if (expected.three) expect(last.conflicts.map(short)).toEqual(expected.three)
    expect(lost(next.layers, last)).toEqual([])
    expect(upgraded(last.layers, releases.three)).toEqual({ layers: last.layers, conflicts: [] })
  })

  test('over all of them at once loses nothing and tells each as if it were alone', () => {
    const apart = new Set([
      'a field it takes out that the release needs',
      'a field it takes out that the release removes',
      'a hidden object',
      'a hidden app',
      'a hidden view',
      'fewer rights',
      'texts of its own',
    ])
    const chosen = cases.filter(([name]) => !apart.has(name))
    const before = chosen.reduce(
      (layers, [, changes]) => {
        const result = applyChanges(layers, changes)
        if ('problems' in result) throw new Error(JSON.stringify(result.problems))
        return result.layers
      },
      [...releases.one, { name: 'workspace', documents: [] }] as Layer[],
    )
    const next = upgraded(before, releases.two)
    expect(lost(before, next)).toEqual([])
    expect(chosen.length).toBeGreaterThanOrEqual(30)
  })

  test('takes rights away rather than giving more, where their condition does not fit any more', () => {
    const before = prepared(on('role', 'rep', { grants: { customer: { where: "city == 'Wuxi'" } } }))
    const { layers } = upgraded(before, releases.two)
    const compiled = createCatalog(layers, { revision: 2 })
    expect('catalog' in compiled && compiled.catalog.roles.get('rep')!.grants).toEqual({})
  })

  test('without a new release changes nothing', () => {
    const before = prepared(fields({ x_tier: own('text') }))
    expect(upgradeLayers({ before, packages: releases.one })).toEqual({ layers: before, conflicts: [] })
  })

  test('to a package that does not compile by itself is refused', () => {
    const broken = release('2.0.0', {
      object: [{ name: 'a', properties: { b: own('formula', { expression: 'nothing' }) } }],
    })
    expect(upgradeLayers({ before: sampleLayers(), packages: broken })).toHaveProperty('problems')
  })
})

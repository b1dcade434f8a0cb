import type { Catalog, Definition, Kind, Layer } from '../catalog.ts'
import { createCatalog } from '../create-catalog.ts'
import type { CatalogOptions } from '../create-catalog.ts'
import type { DefinitionProblem } from '../problems.ts'

/** A label that is the same in both languages. */
export const both = (words: string) => ({ en: words, 'zh-CN': words })

/** The only object that the platform itself brings. */
export const userObject: Definition = {
  name: 'user',
  'x-object': { managed: true },
  properties: {
    name: { 'x-field': { type: 'text' } },
    username: { 'x-field': { type: 'text', unique: true } },
    active: { 'x-field': { type: 'boolean' } },
  },
}

export const customerObject: Definition = {
  name: 'customer',
  'x-object': { label: { en: 'Customer', 'zh-CN': '客户' }, owner: true },
  required: ['name'],
  properties: {
    name: { 'x-field': { type: 'text', order: 10, label: { en: 'Name', 'zh-CN': '名称' } } },
    credit_limit: { 'x-field': { type: 'money', order: 20 } },
    parent: { 'x-field': { type: 'lookup', object: 'customer', order: 30 } },
  },
}

const option = (order: number, words: string) => ({ order, label: both(words) })

export const orderObject: Definition = {
  name: 'sales_order',
  'x-object': {
    label: { en: 'Order', 'zh-CN': '订单' },
    owner: true,
    states: {
      field: 'status',
      initial: 'draft',
      transitions: {
        submit: { from: ['draft'], to: 'open', when: 'quantity > 0', requires: ['customer'] },
        close: { from: ['open'], to: 'closed', set: { closed_on: 'today()' } },
      },
    },
    rules: { due_in_time: { when: 'closed_on < ordered_on', message: both('Closed too early'), field: 'closed_on' } },
  },
  required: ['customer', 'quantity'],
  properties: {
    number: { 'x-field': { type: 'auto-number', format: 'SO-{0000}', order: 10 } },
    customer: {
      'x-field': { type: 'lookup', object: 'customer', order: 20, label: { en: 'Customer', 'zh-CN': '客户' } },
    },
    quantity: {
      exclusiveMinimum: 0,
      'x-field': { type: 'decimal', scale: 2, order: 30, label: { en: 'Quantity', 'zh-CN': '数量' } },
    },
    unit_price: { 'x-field': { type: 'money', order: 40 } },
    value: { 'x-field': { type: 'formula', expression: 'quantity * unit_price', order: 50 } },
    ordered_on: { default: 'today()', 'x-field': { type: 'date', order: 60 } },
    closed_on: { 'x-field': { type: 'date', order: 70 } },
    status: {
      'x-field': {
        type: 'select',
        order: 80,
        options: { draft: option(1, 'Draft'), open: option(2, 'Open'), closed: option(3, 'Closed') },
      },
    },
    note: { 'x-field': { type: 'long-text', order: 90 } },
  },
}

/** A layer of whole documents. */
export function layerOf(name: Layer['name'], documents: Partial<Record<Kind, Definition[]>>): Layer {
  const listed = Object.entries(documents) as [Kind, Definition[]][]
  return {
    name,
    documents: listed.flatMap(([kind, bodies]) => bodies.map((body) => ({ kind, name: body.name, body }))),
  }
}

/** The platform's layer and one package with two objects. */
export function sampleLayers(more: Partial<Record<Kind, Definition[]>> = {}): Layer[] {
  const { object = [], ...others } = more
  return [
    layerOf('platform', { object: [userObject] }),
    layerOf('crm', { object: [customerObject, orderObject, ...object], ...others }),
  ]
}

/** A deep copy of a definition with a merge patch of its own. */
export const changed = (definition: Definition, change: (copy: Definition) => void): Definition => {
  const copy = structuredClone(definition)
  change(copy)
  return copy
}

/** The catalog of layers that have no problems. */
export function catalogOf(layers: Layer[], options: Partial<CatalogOptions> = {}): Catalog {
  const result = createCatalog(layers, { revision: 1, ...options })
  if ('problems' in result) throw new Error(JSON.stringify(result.problems, null, 2))
  return result.catalog
}

/** The problems of layers, in the short form `kind/name pointer code`. */
export function problemsOf(layers: Layer[]): string[] {
  return fullProblemsOf(layers).map(({ kind, name, pointer, code }) => `${kind}/${name} ${pointer} ${code}`)
}

export function fullProblemsOf(layers: Layer[]): DefinitionProblem[] {
  const result = createCatalog(layers, { revision: 1 })
  return 'problems' in result ? result.problems : []
}

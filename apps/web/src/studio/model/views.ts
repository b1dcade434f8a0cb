import type { LocalizedText } from '@fieldwork/expressions'

import type { StudioObject } from '../catalog/studio-objects.ts'
import type { CatalogField } from '../catalog/types.ts'
import type { ViewColumn, ViewDefinition } from './definitions.ts'
import { NO_TEXT } from './localized.ts'

const FIRST_COLUMNS = 6
const ORDER_STEP = 10
const WIDE: ReadonlySet<string> = new Set(['long-text', 'rich-text', 'json', 'master-detail'])

/** What a new view of an object starts from: its name, then the fields that fit. */
export function newView(object: StudioObject, { isFirst }: { isFirst: boolean }): ViewDefinition {
  const fields = object.fields.filter(
    ({ name, system, type }) => !system && name !== object.nameField && !WIDE.has(type),
  )
  const names = [object.nameField, ...fields.map(({ name }) => name)].filter((name) => name !== '')
  const columns = withOrder(names.slice(0, FIRST_COLUMNS).map((name) => [name, { order: 0 }]))
  const first = columns[object.nameField]
  return {
    name: '',
    object: object.name,
    label: NO_TEXT,
    type: 'table',
    columns: first ? { ...columns, [object.nameField]: { ...first, frozen: true } } : columns,
    sort: '-created_at',
    ...(isFirst ? { default: true } : {}),
  }
}

/** The columns of a view from left to right. */
export function orderedColumns({ columns }: Pick<ViewDefinition, 'columns'>): [string, ViewColumn][] {
  return Object.entries(columns).sort(([, a], [, b]) => a.order - b.order)
}

/** Columns in the given order. */
export function withOrder(columns: [string, ViewColumn][]): Record<string, ViewColumn> {
  return Object.fromEntries(columns.map(([path, column], at) => [path, { ...column, order: (at + 1) * ORDER_STEP }]))
}

/** A field of an object or of one that it points to. */
export interface PathField {
  path: string
  /** from the object on */
  labels: LocalizedText[]
  field: CatalogField
}

/** What columns, orders and totals can be of: own fields, and those of records that are pointed to. */
export function pathsOf(objects: StudioObject[], object: StudioObject): PathField[] {
  const own = shownFields(object).map((field) => ({ path: field.name, labels: [field.label], field }))
  const far = own.flatMap(({ field: via }) => {
    const target = via.reference === null ? undefined : objects.find(({ name }) => name === via.reference)
    return shownFields(target).map((field) => ({
      path: `${via.name}.${field.name}`,
      labels: [via.label, field.label],
      field,
    }))
  })
  return [...own, ...far]
}

const shownFields = (object: StudioObject | undefined): CatalogField[] =>
  object?.fields.filter(({ name }) => name !== 'id' && name !== 'version') ?? []

/** One term of an order. */
export interface SortTerm {
  path: string
  isDescending: boolean
}

/** The terms of `-created_at,name`. */
export function readSort(sort: string | undefined): SortTerm[] {
  const terms = (sort ?? '').split(',').map((term) => term.trim())
  return terms
    .filter((term) => term !== '')
    .map((term) => ({ path: term.replace(/^-/, ''), isDescending: term.startsWith('-') }))
}

/** `-created_at,name`; undefined for no term. */
export function writeSort(terms: SortTerm[]): string | undefined {
  if (terms.length === 0) return undefined
  return terms.map(({ path, isDescending }) => `${isDescending ? '-' : ''}${path}`).join(',')
}

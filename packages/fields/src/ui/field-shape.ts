import type { FilterKind, Json, Presentation } from '../field-type.ts'
import { fileOf } from './file-value.ts'
import type { FileValue } from './file-value.ts'

/** One choice of a select, its label already in the reader's language. */
export interface ShapeOption {
  label: string
  color?: string
  order?: number
  /** false: kept by records that have it, not offered to others */
  active?: boolean
}

/** What a widget or cell knows about its field. */
export interface FieldShape {
  name: string
  label: string
  type: string
  /** name of the widget, from the field type */
  widget: string
  reference?: string | null
  options?: Record<string, ShapeOption> | null
  /** the property: JSON Schema keywords beside `x-field` */
  property?: { [keyword: string]: Json } | null
  /** how lists and forms treat it; absent in drafts that the server has not seen */
  presentation?: (Presentation & { filter: FilterKind }) | null
}

/** A record that a lookup refers to. */
export interface ReferenceValue {
  id: string
  label: string | null
  /** where the value is a file */
  file?: FileValue
}

/** An option of the type's own half (`x-field`), e.g. `scale`. */
export function ownOption(shape: FieldShape, key: string): Json | undefined {
  const own = shape.property?.['x-field']
  return own && typeof own === 'object' && !Array.isArray(own) ? own[key] : undefined
}

/** The options of a select in their order, without the inactive ones unless `keep` names one. */
export function orderedOptions(shape: FieldShape, keep?: unknown): { value: string; option: ShapeOption }[] {
  return Object.entries(shape.options ?? {})
    .map(([value, option]) => ({ value, option }))
    .filter(({ value, option }) => option.active !== false || value === keep)
    .sort((a, b) => (a.option.order ?? 0) - (b.option.order ?? 0))
}

/** A lookup's value as reads return it, or as a bare id. */
export function referenceOf(value: unknown): ReferenceValue | null {
  if (typeof value === 'string' && value !== '') return { id: value, label: null }
  if (!value || typeof value !== 'object' || !('id' in value) || typeof value.id !== 'string') return null
  const label = 'label' in value && typeof value.label === 'string' ? value.label : null
  const file = fileOf(value)
  return { id: value.id, label, ...(file && { file }) }
}

/** The records of a list, as reads return them or as bare ids. */
export function referencesOf(value: unknown): ReferenceValue[] {
  return Array.isArray(value) ? value.flatMap((item) => referenceOf(item) ?? []) : []
}

/** A record of any object: as reads return it, or without its label. */
export interface RelatedValue extends ReferenceValue {
  object: string
}

/** The value of a polymorphic lookup; null where it is none. */
export function relatedOf(value: unknown): RelatedValue | null {
  const reference = referenceOf(value)
  if (!reference || typeof value !== 'object' || value === null) return null
  return 'object' in value && typeof value.object === 'string' ? { ...reference, object: value.object } : null
}

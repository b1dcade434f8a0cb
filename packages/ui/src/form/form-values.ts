import type { Json, JsonSchema } from '@fieldwork/fields'
import { referenceOf, relatedOf } from '@fieldwork/fields/ui'
import type { ReferenceValue } from '@fieldwork/fields/ui'

import type { FieldInfo, ObjectSchema, RecordData } from '../api/types.ts'
import { propertyOf } from '../values/shapes.ts'
import { isSameValue } from './same-value.ts'

/** Values of a form by field; lookups are ids, what is empty is absent. */
export type FormValues = Record<string, unknown>

const TEXT_TYPES = new Set(['text', 'long-text', 'email', 'phone', 'url'])
const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i

/** The fields a form may send. */
export function writableFields(schema: ObjectSchema): string[] {
  const properties = schema.schema['properties']
  const known = properties && typeof properties === 'object' ? Object.keys(properties) : []
  return known.filter((name) => schema.fields[name]?.writable !== false)
}

/** The values of a record as the form holds them. */
export function valuesOf(schema: ObjectSchema, record: Record<string, unknown>): FormValues {
  const values: FormValues = {}
  for (const [name, info] of Object.entries(schema.fields)) {
    const value = plainValue(record[name], info)
    if (value !== undefined) values[name] = value
  }
  return values
}

/** What the records that a record refers to are called, by field. */
export function referencesOf(record: Record<string, unknown>): Record<string, ReferenceValue[]> {
  const references: Record<string, ReferenceValue[]> = {}
  for (const [name, value] of Object.entries(record)) {
    const known = (Array.isArray(value) ? value : [value]).filter((item) => typeof item === 'object')
    const found = known.flatMap((item) => referenceOf(item) ?? [])
    if (found.length > 0) references[name] = found
  }
  return references
}

/**
 * Values to create a record with: what is filled in, and null where the person emptied a field that would otherwise
 * get its default again. `kept` names the fields that the person decided.
 */
export function createdValues(schema: ObjectSchema, values: FormValues, kept: ReadonlySet<string>): FormValues {
  const isEmptied = (name: string): boolean =>
    kept.has(name) && defaultOf(schema, name) !== null && takesNull(propertyOf(schema, name))
  return Object.fromEntries(
    writableFields(schema)
      .filter((name) => values[name] !== undefined || isEmptied(name))
      .map((name) => [name, values[name] ?? null]),
  )
}

/** What changed since the record was read; null clears a field. */
export function changedValues(schema: ObjectSchema, before: RecordData, values: FormValues): FormValues {
  const old = valuesOf(schema, before)
  return Object.fromEntries(
    writableFields(schema)
      .filter((name) => !isSameValue(old[name], values[name]))
      .map((name) => [name, values[name] ?? null]),
  )
}

/**
 * A default as a constant or as an expression. The server tells them apart; in a draft, which it has not seen, a text
 * that does not fit the field's values is an expression.
 */
export function defaultOf(schema: ObjectSchema, name: string): { constant: Json } | { expression: string } | null {
  const expression = schema.fields[name]?.defaultExpression
  if (expression) return { expression }
  const value = propertyOf(schema, name)?.['default']
  if (value === undefined || value === null) return null
  return typeof value === 'string' && !isConstant(schema, name, value) ? { expression: value } : { constant: value }
}

function isConstant(schema: ObjectSchema, name: string, value: string): boolean {
  const type = schema.fields[name]?.type ?? 'text'
  if (TEXT_TYPES.has(type)) return true
  if (type === 'select') return !value.includes('(') && !value.includes("'")
  if (type === 'lookup' || type === 'user') return UUID.test(value)
  return /^\d{4}-\d\d-\d\d/.test(value)
}

function takesNull(property: JsonSchema | null): boolean {
  const { type, anyOf } = property ?? {}
  const types = Array.isArray(anyOf) ? anyOf.map((branch) => (branch as JsonSchema)['type']) : [type].flat()
  return types.includes('null')
}

/** Lookups are read with their label; a struct or list is a value as it is, also when it has an id. */
export function plainValue(value: unknown, { expression }: FieldInfo): unknown {
  if (value === null || value === undefined) return undefined
  if (Array.isArray(value)) return value.map((item) => referenceOf(typeof item === 'object' ? item : null)?.id ?? item)
  const related = expression?.kind === 'struct' ? relatedOf(value) : null
  if (related && 'label' in (value as object)) return { object: related.object, id: related.id }
  const isRecord = !expression || expression.kind === 'record'
  const reference = isRecord && typeof value === 'object' ? referenceOf(value) : null
  return reference ? reference.id : value
}

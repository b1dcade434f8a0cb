import type { FieldShape, ShapeOption } from '@fieldwork/fields/ui'
import type { Json } from '@fieldwork/fields'

import type { FieldInfo, Locale, ObjectSchema } from '../api/types.ts'
import { localize } from '../texts/localized.ts'

/** A field as widgets and cells want it. */
export function shapeOf(schema: ObjectSchema, name: string, locale: Locale): FieldShape | null {
  const info = schema.fields[name]
  if (!info) return null
  return {
    name,
    label: info.label,
    type: info.type,
    widget: info.widget,
    reference: info.reference ?? null,
    options: optionsOf(info, propertyOf(schema, name), locale),
    property: propertyOf(schema, name),
  }
}

/** The property of a field; read-only fields, which the schema leaves out, have what their info says. */
export function propertyOf(schema: ObjectSchema, name: string): { [keyword: string]: Json } | null {
  const properties = schema.schema['properties']
  const property = isRecord(properties) ? properties[name] : undefined
  if (isRecord(property)) return property
  const own = (schema.fields[name] as { property?: Json } | undefined)?.property
  return isRecord(own) ? own : null
}

function optionsOf(
  info: FieldInfo,
  property: { [keyword: string]: Json } | null,
  locale: Locale,
): Record<string, ShapeOption> | null {
  const own = property?.['x-field']
  const options = info.options ?? (isRecord(own) ? (own['options'] as FieldInfo['options']) : null)
  if (!options) return null
  return Object.fromEntries(
    Object.entries(options).map(([key, option]) => [key, { ...option, label: localize(option.label, locale) || key }]),
  )
}

function isRecord(value: unknown): value is { [key: string]: Json } {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

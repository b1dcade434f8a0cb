import type { FieldShape, ShapeOption } from '@fieldwork/fields/ui'
import type { Json } from '@fieldwork/fields'

import type { FieldInfo, ObjectSchema } from '../api/types.ts'

/** A field as widgets and cells want it. */
export function shapeOf(schema: ObjectSchema, name: string): FieldShape | null {
  const info = schema.fields[name]
  if (!info) return null
  return {
    name,
    label: info.label,
    type: info.type,
    widget: info.widget,
    reference: info.reference ?? null,
    options: optionsOf(info),
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

function optionsOf(info: FieldInfo): Record<string, ShapeOption> | null {
  if (!info.options) return null
  return Object.fromEntries(info.options.map(({ value, ...option }, order) => [value, { ...option, order }]))
}

function isRecord(value: unknown): value is { [key: string]: Json } {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

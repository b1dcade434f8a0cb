import type { FieldShape, ShapeOption } from '@fieldwork/fields/ui'
import type { Json, JsonSchema } from '@fieldwork/fields'

import type { FieldInfo, ObjectSchema } from '../api/types.ts'

/** A field as widgets and cells want it. */
export function shapeOf(schema: ObjectSchema, name: string): FieldShape | null {
  const info = schema.fields[name]
  return info ? shapeOfInfo(name, info, propertyOf(schema, name)) : null
}

/** The same for a field known by its info alone, e.g. the one at the end of a column's path. */
export function shapeOfInfo(
  name: string,
  info: Pick<FieldInfo, 'label' | 'type' | 'widget' | 'reference' | 'options' | 'property' | 'presentation'>,
  property: JsonSchema | null = info.property ?? null,
): FieldShape {
  const { label, type, widget, reference = null, presentation = null } = info
  return { name, label, type, widget, reference, options: optionsOf(info), property, presentation }
}

/** The property of a field; read-only fields, which the schema leaves out, have what their info says. */
export function propertyOf(schema: ObjectSchema, name: string): JsonSchema | null {
  const properties = schema.schema['properties']
  const property = isRecord(properties) ? properties[name] : undefined
  return isRecord(property) ? property : (schema.fields[name]?.property ?? null)
}

function optionsOf(info: Pick<FieldInfo, 'options'>): Record<string, ShapeOption> | null {
  if (!info.options) return null
  return Object.fromEntries(info.options.map(({ value, ...option }, order) => [value, { ...option, order }]))
}

function isRecord(value: unknown): value is { [key: string]: Json } {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

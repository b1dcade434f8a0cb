import type { Json, JsonSchema } from '@fieldwork/fields'
import { RECORD_TYPE, appError } from '@fieldwork/metadata'
import type { CompiledField, CompiledObject, CompiledRecordType, Operation } from '@fieldwork/metadata'
import type { FormField, FormRecordType, FormSchemaInput, ShownField } from './form-types.ts'
import type { Actor } from './types.ts'

/**
 * The record type that a form is for; null: the object has none, or nothing is known of the record.
 *
 * @throws not_found (no such type)
 */
export function recordTypeOf(
  { recordTypes }: CompiledObject,
  mode: FormSchemaInput['mode'],
  name: string | undefined,
): CompiledRecordType | null {
  if (name === undefined) return mode === 'create' ? (recordTypes?.types.get(recordTypes.default) ?? null) : null
  const type = recordTypes?.types.get(name)
  if (!type) throw appError('not_found', { name })
  return type
}

/** The types in their order, with those that the actor may choose for a new record marked. */
export function recordTypesOf(
  { recordTypes }: CompiledObject,
  allowed: readonly Operation[],
  locale: Actor['locale'],
): FormRecordType[] | null {
  if (!recordTypes) return null
  const mayCreate = allowed.includes('create')
  return [...recordTypes.types.values()].map(({ name, label, help, color, active, hidden }) => ({
    name,
    label: label[locale],
    help: help?.[locale] ?? null,
    color,
    creatable: active && mayCreate,
    hidden: [...hidden],
  }))
}

/** The field with the options that a type offers. */
export function narrowed(field: ShownField, keys: readonly string[] | undefined): ShownField {
  if (!keys || !field.options) return field
  return { ...field, options: field.options.filter(({ value }) => keys.includes(value)) }
}

/** The schema with the constants that a new record of the type gets; a type's own default takes the place of the field's. */
export function typed(schema: JsonSchema, mode: FormSchemaInput['mode'], type: CompiledRecordType | null): JsonSchema {
  if (!type || mode === 'update') return schema
  const properties = { ...(schema.properties as Record<string, JsonSchema>) }
  const constants = Object.entries(type.defaults).flatMap(([name, given]) =>
    'constant' in given ? [[name, given.constant] as const] : [],
  )
  for (const [name, value] of [...constants, [RECORD_TYPE, type.name] as const]) {
    if (properties[name]) properties[name] = { ...properties[name], default: value as Json }
  }
  return { ...schema, properties }
}

/** The source of a default that is no constant for the type. */
export function defaultExpression(
  { name, default: given }: CompiledField,
  type: CompiledRecordType | null,
): Pick<FormField, 'defaultExpression'> {
  const own = type?.defaults[name] ?? given
  return own && 'expression' in own ? { defaultExpression: own.expression.source } : {}
}

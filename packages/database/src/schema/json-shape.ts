import type { JsonSchema } from '@fieldwork/fields'
import { isPlainObject } from '@fieldwork/metadata'
import { quoteText } from '../query/sql-text.ts'

/**
 * SQL condition that holds where a jsonb value has the shape a schema describes: its type, parts and bounds, two levels
 * deep. Patterns and the items of arrays are left to the validation of the next write.
 *
 * @returns null where any value does
 */
export function shapeSql(schema: JsonSchema, value: string): string | null {
  const types = [schema.type ?? []].flat().map(String)
  if (types.length === 0) return null
  const cases = types.map((type) => `when ${quoteText(jsonType(type))} then ${conditionOf(type, schema, value)}`)
  return `case jsonb_typeof(${value}) ${cases.join(' ')} else false end`
}

const jsonType = (type: string): string => (type === 'integer' ? 'number' : type)

function conditionOf(type: string, schema: JsonSchema, value: string): string {
  const text = `(${value} #>> '{}')`
  const found = type === 'object' ? objectConditions(schema, value) : scalarConditions(type, schema, text)
  if (Array.isArray(schema.enum))
    found.push(`${text} in (${schema.enum.map((one) => quoteText(String(one))).join(', ')})`)
  return found.length === 0 ? 'true' : `(${found.join(' and ')})`
}

function objectConditions(schema: JsonSchema, value: string): string[] {
  const properties = isPlainObject(schema.properties) ? (schema.properties as Record<string, JsonSchema>) : {}
  const required = Array.isArray(schema.required) ? schema.required.map(String) : []
  const parts = Object.entries(properties).flatMap(([name, part]) => {
    const fits = shapeSql(part, `(${value} -> ${quoteText(name)})`)
    return fits === null ? [] : [`(not ${value} ? ${quoteText(name)} or ${fits})`]
  })
  const names = Object.keys(properties)
  return [
    ...required.map((name) => `${value} ? ${quoteText(name)}`),
    ...(schema.additionalProperties === false
      ? [`${value} - array[${names.map(quoteText).join(', ')}]::text[] = '{}'`]
      : []),
    ...(Number(schema.minProperties ?? 0) > 0 ? [`${value} <> '{}'`] : []),
    ...parts,
  ]
}

function scalarConditions(type: string, schema: JsonSchema, text: string): string[] {
  const { minimum, maximum, minLength, maxLength } = schema
  const bounds =
    type === 'string'
      ? [[`length(${text})`, minLength, maxLength] as const]
      : type === 'number' || type === 'integer'
        ? [[`${text}::numeric`, minimum, maximum] as const]
        : []
  return [
    ...bounds.flatMap(([size, least, most]) => [
      ...(typeof least === 'number' ? [`${size} >= ${least}`] : []),
      ...(typeof most === 'number' ? [`${size} <= ${most}`] : []),
    ]),
    ...(type === 'integer' ? [`${text}::numeric % 1 = 0`] : []),
  ]
}

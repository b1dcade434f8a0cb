import type { JsonSchema } from '@fieldwork/fields'
import { isPlainObject } from '../json/plain-object.ts'

/**
 * The schema with each object schema that stands in several places (one object in memory) said once, under `$defs`, and
 * referred to elsewhere. Ajv writes code for every place: nested ones double it with each level.
 */
export function withSharedParts(schema: JsonSchema): JsonSchema {
  const shared = new Map<unknown, string>()
  for (const part of repeatedParts(schema)) shared.set(part, `part${shared.size + 1}`)
  if (shared.size === 0) return schema
  const $defs = Object.fromEntries(
    [...shared].map(([part, name]) => [name, withReferences(part, shared) as JsonSchema]),
  )
  return { ...(withReferences(schema, shared) as JsonSchema), $defs }
}

/** Small ones are cheaper where they stand. */
const isObjectSchema = (value: unknown): boolean =>
  isPlainObject(value) && value.type === 'object' && isPlainObject(value.properties)

function repeatedParts(schema: JsonSchema): Set<unknown> {
  const seen = new Set<unknown>()
  const repeated = new Set<unknown>()
  const visit = (value: unknown): void => {
    if (typeof value !== 'object' || value === null) return
    if (seen.has(value)) return void (isObjectSchema(value) && repeated.add(value))
    seen.add(value)
    Object.values(value).forEach(visit)
  }
  visit(schema)
  return repeated
}

/** The parts of a value, not the value itself, become references. */
function withReferences(value: unknown, shared: ReadonlyMap<unknown, string>): unknown {
  if (!isPlainObject(value)) return value
  const replaced = (part: unknown) => {
    const name = shared.get(part)
    return name === undefined ? withReferences(part, shared) : { $ref: `#/$defs/${name}` }
  }
  return Object.fromEntries(Object.entries(value).map(([key, part]) => [key, replaced(part)]))
}

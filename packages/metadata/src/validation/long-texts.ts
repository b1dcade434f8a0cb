import type { CompiledObject } from '../catalog.ts'

type Values = Record<string, unknown>

/** The most UTF-16 units of a value of each field with a pattern of its own. */
const limits = new WeakMap<CompiledObject, ReadonlyMap<string, number>>()

/**
 * The values with texts that are much too long cut short, though still too long: every keyword is tried on every
 * value, and what a pattern costs is known only for texts of the length that is allowed.
 */
export function withoutExcess(object: CompiledObject, values: Values): Values {
  let result = values
  for (const [name, most] of limitsOf(object)) {
    const value = values[name]
    if (typeof value === 'string' && value.length > most) result = { ...result, [name]: cut(value, most) }
  }
  return result
}

function limitsOf(object: CompiledObject): ReadonlyMap<string, number> {
  let found = limits.get(object)
  if (!found) limits.set(object, (found = new Map([...object.fields.values()].flatMap(limitOf))))
  return found
}

/** A character has up to two units; one character more keeps a text too long. */
function limitOf({ name, property }: { name: string; property: { pattern?: string; maxLength?: number } }) {
  const { pattern, maxLength } = property
  return pattern === undefined || maxLength === undefined ? [] : [[name, 2 * maxLength + 2] as const]
}

/** Not between the halves of a character. */
function cut(text: string, most: number): string {
  return text.slice(0, text.codePointAt(most - 1)! > 0xffff ? most + 1 : most)
}

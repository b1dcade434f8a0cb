import { ownValue } from './plain-object.ts'

const escapePart = (part: string | number): string => String(part).replaceAll('~', '~0').replaceAll('/', '~1')
const unescapePart = (part: string): string => part.replaceAll('~1', '/').replaceAll('~0', '~')

/** A JSON pointer (RFC 6901) from its parts. */
export const pointerOf = (...parts: (string | number)[]): string => parts.map((part) => `/${escapePart(part)}`).join('')

/** The parts of a JSON pointer; `''` is the whole document. */
export const partsOf = (pointer: string): string[] => pointer.split('/').slice(1).map(unescapePart)

/** The value a pointer names, or undefined. */
export function valueAt(document: unknown, pointer: string): unknown {
  let value = document
  for (const part of partsOf(pointer)) value = Array.isArray(value) ? value[Number(part)] : ownValue(value, part)
  return value
}

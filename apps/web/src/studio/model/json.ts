import type { Json } from './definitions.ts'

/** One place in a document that differs; `before` or `after` is absent where the place did not exist. */
export interface PathChange {
  /** RFC 6901; empty for the whole document */
  pointer: string
  before?: unknown
  after?: unknown
}

/** True for a JSON object. */
export function isObject(value: unknown): value is Json {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

/** True for equal JSON values, whatever the order of their keys. */
export function sameJson(a: unknown, b: unknown): boolean {
  return diffPaths(a, b).length === 0
}

/** What changed between two JSON values, by path: objects are entered, everything else is compared whole. */
export function diffPaths(before: unknown, after: unknown, pointer = ''): PathChange[] {
  if (before === after) return []
  if (isObject(before) && isObject(after)) {
    const names = [...new Set([...Object.keys(before), ...Object.keys(after)])]
    return names.flatMap((name) => diffPaths(before[name], after[name], `${pointer}/${escapeToken(name)}`))
  }
  if (Array.isArray(before) && Array.isArray(after) && sameList(before, after)) return []
  return [{ pointer, ...(before === undefined ? {} : { before }), ...(after === undefined ? {} : { after }) }]
}

function sameList(before: unknown[], after: unknown[]): boolean {
  return before.length === after.length && before.every((item, index) => sameJson(item, after[index]))
}

/** The names along an RFC 6901 pointer. */
export function pointerTokens(pointer: string): string[] {
  return pointer
    .split('/')
    .slice(1)
    .map((token) => token.replaceAll('~1', '/').replaceAll('~0', '~'))
}

function escapeToken(name: string): string {
  return name.replaceAll('~', '~0').replaceAll('/', '~1')
}

/** The object without keys whose value is undefined, empty text, or an empty list or object. */
export function withoutEmpty<T extends object>(value: T): T {
  return Object.fromEntries(Object.entries(value).filter(([, entry]) => !isEmpty(entry))) as T
}

function isEmpty(value: unknown): boolean {
  if (value === undefined || value === '') return true
  return typeof value === 'object' && value !== null && Object.keys(value).length === 0
}

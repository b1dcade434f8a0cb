import { createHash } from 'node:crypto'
import { appError } from '@fieldwork/metadata'
import type { SortKey } from './sort.ts'

/** Key values of a row as PostgreSQL writes them. */
export type CursorValues = (string | null)[]

/** What a cursor belongs to: a page of another list or order is refused. */
export function cursorScope(object: string, keys: readonly SortKey[]): string {
  const order = keys.map(({ path, descending, type }) => [path, descending, type])
  return createHash('sha256')
    .update(JSON.stringify([object, order]))
    .digest('base64url')
    .slice(0, 12)
}

/** An opaque marker of the place after a row. */
export function encodeCursor(scope: string, values: CursorValues): string {
  return Buffer.from(JSON.stringify([scope, ...values])).toString('base64url')
}

/** @throws invalid_cursor: not made by `encodeCursor` for the same object and order */
export function decodeCursor(
  cursor: string,
  scope: string,
  keys: readonly Pick<SortKey, 'type' | 'notNull'>[],
): CursorValues {
  const [found, ...values] = parseCursor(cursor)
  if (found !== scope || values.length !== keys.length) throw appError('invalid_cursor')
  return keys.map(({ type, notNull }, i) => {
    const value = values[i]
    if (value === null && !notNull) return null
    if (typeof value !== 'string' || !isValueOf(type, value)) throw appError('invalid_cursor')
    return value
  })
}

function parseCursor(cursor: string): unknown[] {
  if (!/^[\w-]{4,8192}$/.test(cursor)) throw appError('invalid_cursor')
  try {
    const parsed: unknown = JSON.parse(Buffer.from(cursor, 'base64url').toString('utf8'))
    if (Array.isArray(parsed)) return parsed
  } catch {
    // not JSON: the same refusal as for any other text
  }
  throw appError('invalid_cursor')
}

const shapes: Record<string, RegExp> = {
  uuid: /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/,
  integer: /^-?\d{1,9}$|^-?1\d{9}$|^-?20\d{8}$|^-?21[0-3]\d{7}$/,
  bigint: /^-?\d{1,18}$/,
  numeric: /^-?\d{1,60}(\.\d{1,60})?$/,
  boolean: /^(t|f|true|false)$/,
  date: /^\d{4}-\d{2}-\d{2}$/,
  timestamptz: /^\d{4}-\d{2}-\d{2} \d{2}:\d{2}:\d{2}(\.\d{1,6})?\+00$/,
}

/** A forged value must not fail inside PostgreSQL. */
function isValueOf(type: string, value: string): boolean {
  if (value.includes('\0')) return false
  const shape = shapes[type.replace(/\(.*/, '')]
  if (!shape?.test(value)) return shape === undefined
  return !/^(date|timestamptz)/.test(type) || isCalendarDay(value.slice(0, 10))
}

function isCalendarDay(day: string): boolean {
  const date = new Date(`${day}T00:00:00Z`)
  return !Number.isNaN(date.getTime()) && date.toISOString().startsWith(day)
}

import { columnValue, isJson } from './image.ts'
import type { CompiledField } from '@fieldwork/metadata'

const special = /[\\\t\n\r]/
const escapes: Record<string, string> = { '\\': '\\\\', '\t': '\\t', '\n': '\\n', '\r': '\\r' }

/** A value in the text format of COPY (PostgreSQL manual, COPY, "Text Format"). */
export function copyValue(value: unknown, field?: CompiledField): string {
  if (value === null || value === undefined) return '\\N'
  if (typeof value === 'object' || isJson(field)) return copyObject(columnValue(field, value))
  return escapeCopy(String(value))
}

function copyObject(value: unknown): string {
  return escapeCopy(Array.isArray(value) ? arrayLiteral(value) : String(value))
}

function escapeCopy(text: string): string {
  return special.test(text) ? text.replace(/[\\\t\n\r]/g, (character) => escapes[character] ?? character) : text
}

function arrayLiteral(items: readonly unknown[]): string {
  const quoted = items.map((item) => (item === null ? 'null' : `"${String(item).replace(/["\\]/g, '\\$&')}"`))
  return `{${quoted.join(',')}}`
}

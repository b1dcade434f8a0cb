import { types } from 'pg'
import type { CustomTypesConfig } from 'pg'

const { builtins } = types
const textArray = 1009

/** Values that JavaScript would round or shift stay as PostgreSQL writes them; element type of an array by its own oid. */
const scalarsAsText: ReadonlySet<number> = new Set([
  builtins.NUMERIC,
  builtins.INT8,
  builtins.DATE,
  builtins.TIMESTAMP,
  builtins.TIMESTAMPTZ,
])
const arraysAsText: ReadonlySet<number> = new Set([1231, 1016, 1182, 1115, 1185])

const asText = (value: string): string => value

/** pg's parsers, but numbers and times that a Date or a float cannot hold exactly arrive as text. */
export const typeParsers: CustomTypesConfig = {
  getTypeParser(oid: number, format?: 'text' | 'binary') {
    if (format === 'binary') return types.getTypeParser(oid, 'binary')
    if (scalarsAsText.has(oid)) return asText
    return types.getTypeParser(arraysAsText.has(oid) ? textArray : oid, 'text')
  },
}

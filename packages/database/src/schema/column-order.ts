import type { DesiredColumn } from './desired-schema.ts'

/** Bytes at whose multiples PostgreSQL begins a value, for types whose values all have the same length. */
const fixedAlignments: Record<string, number> = {
  'timestamp with time zone': 8,
  'timestamp without time zone': 8,
  'double precision': 8,
  bigint: 8,
  integer: 4,
  date: 4,
  boolean: 1,
  uuid: 1,
}

/**
 * The columns of a new table in the order in which a row is shortest and quickest to read: nothing is padded between
 * values of fixed length, and to test one of them no text before it is stepped over. Long values come last. The order
 * has no other meaning; columns that are added later stand at the end.
 */
export function storageOrder(columns: readonly DesiredColumn[]): DesiredColumn[] {
  return columns.toSorted((a, b) => rank(a) - rank(b))
}

function rank({ name, type, notNull }: DesiredColumn): number {
  if (name === 'id') return 0
  const alignment = fixedAlignments[type]
  if (alignment !== undefined) return 10 - alignment + (notNull ? 0 : 0.5)
  if (type.startsWith('numeric')) return 20
  return type === 'jsonb' || type.endsWith('[]') ? 40 : 30
}

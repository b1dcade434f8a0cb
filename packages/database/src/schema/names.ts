import { createHash } from 'node:crypto'

const maxIdentifierBytes = 63
const hashLength = 8

/** The prefix keeps relations of the platform apart from tables: no object's name starts with `fw_`. */
const prefixes = {
  primaryKey: 'fw_pk',
  unique: 'fw_ux',
  index: 'fw_ix',
  foreignKey: 'fw_fk',
  sync: 'fw_sync',
  rollUp: 'fw_ru',
  // triggers fire by name: before those of a record's own roll-ups, which hold less
  treeRollUp: 'fw_ru__tree',
  extreme: 'fw_rx',
  guard: 'fw_ug',
  // after roll-ups: what they carry along a tree is carried as it was before the levels changed
  level: 'fw_tl',
} as const

/**
 * The name of an index or constraint of a column, at most 63 bytes; a longer one is cut and ends with a hash.
 * Errors of PostgreSQL carry it, so `foreignKey` and `unique` names tell which field was refused.
 */
export function constraintName(kind: keyof typeof prefixes, table: string, column?: string): string {
  return bounded([prefixes[kind], table, ...(column === undefined ? [] : [`_${column}`])].join('_'))
}

/** The name of the function that keeps the roll-ups over one reference, or of one of its triggers. */
export function triggerName(
  { object, field, isTree }: { object: string; field: string; isTree: boolean },
  event?: string,
): string {
  const prefix = isTree ? prefixes.treeRollUp : prefixes.rollUp
  return bounded([prefix, object, `_${field}`, ...(event === undefined ? [] : [`_${event}`])].join('_'))
}

/** The name of the function that keeps the levels of a hierarchy, or of one of its triggers. */
export const levelName = (object: string, event?: string): string =>
  bounded([prefixes.level, object, ...(event === undefined ? [] : [`_${event}`])].join('_'))

function bounded(name: string): string {
  if (name.length <= maxIdentifierBytes) return name
  const hash = createHash('sha256').update(name).digest('hex').slice(0, hashLength)
  return `${name.slice(0, maxIdentifierBytes - hashLength - 1)}_${hash}`
}

/** Whether the platform made an index or a foreign key, and may drop it when it is not wanted any more. */
export const isOurs = (name: string): boolean =>
  [prefixes.unique, prefixes.index, prefixes.foreignKey, prefixes.extreme].some((prefix) =>
    name.startsWith(`${prefix}_`),
  )

/** `name`, or with the first free of `__2`, `__3`, … */
export function freeName(name: string, taken: ReadonlySet<string>): string {
  for (let n = 2, candidate = name; ; n++) {
    if (!taken.has(candidate)) return candidate
    candidate = `${name}__${n}`
  }
}

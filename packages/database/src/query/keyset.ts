import type { SqlEnvironment } from './sql-environment.ts'
import type { SortKey } from './sort.ts'

/** One key of the order: its SQL inside the query. */
export interface OrderKey extends SortKey {
  sql: string
}

/** `order by …`; an index on a column that is never null serves both directions. */
export function orderBy(keys: readonly OrderKey[]): string {
  const terms = keys.map(({ sql, descending, notNull }) => {
    const nulls = descending && !notNull ? ' nulls last' : ''
    return `${sql}${descending ? ' desc' : ''}${nulls}`
  })
  return `order by ${terms.join(', ')}`
}

/** Which keys of a cursor are null: a part of the statement's cache key, since a null compares differently. */
export function nullMask(values: readonly (string | null)[]): string {
  return values.map((value) => (value === null ? '0' : '1')).join('')
}

/** Rows after the cursor whose key values are the inputs `k0`, `k1` …; the first of these keys has the number `from`. */
export function keysetCondition(env: SqlEnvironment, keys: readonly OrderKey[], mask: string, from = 0): string {
  const values = keys.map(({ type }, i) =>
    mask[i] === '1' ? env.parameters.bind({ from: 'input', name: `k${from + i}` }, type) : null,
  )
  if (isRowComparison(keys)) {
    const operator = keys[0]?.descending ? '<' : '>'
    return `(${keys.map(({ sql }) => sql).join(', ')}) ${operator} (${values.join(', ')})`
  }
  const arms = keys.flatMap((key, i) => {
    const beyond = beyondKey(key, values[i] ?? null)
    const equal = keys.slice(0, i).map((before, j) => sameKey(before, values[j] ?? null))
    return beyond === null ? [] : [[...equal, beyond].join(' and ')]
  })
  return `(${arms.map((arm) => `(${arm})`).join(' or ')})`
}

const isRowComparison = (keys: readonly OrderKey[]) =>
  keys.every(({ notNull, descending }) => notNull && descending === keys[0]?.descending)

/** Nulls are last, so nothing comes after a null, and nulls come after every value. */
function beyondKey({ sql, descending, notNull }: OrderKey, value: string | null): string | null {
  if (value === null) return null
  const compared = `${sql} ${descending ? '<' : '>'} ${value}`
  return notNull ? compared : `(${compared} or ${sql} is null)`
}

function sameKey({ sql }: OrderKey, value: string | null): string {
  return value === null ? `${sql} is null` : `${sql} = ${value}`
}

import { keysetCondition, orderBy } from './keyset.ts'
import type { OrderKey } from './keyset.ts'
import type { SqlEnvironment } from './sql-environment.ts'

/** A page of rows in an order that an index leads through. */
export interface OrderedPage {
  keys: readonly OrderKey[]
  /** which keys of the cursor are null (see `nullMask`); null: the first page */
  mask: string | null
  limit: number
  /** the rows with these conditions too, not yet in order */
  select: (conditions: string[]) => string
}

/**
 * The rows with a value of the first key in its index's own order, then those without one. Both in one order, `nulls
 * last`, is what no index gives when it goes down. The second part is read only where the first leaves room: the rows of
 * an append come in the order of its parts, and parts with a limit are never read side by side.
 */
export function emptiesLast(env: SqlEnvironment, { keys, mask, limit, select }: OrderedPage): string {
  const [first, ...rest] = keys
  if (first === undefined) throw new Error('An order has at least one key')
  const filled = [{ ...first, notNull: true }, ...rest]
  const inFilled = mask === null ? [] : [keysetCondition(env, filled, mask)]
  const inEmpty = mask?.startsWith('0') ? [keysetCondition(env, rest, mask.slice(1), 1)] : []
  const empty = `${select([`${first.sql} is null`, ...inEmpty])} ${orderBy(rest)} limit ${limit}`
  if (mask?.startsWith('0')) return empty
  const valued = `${select([`${first.sql} is not null`, ...inFilled])} ${orderBy(filled)} limit ${limit}`
  return `(${valued}) union all (${empty}) limit ${limit}`
}

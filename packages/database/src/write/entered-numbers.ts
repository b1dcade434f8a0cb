import type { CompiledField, CompiledObject } from '@fieldwork/metadata'
import type { Queryable } from '../connection/types.ts'
import type { InsertInput } from './outcome.ts'
import { storedPlaceSql } from './sequence.ts'

/** Numbers of one make that rows of a batch bring along. */
interface Entered {
  count: string
  before: string
  after: string
  /** the highest place among them; null where none shows one */
  place: string | null
}

interface Batch {
  field: CompiledField
  /** name of the count by position */
  counts: readonly string[]
  /** what stands before and behind the place, by position */
  endsAt(position: number): readonly [string, string]
}

/** The makes of the numbers of a batch, with the highest that is entered. */
export function enteredIn(rows: readonly Pick<InsertInput, 'values'>[], { field, counts, endsAt }: Batch): Entered[] {
  const makes = new Map<string, Entered>()
  for (const [at, { values }] of rows.entries()) {
    const [before, after] = endsAt(at)
    const count = counts[at] ?? ''
    const key = JSON.stringify([count, before, after])
    const make = makes.get(key) ?? { count, before, after, place: null }
    makes.set(key, { ...make, place: higher(make.place, placeIn(values[field.name], before, after)) })
  }
  return [...makes.values()]
}

function placeIn(number: unknown, before: string, after: string): string | null {
  if (typeof number !== 'string' || !number.startsWith(before) || !number.endsWith(after)) return null
  const place = number.slice(before.length, Math.max(number.length - after.length, before.length))
  return /^[0-9]{1,12}$/.test(place) ? place : null
}

const higher = (one: string | null, other: string | null): string | null =>
  one === null || (other !== null && BigInt(other) > BigInt(one)) ? other : one

/** Moves counts on to the numbers that are entered, and to those of the records where a count has not begun. */
export async function passEntered(
  db: Queryable,
  { object, field, entered }: { object: CompiledObject; field: CompiledField; entered: readonly Entered[] },
): Promise<void> {
  const stored = storedPlaceSql({
    object,
    field,
    key: ['$1', '$2', 'k.period'],
    ends: { before: 'k.before', after: 'k.after' },
  })
  const reached = `max(greatest(k.place, ${stored}))`
  const text =
    `insert into fw_sequence as s (object, field, period, value) select $1, $2, k.period, ${reached}` +
    ' from unnest($3::text[], $4::text[], $5::text[], $6::bigint[]) k (period, before, after, place)' +
    ` group by k.period having ${reached} is not null order by k.period collate "C"` +
    ' on conflict (object, field, period) do update set value = greatest(s.value, excluded.value)'
  const columns = [
    entered.map(({ count }) => count),
    entered.map(({ before }) => before),
    entered.map(({ after }) => after),
    entered.map(({ place }) => place),
  ]
  await db.query({ text, values: [object.name, field.name, ...columns] })
}

import { numberPeriod, renderNumber } from '@fieldwork/fields'
import type { Json } from '@fieldwork/fields'
import type { CompiledField, CompiledObject } from '@fieldwork/metadata'
import type { Queryable } from '../connection/types.ts'
import type { QueryContext } from '../query/context.ts'
import type { InsertInput } from './outcome.ts'
import { numberOptions, sequenceFields } from './sequence.ts'

type Row = Pick<InsertInput, 'id' | 'values'>

/** Gives each row its auto-numbers, by its position. */
export type Numbering = (row: Row, position: number) => Row

/** Moves the counters on by as many as there are rows, in one step each. */
export async function reserveNumbers(
  ctx: QueryContext,
  db: Queryable,
  { object, count }: { object: CompiledObject; count: number },
): Promise<Numbering> {
  const fields = sequenceFields(object)
  if (fields.length === 0) return (row) => row
  const date = await today(ctx, db)
  const blocks: { name: string; format: string; first: bigint }[] = []
  for (const field of fields) {
    const { format, reset } = numberOptions(field)
    const first = await reserve(db, { object, field, period: numberPeriod(reset, date), count })
    blocks.push({ name: field.name, format, first })
  }
  return ({ id, values }, position) => {
    const numbers = blocks.map(({ name, format, first }) => {
      const input = { date, sequence: first + BigInt(position), values: values as Record<string, Json> }
      return [name, renderNumber(format, input)] as const
    })
    return { id, values: Object.assign({}, values, Object.fromEntries(numbers)) }
  }
}

/** The day of the transaction, which single inserts number by too. */
async function today({ timeZone, now }: QueryContext, db: Queryable): Promise<string> {
  const { rows } = await db.query<{ day: string }>({
    text: 'select (coalesce($2::timestamptz, now()) at time zone $1)::date::text as day',
    values: [timeZone, now?.toISOString() ?? null],
  })
  return rows[0]?.day ?? ''
}

interface Reservation {
  object: CompiledObject
  field: CompiledField
  period: string
  count: number
}

async function reserve(db: Queryable, { object, field, period, count }: Reservation): Promise<bigint> {
  const { rows } = await db.query<{ value: string }>({
    text:
      'insert into fw_sequence as s (object, field, period, value) values ($1, $2, $3, $4::bigint)' +
      ' on conflict (object, field, period) do update set value = s.value + excluded.value returning value',
    values: [object.name, field.name, period, count],
  })
  return BigInt(rows[0]?.value ?? count) - BigInt(count) + 1n
}

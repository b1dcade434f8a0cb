import { numberEnds, numberPeriod, renderNumber, segmentKey } from '@fieldwork/fields'
import type { Json } from '@fieldwork/fields'
import type { CompiledField, CompiledObject } from '@fieldwork/metadata'
import type { Queryable } from '../connection/types.ts'
import type { QueryContext } from '../query/context.ts'
import { enteredIn, passEntered } from './entered-numbers.ts'
import { numberTexts } from './number-texts.ts'
import { numberOptions, scopeSeparator, sequenceFields } from './number-options.ts'
import type { NumberOptions } from './number-options.ts'
import type { InsertInput } from './outcome.ts'

type Row = Pick<InsertInput, 'id' | 'values'>

/** Gives each row its auto-numbers, by its position. */
export type Numbering = (row: Row, position: number) => Row

/** Whether the rows must be known before the first number can be given. */
export function numbersDependOnRows(object: CompiledObject): boolean {
  return sequenceFields(object)
    .map(numberOptions)
    .some(({ segments, isEditable }) => isEditable || segments.some(({ kind }) => kind === 'field'))
}

/** Moves the counters on by as many as there are rows, in one step for each field. */
export async function reserveNumbers(
  ctx: QueryContext,
  db: Queryable,
  { object, count, rows }: { object: CompiledObject; count: number; rows: readonly Row[] | null },
): Promise<Numbering> {
  const fields = sequenceFields(object)
  if (fields.length === 0) return (row) => row
  const date = await today(ctx, db)
  const blocks: NumberBlock[] = []
  for (const field of fields) blocks.push(await reserveBlock(ctx, db, { object, field, date, count, rows }))
  return ({ id, values }, position) => {
    const counted = blocks.filter(({ name }) => values[name] == null)
    const numbers = counted.map(({ name, numberOf }) => [name, numberOf(position)] as const)
    return { id, values: Object.assign({}, values, Object.fromEntries(numbers)) }
  }
}

interface NumberBlock {
  name: string
  numberOf(position: number): string
}

interface BlockSpec {
  object: CompiledObject
  field: CompiledField
  /** `YYYY-MM-DD` */
  date: string
  count: number
  rows: readonly Row[] | null
}

async function reserveBlock(
  ctx: QueryContext,
  db: Queryable,
  { object, field, date, count, rows }: BlockSpec,
): Promise<NumberBlock> {
  const options = numberOptions(field)
  const texts = await numberTexts(ctx, db, { object, paths: pathsOf(options), rows: rows ?? [] })
  const period = numberPeriod(options.reset, date)
  const countOf = (position: number) =>
    [period, ...options.scope.map((path) => texts.at(path, position))].join(scopeSeparator)
  const isCounted = (position: number) => rows?.[position]?.values[field.name] == null
  const counts = rows === null ? Array<string>(count).fill(period) : rows.map((_, at) => countOf(at))
  const places = placesIn(counts, isCounted)
  const partsAt = (position: number): Record<string, Json> =>
    Object.fromEntries(
      options.segments.flatMap((part) =>
        part.kind === 'field' ? [[segmentKey(part), texts.at(segmentKey(part), position)] as const] : [],
      ),
    )
  const endsAt = (position: number) => numberEnds(options.format, { date, values: partsAt(position) })
  if (options.isEditable && rows !== null)
    await passEntered(db, { object, field, entered: enteredIn(rows, { field, counts, endsAt }) })
  const firsts = await moveOn(db, { object, field, options, sizes: places.sizes })
  const numberOf = (position: number) => {
    const { count: name, offset } = places.of[position] as Place
    const sequence = (firsts.get(name) ?? 0n) + BigInt(offset)
    return renderNumber(options.format, { date, sequence, values: partsAt(position) })
  }
  return { name: field.name, numberOf }
}

/** What a number needs to know of each row: values, codes and the scope. */
const pathsOf = ({ segments, scope }: NumberOptions): string[] => [
  ...new Set([...scope, ...segments.flatMap((part) => (part.kind === 'field' ? [segmentKey(part)] : []))]),
]

interface Place {
  count: string
  /** from 0, within the rows of the same count */
  offset: number
}

function placesIn(
  counts: readonly string[],
  isCounted: (position: number) => boolean,
): { of: Place[]; sizes: Map<string, number> } {
  const sizes = new Map<string, number>()
  const of = counts.map((count, at) => {
    const offset = sizes.get(count) ?? 0
    if (isCounted(at)) sizes.set(count, offset + 1)
    return { count, offset }
  })
  return { of, sizes }
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
  options: NumberOptions
  /** rows by count */
  sizes: ReadonlyMap<string, number>
}

/** In the order of their names, so that two batches cannot wait for each other. */
const moveText =
  'insert into fw_sequence as s (object, field, period, value)' +
  ' select $1, $2, k.period, $5::bigint + k.size - 1 from unnest($3::text[], $4::bigint[]) k (period, size)' +
  ' order by k.period collate "C"' +
  ' on conflict (object, field, period) do update' +
  ' set value = greatest(s.value + excluded.value - $5::bigint + 1, excluded.value) returning period, value'

/** The first place of each count. */
async function moveOn(
  db: Queryable,
  { object, field, options, sizes }: Reservation,
): Promise<ReadonlyMap<string, bigint>> {
  const values = [object.name, field.name, [...sizes.keys()], [...sizes.values()], options.start]
  const { rows } = await db.query<{ period: string; value: string }>({ text: moveText, values })
  return new Map(rows.map(({ period, value }) => [period, BigInt(value) - BigInt(sizes.get(period) ?? 1) + 1n]))
}

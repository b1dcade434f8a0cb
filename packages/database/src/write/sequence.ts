import type { NumberReset, NumberSegment } from '@fieldwork/fields'
import type { CompiledField, CompiledObject } from '@fieldwork/metadata'
import type { QueryContext } from '../query/context.ts'
import { pathSql } from '../query/record-scope.ts'
import type { RecordScope } from '../query/record-scope.ts'
import { createEnvironment } from '../query/sql-environment.ts'
import type { SqlEnvironment } from '../query/sql-environment.ts'
import { quoteName, quoteText } from '../query/sql-text.ts'
import { compileStatement, runStatement } from '../query/statement.ts'
import type { CompiledStatement } from '../query/statement.ts'
import type { ParameterValues } from '../query/parameters.ts'
import { draftScope } from './image.ts'
import { numberOptions, optionCodes, scopeSeparator, sequenceFields } from './number-options.ts'
import type { NumberOptions } from './number-options.ts'

/** An auto-number of a new record: where its place in the count comes from, and the text made of it; bound when asked. */
export interface SequencePart {
  field: CompiledField
  /** a CTE that moves the count on; null where the place was taken ahead */
  cte: { name: string; sql: string } | null
  /** the number, where the CTE is in scope */
  value(): string
  /** a statement of its own that moves the count on and gives the place */
  take(): string
  /** SQL of the number that would come next, without taking it */
  next(): string
  takesAhead: boolean
}

/** The input under which a place that was taken ahead is given. */
export const placeInput = (field: CompiledField): string => `place ${field.name}`

/**
 * A count is a row, locked until the statement commits: numbers have neither gaps nor doubles, at the price that
 * creating records of one count goes one by one. Where gaps are allowed the place is taken ahead, in a statement that
 * commits by itself.
 */
export function sequenceParts(
  env: SqlEnvironment,
  object: CompiledObject,
  { image, given }: { image: RecordScope; given: readonly string[] },
): SequencePart[] {
  return countedFields(object, given).map((field, i) => sequencePart(env, { object, field, image, name: `seq${i}` }))
}

/** Numbers that are entered are not counted. */
const countedFields = (object: CompiledObject, given: readonly string[]): CompiledField[] =>
  sequenceFields(object).filter(({ name }) => !given.includes(name))

/** A CTE that moves a count on to a number that is entered, so that it is never given. */
export interface EnteredPart {
  /** follows the verdict */
  cte: string
  /** read by the statement that writes the record: whoever counts holds the count before he writes the number */
  source: string
}

/** What numbers that are entered do to their counts. */
export function enteredNumberParts(
  env: SqlEnvironment,
  object: CompiledObject,
  { image, given }: { image: RecordScope; given: readonly string[] },
): EnteredPart[] {
  const entered = sequenceFields(object).filter(({ name }) => given.includes(name))
  return entered.map((field, i) => {
    const options = numberOptions(field)
    const day = dayIn(env)
    const key = countKey(env, { object, field, options, day, image })
    const ends = endsSql(env, { object, image, options, day })
    const place = placeSql(image.column(field), ends)
    const reached = `greatest(${place}, ${storedPlaceSql({ object, field, key, ends })})`
    const cte =
      `entered${i} as (insert into fw_sequence as s (object, field, period, value) select ${key.join(', ')}, ${reached}` +
      ` from verdict where verdict.code is null and ${place} is not null` +
      ` on conflict (object, field, period) do update set value = greatest(s.value, excluded.value) returning value)`
    return { cte, source: `(select count(*) from entered${i}) counted${i}` }
  })
}

interface CountPlace {
  object: CompiledObject
  field: CompiledField
  options: NumberOptions
  day: string
  image: RecordScope
}

/** The primary key of the row that holds the count. */
const countKey = (env: SqlEnvironment, { object, field, options, day, image }: CountPlace): string[] => [
  quoteText(object.name),
  quoteText(field.name),
  countSql(env, { options, day, image }),
]

/** What stands before and behind the place in a number. */
interface NumberEnds {
  before: string
  after: string
}

function endsSql(env: SqlEnvironment, { object, image, options, day }: Omit<CountPlace, 'field'>): NumberEnds {
  const at = options.segments.findIndex(({ kind }) => kind === 'sequence')
  const join = (segments: readonly NumberSegment[]) =>
    segments.length === 0
      ? `''`
      : `(${segments.map((segment) => segmentSql(env, segment, { place: '', day, object, image })).join(' || ')})`
  return { before: join(options.segments.slice(0, at)), after: join(options.segments.slice(at + 1)) }
}

/** The place in the count that a number shows; null where it is of another make. */
function placeSql(number: string, { before, after }: NumberEnds): string {
  const middle = `substr(${number}, length(${before}) + 1, greatest(length(${number}) - length(${before}) - length(${after}), 0))`
  return (
    `case when starts_with(${number}, ${before}) and right(${number}, length(${after})) = ${after}` +
    ` and ${middle} ~ '^[0-9]{1,12}$' then ${middle}::bigint end`
  )
}

interface StoredPlace {
  object: CompiledObject
  field: CompiledField
  key: readonly string[]
  ends: NumberEnds
}

/** The highest place among the records, looked for only before the count has begun. */
export function storedPlaceSql({ object, field, key, ends }: StoredPlace): string {
  const column = `r.${quoteName(field.column ?? '')}`
  return (
    `(select max(${placeSql(column, ends)}) from ${quoteName(object.table)} r where not exists` +
    ` (select from fw_sequence c where (c.object, c.field, c.period) = (${key.join(', ')})))`
  )
}

interface PartSpec {
  object: CompiledObject
  field: CompiledField
  image: RecordScope
  name: string
}

function sequencePart(env: SqlEnvironment, { object, field, image, name }: PartSpec): SequencePart {
  const options = numberOptions(field)
  const day = dayIn(env)
  const key = countKey(env, { object, field, options, day, image })
  const { start, takesAhead } = options
  const begin = options.isEditable
    ? beginSql(start, { object, field, key, ends: endsSql(env, { object, image, options, day }) })
    : start
  // a count from before the start was set moves to it
  const after = (value: string) => (start > 1 ? `greatest(${value} + 1, ${start})` : `${value} + 1`)
  const move = (from: string) =>
    `insert into fw_sequence as s (object, field, period, value) select ${key.join(', ')}, ${begin}${from}` +
    ` on conflict (object, field, period) do update set value = ${after('s.value')} returning value`
  const numberAt = (place: string) =>
    `(${options.segments.map((segment) => segmentSql(env, segment, { place, day, object, image })).join(' || ')})`
  const place = () =>
    takesAhead ? env.parameters.bind({ from: 'input', name: placeInput(field) }, 'bigint') : `${name}.value`
  const stored = `(select ${after('c.value')} from fw_sequence c where (c.object, c.field, c.period) = (${key.join(', ')}))`
  return {
    field,
    cte: takesAhead ? null : { name, sql: `${name} as (${move(' from verdict where verdict.code is null')})` },
    value: () => numberAt(place()),
    take: () => move(''),
    next: () => numberAt(`coalesce(${stored}, ${begin})`),
    takesAhead,
  }
}

/** Where numbers may be entered, or were before they were counted, a count begins behind them. */
const beginSql = (start: number, stored: StoredPlace): string => `greatest(${storedPlaceSql(stored)} + 1, ${start})`

/** A statement that takes a place by itself. */
export interface TakePlace {
  field: CompiledField
  statement: CompiledStatement
}

/** Compiles taking the places of an object's numbers ahead, for records with these fields. */
export function takeStatements(ctx: QueryContext, object: CompiledObject, given: readonly string[]): TakePlace[] {
  return countedFields(object, given).map((field, i) => {
    const env = createEnvironment(ctx)
    const image = draftScope(env, object, { given, eyes: 'system' })
    const { take } = sequencePart(env, { object, field, image, name: `seq${i}` })
    return { field, statement: compileStatement(take(), env.parameters.sources) }
  })
}

/** Moves a count on and gives the place. */
export async function takePlace(ctx: QueryContext, { statement }: TakePlace, values: ParameterValues): Promise<string> {
  const [row] = await runStatement<[string]>(ctx.db, statement, values)
  if (!row) throw new Error('A count gave no place')
  return row[0]
}

const dayIn = ({ bindsNow, parameters, timeZone }: SqlEnvironment) =>
  `(${bindsNow ? parameters.bind({ from: 'now' }, 'timestamptz') : 'now()'} at time zone ${quoteText(timeZone)})`

const periodLengths: Record<NumberReset, number> = { never: 0, year: 4, month: 7, day: 10 }

interface CountSpec {
  options: NumberOptions
  day: string
  image: RecordScope
}

/** The name of the count: its period and the values of its scope. */
function countSql(env: SqlEnvironment, { options: { reset, scope }, day, image }: CountSpec): string {
  const period = reset === 'never' ? `''` : `left(to_char(${day}, 'YYYY-MM-DD'), ${periodLengths[reset]})`
  const values = scope.map((path) => `${quoteText(scopeSeparator)} || ${valueText(env, image, path)}`)
  return [period, ...values].join(' || ')
}

const dateFormats = { yyyy: 'YYYY', yy: 'YY', MM: 'MM', dd: 'DD' } as const

interface SegmentPlace {
  place: string
  day: string
  object: CompiledObject
  image: RecordScope
}

function segmentSql(env: SqlEnvironment, segment: NumberSegment, { place, day, object, image }: SegmentPlace): string {
  switch (segment.kind) {
    case 'text':
      return quoteText(segment.text)
    case 'date':
      return `to_char(${day}, '${dateFormats[segment.token]}')`
    case 'field':
      return segment.code ? codeText(env, { object, image, path: segment.field }) : valueText(env, image, segment.field)
    case 'sequence':
      return `lpad(${place}::text, greatest(${segment.width}, length(${place}::text)), '0')`
  }
}

const valueText = (env: SqlEnvironment, image: RecordScope, path: string): string =>
  `coalesce((${pathSql(env, image, path.split('.'))})::text, '')`

function codeText(
  env: SqlEnvironment,
  { object, image, path }: { object: CompiledObject; image: RecordScope; path: string },
): string {
  const key = valueText(env, image, path)
  const codes = optionCodes(env.catalog, object, path)
  if (codes.length === 0) return key
  const arms = codes.map(([option, code]) => `when ${quoteText(option)} then ${quoteText(code)}`)
  return `case ${key} ${arms.join(' ')} else ${key} end`
}

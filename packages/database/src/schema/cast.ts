import { quoteName, quoteText } from '../query/sql-text.ts'
import type { DesiredColumn, Signature } from './desired-schema.ts'
import { numericDigits } from './sql-type.ts'

export interface CastContext {
  /** quoted schema */
  schema: string
  /** the workspace's time zone: what day a moment is on */
  timeZone: string
  /** tables that exist already; a reference to any other has no rows yet */
  tables: ReadonlySet<string>
}

/** A value in SQL, and what it is. */
export interface TypedSql extends Signature, Pick<DesiredColumn, 'fits'> {
  sql: string
}

/**
 * The expression that turns `source` into `target`: null where the value does not fit, never an error.
 * A number with more decimals than the target is rounded.
 */
export function castSql(
  context: CastContext,
  source: TypedSql,
  target: Signature & Pick<DesiredColumn, 'fits'>,
): string {
  const cast = castType(context, source, target.type)
  const value = target.fits ? `case when ${target.fits(cast)} then ${cast} end` : cast
  const isSameList = source.type === target.type && source.reference === target.reference
  return target.reference === null || isSameList ? value : existing(context, value, target.reference)
}

/** `value` where the table has such an id, else null. */
export function existing({ schema, tables }: CastContext, value: string, table: string): string {
  if (!tables.has(table)) return 'null::uuid'
  return `(select r.id from ${schema}.${quoteName(table)} r where r.id = ${value})`
}

function castType(context: CastContext, source: TypedSql, type: string): string {
  if (source.type === type) return source.sql
  return (
    betweenTimes(context, source, type) ??
    lists(context, source, type) ??
    toNumber(source, type) ??
    throughText(context, source.sql, type)
  )
}

function betweenTimes({ timeZone }: CastContext, { sql, type: from }: TypedSql, to: string): string | null {
  const zone = quoteText(timeZone)
  if (from === 'timestamp with time zone' && to === 'date') return `(${sql} at time zone ${zone})::date`
  if (from === 'timestamp with time zone' && to === 'text') return `(${sql} at time zone ${zone})::text`
  if (from === 'date' && to === 'timestamp with time zone') return `(${sql}::timestamp at time zone ${zone})`
  return null
}

function lists(context: CastContext, { sql, type: from }: TypedSql, to: string): string | null {
  if (from === 'text[]') {
    const single = `case when cardinality(${sql}) = 1 then ${sql}[1] end`
    if (to === 'text') return `nullif(array_to_string(${sql}, ', '), '')`
    return castType(context, { sql: `(${single})`, type: 'text', reference: null }, to)
  }
  return to === 'text[]' ? `case when ${sql} is not null then array[${sql}::text] end` : null
}

function throughText({ timeZone }: CastContext, sql: string, type: string): string {
  const text = `${sql}::text`
  if (type === 'text') return text
  if (type === 'boolean') return `fw_try_boolean(${text})`
  if (type === 'uuid') return `fw_try_uuid(${text})`
  if (type === 'date') return `fw_try_date(${text})`
  if (type === 'timestamp with time zone') return `fw_try_timestamptz(${text}, ${quoteText(timeZone)})`
  if (type === 'jsonb') return `to_jsonb(${sql})`
  return `null::${type}`
}

const integerDigits: Record<string, number> = { smallint: 4, integer: 9, bigint: 18 }

function toNumber(source: TypedSql, type: string): string | null {
  const digits = numericDigits(type)
  const number = numberOf(source)
  if (type === 'numeric') return number
  if (digits) {
    const rounded = `round(${number}, ${digits.scale})`
    return `case when abs(${rounded}) < 1e${digits.precision - digits.scale} then ${rounded} end::${type}`
  }
  const whole = integerDigits[type]
  if (whole === undefined) return null
  return `case when abs(${number}) < 1e${whole} then round(${number}) end::${type}`
}

const isNumber = (type: string): boolean => type === 'numeric' || numericDigits(type) !== null || type in integerDigits

const numberOf = ({ sql, type }: TypedSql): string =>
  isNumber(type) ? `${sql}::numeric` : `fw_try_numeric(${sql}::text)`

/** Holds where `cast` differs in value from the number it was made of: digits are lost. */
export function isRounded(source: TypedSql, cast: string, target: Signature): string {
  return isNumber(target.type) ? `${numberOf(source)} <> (${cast})` : 'false'
}

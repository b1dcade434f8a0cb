import { Decimal } from 'decimal.js'

/** Decimals are exact: precision is never the limit, rounding happens only where a function says so. */
export const Exact = Decimal.clone({ precision: 100_000, rounding: Decimal.ROUND_HALF_UP, defaults: true })

/** A number in flight: a JS number stands for its shortest decimal text, everything else is a Decimal. */
export type Numeric = number | Decimal

/** A value in flight: dates are ISO text, datetimes milliseconds since 1970 UTC, records their id, structs as they are. */
export type Value = string | boolean | null | Numeric | Value[] | Readonly<Record<string, unknown>>

/** Reads a raw number; null when it is none. */
export function toNumeric(raw: unknown): Numeric | null {
  if (typeof raw === 'number') return Number.isFinite(raw) ? raw : null
  if (typeof raw === 'string') return /^-?\d+(\.\d+)?$/.test(raw) ? narrow(new Exact(raw)) : null
  if (typeof raw === 'bigint') return narrow(new Exact(raw.toString()))
  return null
}

/** Whole numbers that a JS number holds exactly become one, which keeps later steps fast. */
export function narrow(value: Decimal): Numeric {
  if (!value.isInteger() || value.e > 14) return value
  return value.toNumber() + 0
}

/** Order of two numbers: negative, zero or positive. */
export function compareNumeric(a: Numeric, b: Numeric): number {
  if (typeof a === 'number' && typeof b === 'number') return a - b
  return new Exact(a).comparedTo(b)
}

/** Order of two texts by code point, as PostgreSQL's "C" collation sorts UTF-8. */
export function compareText(a: string, b: string): number {
  if (a === b) return 0
  const length = Math.min(a.length, b.length)
  for (let i = 0; i < length; i++) {
    const x = a.charCodeAt(i)
    const y = b.charCodeAt(i)
    if (x !== y) return aboveSurrogates(x) - aboveSurrogates(y)
  }
  return a.length - b.length
}

/** UTF-16 units in code point order: surrogates stand for what lies above U+FFFF. */
function aboveSurrogates(unit: number): number {
  return unit >= 0xd800 && unit <= 0xdfff ? unit + 0x10000 : unit
}

/** Order of two non-null values of one type. */
export function compareValues(a: Value, b: Value): number {
  if (typeof a === 'string' && typeof b === 'string') return compareText(a, b)
  if (typeof a === 'boolean' || typeof b === 'boolean') return Number(a) - Number(b)
  return compareNumeric(a as Numeric, b as Numeric)
}

/** Null-safe equality: null equals null and nothing else. */
export function equalValues(a: Value, b: Value): boolean {
  if (a === b) return true
  if (a === null || b === null) return false
  if (Array.isArray(a) && Array.isArray(b)) {
    return a.length === b.length && a.every((item, i) => equalValues(item, b[i]!))
  }
  return (a instanceof Decimal || b instanceof Decimal) && compareValues(a, b) === 0
}

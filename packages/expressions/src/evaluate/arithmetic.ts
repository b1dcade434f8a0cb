import { Decimal } from 'decimal.js'
import { Exact, narrow } from './value.ts'
import type { Numeric } from './value.ts'

/** Digits after the decimal point of a quotient, rounded half away from zero. */
export const QUOTIENT_SCALE = 16

export function add(a: Numeric, b: Numeric): Numeric {
  if (isSafe(a) && isSafe(b) && Number.isSafeInteger(a + b)) return a + b
  return narrow(new Exact(a).plus(b))
}

export function subtract(a: Numeric, b: Numeric): Numeric {
  if (isSafe(a) && isSafe(b) && Number.isSafeInteger(a - b)) return a - b
  return narrow(new Exact(a).minus(b))
}

export function multiply(a: Numeric, b: Numeric): Numeric {
  if (isSafe(a) && isSafe(b) && Number.isSafeInteger(a * b)) return a * b
  return narrow(new Exact(a).times(b))
}

/** Null when dividing by zero. Truncating one digit further and then rounding equals rounding the exact quotient. */
export function divide(a: Numeric, b: Numeric): Numeric | null {
  if (isZero(b)) return null
  if (isSafe(a) && isSafe(b) && a % b === 0) return a / b
  const scaled = new Exact(a).times(`1e${QUOTIENT_SCALE + 1}`).dividedToIntegerBy(b)
  return narrow(scaled.times(`1e-${QUOTIENT_SCALE + 1}`).toDecimalPlaces(QUOTIENT_SCALE, Decimal.ROUND_HALF_UP))
}

/** The remainder has the sign of the dividend; null when dividing by zero. */
export function remainder(a: Numeric, b: Numeric): Numeric | null {
  if (isZero(b)) return null
  if (isSafe(a) && isSafe(b)) return a % b
  return narrow(new Exact(a).modulo(b))
}

export function negate(a: Numeric): Numeric {
  return typeof a === 'number' ? 0 - a : a.negated()
}

export function absolute(a: Numeric): Numeric {
  return typeof a === 'number' ? Math.abs(a) : a.abs()
}

/** Rounds half away from zero; negative digits round before the decimal point. */
export function round(a: Numeric, digits: number): Numeric {
  if (digits >= 0 && isSafe(a)) return a
  if (digits >= 0) return narrow(new Exact(a).toDecimalPlaces(digits, Decimal.ROUND_HALF_UP))
  const unit = new Exact(10).pow(-digits)
  const steps = new Exact(a).times(`1e${digits}`).toDecimalPlaces(0, Decimal.ROUND_HALF_UP)
  return narrow(steps.times(unit))
}

export function floor(a: Numeric): Numeric {
  return typeof a === 'number' ? Math.floor(a) : narrow(a.floor())
}

export function ceil(a: Numeric): Numeric {
  return typeof a === 'number' ? Math.ceil(a) : narrow(a.ceil())
}

/** Digits without exponent or trailing zeros, as `trim_scale(x)::text` writes them. */
export function numberText(a: Numeric): string {
  const value = new Exact(a)
  return value.isZero() ? '0' : value.toFixed()
}

function isSafe(a: Numeric): a is number {
  return Number.isSafeInteger(a)
}

function isZero(a: Numeric): boolean {
  return typeof a === 'number' ? a === 0 : a.isZero()
}

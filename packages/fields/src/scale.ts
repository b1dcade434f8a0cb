/** Decimal digits that a JSON number carries exactly through every reader. */
export const SIGNIFICANT_DIGITS = 15

/**
 * Whether the number is written with at most `scale` decimals, judged by its shortest decimal text, so 0.07 has two.
 * The check behind the schema keyword `x-scale`; what is no number passes.
 */
export function hasScale(value: unknown, scale: number): boolean {
  return typeof value !== 'number' || decimalsOf(value) <= scale
}

/** The largest number with `scale` decimals that still has no more than 15 significant digits. */
export function largestWithScale(scale: number): number {
  return Number(`${'9'.repeat(SIGNIFICANT_DIGITS - scale)}.${'9'.repeat(scale)}`)
}

function decimalsOf(value: number): number {
  const [, decimals = '', exponent = '0'] = /^-?\d+(?:\.(\d+))?(?:e([+-]\d+))?$/.exec(String(value)) ?? []
  return Math.max(0, decimals.length - Number(exponent))
}

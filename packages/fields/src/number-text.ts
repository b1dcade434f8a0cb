/** What a typed number means: nothing, a number, or a text that is none. */
export type ParsedNumber = { kind: 'empty' } | { kind: 'number'; value: number } | { kind: 'text'; value: string }

const PLAIN = /^[+-]?(\d+\.?\d*|\.\d+)$/
const EXACT_DIGITS = 15

/**
 * Reads a number as people type it: thousands separators, full-width digits and outer spaces are fine.
 * More digits than a JSON number holds exactly are not a number, so that nothing is rounded silently.
 */
export function parseNumber(text: string): ParsedNumber {
  const plain = halfWidth(text).replace(/[,\s_]/g, '')
  if (plain === '') return { kind: 'empty' }
  if (!PLAIN.test(plain) || significantDigits(plain) > EXACT_DIGITS) return { kind: 'text', value: text.trim() }
  return { kind: 'number', value: Number(plain) }
}

/** The number with thousands separators; `scale` fixes the decimals. Works on the decimal text, so long ones stay exact. */
export function formatNumber(value: unknown, scale?: number): string {
  const text = decimalText(value)
  if (text === null) return value === null || value === undefined ? '' : String(value)
  const sign = text.startsWith('-') ? '-' : ''
  const [whole = '0', fraction = ''] = text.replace(/^[+-]/, '').split('.')
  const grouped = whole.replace(/\B(?=(\d{3})+$)/g, ',')
  const decimals = scale === undefined ? fraction : fraction.padEnd(scale, '0')
  return sign + grouped + (decimals === '' ? '' : `.${decimals}`)
}

/** The number rounded to at most so many decimals, half away from zero as accountants do; works on the decimal text. */
export function roundDecimal(text: string, decimals: number): string {
  const [whole = '0', fraction = ''] = text.replace('-', '').split('.')
  if (fraction.length <= decimals) return text
  const kept = BigInt(whole + fraction.slice(0, decimals)) + (fraction.charAt(decimals) >= '5' ? 1n : 0n)
  const digits = String(kept).padStart(decimals + 1, '0')
  const point = digits.length - decimals
  const sign = text.startsWith('-') && kept > 0n ? '-' : ''
  return sign + digits.slice(0, point) + (decimals > 0 ? `.${digits.slice(point)}` : '')
}

/** The number as plain decimal text for editing, without separators; null when it is none. */
export function decimalText(value: unknown): string | null {
  if (typeof value === 'number' && Number.isFinite(value)) return plainOf(value)
  if (typeof value === 'string' && /^-?\d+(\.\d+)?$/.test(value)) return value
  return null
}

function plainOf(value: number): string {
  const text = String(value)
  return text.includes('e') ? value.toLocaleString('en-US', { useGrouping: false, maximumFractionDigits: 20 }) : text
}

function halfWidth(text: string): string {
  return text
    .replace(/[\uff10-\uff19\uff0b\uff0d\uff0e\uff0c]/g, (character) =>
      String.fromCodePoint((character.codePointAt(0) ?? 0) - 0xfee0),
    )
    .replace(/[。．]/g, '.')
}

function significantDigits(plain: string): number {
  return plain.replace(/[+\-.]/g, '').replace(/^0+/, '').length
}

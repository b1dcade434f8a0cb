import type { Json, LocalizedText } from '../field-type.ts'
import { SIGNIFICANT_DIGITS } from '../scale.ts'
import { readCell, type Cell } from './cell.ts'

interface NumberShape {
  /** decimals that the field keeps */
  scale: number
  /** ISO 4217 code that a cell may name */
  currency?: string
}

const CURRENCY =
  /^(?:[A-Z]{1,2}(?=[$¥£])|)[$¥£€₩₹]\s*|^([A-Z]{3})\s*(?=[\d+-])|\s*([A-Z]{3})$|\s*(?:元|美元|欧元|日元)$/g
const GROUPED = /^[+-]?\d{1,3}(?:,\d{3})+(?:\.\d+)?$/
const PLAIN = /^[+-]?(?:\d+\.?\d*|\.\d+)$/

const notANumber: LocalizedText = {
  en: 'This is not a number. Write it like 1234.5 or 1,234.5.',
  'zh-CN': '这不是数字，请写成 1234.5 或 1,234.5 的形式。',
}
const tooLong: LocalizedText = {
  en: `A number can have at most ${SIGNIFICANT_DIGITS} digits.`,
  'zh-CN': `数字最多 ${SIGNIFICANT_DIGITS} 位。`,
}

/** The shortest decimal text of the number, never with an exponent. */
export function formatDecimal(value: Json): string {
  if (typeof value !== 'number') return value === null ? '' : String(value)
  const text = String(value)
  if (!text.includes('e')) return text
  return Number.isInteger(value) ? BigInt(value).toString() : trimZeros(value.toFixed(20))
}

/**
 * Reads a number as people write it: thousands separators, full-width digits, a currency sign or code, a percent
 * sign, accounting parentheses for negative amounts.
 */
export function parseDecimal(cell: string, shape: NumberShape): Cell {
  return readCell(cell, (text) => {
    const { number, currencies } = withoutSigns(text)
    const foreign = currencies.find((code) => shape.currency !== undefined && code !== shape.currency)
    if (foreign !== undefined) return { problem: otherCurrency(foreign, shape.currency ?? '') }
    if (!GROUPED.test(number) && !PLAIN.test(number)) return { problem: notANumber }
    return exactNumber(number.replaceAll(',', ''), shape.scale)
  })
}

function withoutSigns(text: string): { number: string; currencies: string[] } {
  const accounting = /^\((.+)\)$/.exec(text)
  const unsigned = (accounting?.[1] ?? text).toUpperCase()
  const sign = /^[-−]/.test(unsigned) || accounting ? '-' : ''
  const amount = unsigned.replace(/^[-−]\s*/, '')
  const currencies = [...amount.matchAll(CURRENCY)]
    .map((match) => match[1] ?? match[2])
    .filter((code) => code !== undefined)
  const number = amount.replace(CURRENCY, '').replace(/\s*%$/, '')
  return { number: sign + number, currencies: currencies.map((code) => (code === 'RMB' ? 'CNY' : code)) }
}

function exactNumber(text: string, scale: number): Cell {
  const plain = text.includes('.') ? trimZeros(text) : text
  const decimals = plain.split('.')[1] ?? ''
  if (decimals.length > scale) return { problem: tooPrecise(scale) }
  const digits = plain.replace(/[^\d]/g, '').replace(/^0+/, '')
  const isExact = digits.length <= SIGNIFICANT_DIGITS || (decimals === '' && Number.isSafeInteger(Number(plain)))
  if (!isExact) return { problem: tooLong }
  return { value: Number(plain) + 0 }
}

function trimZeros(text: string): string {
  return text.replace(/\.?0+$/, '')
}

function tooPrecise(scale: number): LocalizedText {
  if (scale === 0) return { en: 'This must be a whole number.', 'zh-CN': '必须是整数。' }
  return { en: `At most ${scale} decimals are kept here.`, 'zh-CN': `最多保留 ${scale} 位小数。` }
}

function otherCurrency(found: string, expected: string): LocalizedText {
  return {
    en: `The amount is in ${found}, but this field is in ${expected}.`,
    'zh-CN': `金额的币种是 ${found}，而此字段的币种是 ${expected}。`,
  }
}

import { decimalText, formatNumber, resultField, roundDecimal } from '@fieldwork/fields'
import type { CompiledField } from '@fieldwork/metadata'

type Typed = Pick<CompiledField, 'type' | 'property'>

/** Decimals of numbers that state none, such as those a formula gives. */
const DECIMALS: ReadonlyMap<string, number> = new Map([
  ['integer', 0],
  ['decimal', 6],
  ['money', 2],
  ['percent', 2],
])

/** How numbers of a field are written. */
interface NumberLook {
  type: string
  decimals: number
  currency: string | undefined
}

/** A formula or a roll-up looks like what it gives; null: no number. */
function lookOf({ type, property }: Typed): NumberLook | null {
  const inner = type.computed === 'roll-up' ? resultField(property) : { type, property }
  const { result, scale, currency } = inner.property['x-field'] as {
    result?: string
    scale?: number
    currency?: string
  }
  const name = inner.type.computed === 'formula' ? (result ?? '') : inner.type.name
  const decimals = DECIMALS.get(name)
  return decimals === undefined ? null : { type: name, decimals: scale ?? decimals, currency }
}

/** The number as its field has it: an amount with all its decimals and its currency, a share with %; null: it is none. */
export function shownNumber(value: number, field: Typed): string | null {
  const look = lookOf(field)
  const text = decimalText(value)
  if (look === null || text === null) return null
  const rounded = roundDecimal(text, look.decimals)
  if (look.type !== 'money') return formatNumber(withoutZeros(rounded)) + (look.type === 'percent' ? '%' : '')
  const amount = formatNumber(rounded, look.decimals)
  return look.currency === undefined ? amount : `${look.currency} ${amount}`
}

/** Decimals of the amounts among fields; null: there is none. */
export function amountDecimals(fields: readonly Typed[]): number | null {
  const looks = fields.flatMap((field) => lookOf(field) ?? [])
  const amounts = looks.filter(({ type }) => type === 'money')
  return amounts.length > 0 ? Math.max(...amounts.map(({ decimals }) => decimals)) : null
}

/**
 * What an expression gives, which is no field's value.
 *
 * @param decimals of the amounts that it reads; null: it reads none
 */
export function shownResultNumber(value: number, decimals: number | null): string {
  const text = decimalText(value) ?? String(value)
  if (decimals !== null) return formatNumber(roundDecimal(text, decimals), decimals)
  return formatNumber(withoutZeros(roundDecimal(text, DECIMALS.get('decimal')!)))
}

const withoutZeros = (text: string): string => (text.includes('.') ? text.replace(/\.?0+$/, '') : text)

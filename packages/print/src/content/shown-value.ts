import type { CompiledField } from '@fieldwork/metadata'
import type { Json } from '@fieldwork/fields'
import { shownNumber, shownResultNumber } from './shown-number.ts'

/** In whose language and at whose clock values are written. */
export interface Wording {
  locale: 'en' | 'zh-CN'
  timeZone: string
}

/** A value as it stands on paper; empty where there is none. */
export function shownValue(value: Json | undefined, field: CompiledField, wording: Wording): string {
  if (value === null || value === undefined || value === '') return ''
  const number = typeof value === 'number' ? shownNumber(value, field) : null
  if (number !== null) return number
  const text = field.type.csv.format(value, field.property, wording)
  return field.type.expression(field.property).kind === 'datetime' ? shownMoment(text, wording) : text
}

/** Seconds and zones are for programs. */
function shownMoment(text: string, { timeZone }: Wording): string {
  const moment = new Date(text)
  if (!/[TZ+]/.test(text) || Number.isNaN(moment.getTime())) return text.replace(/:\d\d$/, '')
  return momentText(moment, timeZone)
}

/** `2026-11-22 17:30`. */
export function momentText(moment: Date, timeZone: string): string {
  const parts = new Intl.DateTimeFormat('sv-SE', { timeZone, dateStyle: 'short', timeStyle: 'short' })
  return parts.format(moment)
}

/** What an expression gives. */
export interface Result {
  value: unknown
  kind: string
  /** of the amounts that it reads; null: it reads none */
  decimals: number | null
}

/** What an expression gives, as it stands in a text. */
export function shownResult({ value, kind, decimals }: Result, wording: Wording): string {
  if (value === null || value === undefined) return ''
  if (Array.isArray(value)) return value.map((each) => shownResult({ value: each, kind, decimals }, wording)).join(', ')
  if (typeof value === 'number') return shownResultNumber(value, kind === 'decimal' ? decimals : null)
  if (typeof value === 'boolean') return wording.locale === 'en' ? (value ? 'Yes' : 'No') : value ? '是' : '否'
  if (typeof value === 'object') return String((value as { label?: unknown }).label ?? '')
  return kind === 'datetime' ? momentText(new Date(String(value)), wording.timeZone) : String(value)
}

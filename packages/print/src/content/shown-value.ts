import type { CompiledField } from '@fieldwork/metadata'
import type { Json } from '@fieldwork/fields'

/** In whose language and at whose clock values are written. */
export interface Wording {
  locale: 'en' | 'zh-CN'
  timeZone: string
}

const GROUPED = new Set(['integer', 'decimal', 'money', 'formula', 'roll-up'])

/** A value as it stands on paper; empty where there is none. */
export function shownValue(value: Json | undefined, field: CompiledField, wording: Wording): string {
  if (value === null || value === undefined || value === '') return ''
  const text = field.type.csv.format(value, field.property, wording)
  if (typeof value !== 'number') return field.type.name === 'date-time' ? shownMoment(text, wording) : text
  const { currency } = field.property['x-field'] as { currency?: string }
  const number = GROUPED.has(field.type.name) ? grouped(text) : text
  return currency === undefined ? number : `${currency} ${number}`
}

/** 1234567.5 as 1,234,567.5. */
function grouped(text: string): string {
  const [whole = '', ...rest] = text.split('.')
  return [whole.replace(/\B(?=(\d{3})+(?!\d))/g, ','), ...rest].join('.')
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

/** What an expression gives, as it stands in a text. */
export function shownResult(value: unknown, kind: string, wording: Wording): string {
  if (value === null || value === undefined) return ''
  if (Array.isArray(value)) return value.map((each) => shownResult(each, kind, wording)).join(', ')
  if (typeof value === 'number') return grouped(String(value))
  if (typeof value === 'boolean') return wording.locale === 'en' ? (value ? 'Yes' : 'No') : value ? '是' : '否'
  if (typeof value === 'object') return String((value as { label?: unknown }).label ?? '')
  return kind === 'datetime' ? momentText(new Date(String(value)), wording.timeZone) : String(value)
}

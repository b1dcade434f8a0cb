import type { LocalizedText } from '@fieldwork/fields'
import type { Actor } from './types.ts'

type Locale = Actor['locale']

const isLocalized = (value: object): value is LocalizedText =>
  Object.keys(value).length === 2 && 'en' in value && 'zh-CN' in value

/** A copy of a definition in which every text in two languages is the one of the locale. */
export function localise<T>(value: T, locale: Locale): unknown {
  if (Array.isArray(value)) return value.map((item) => localise(item, locale))
  if (typeof value !== 'object' || value === null) return value
  if (isLocalized(value)) return value[locale]
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, localise(item, locale)]))
}

import type { LocalizedText } from '@fieldwork/fields'

export type Locale = keyof LocalizedText

const FALLBACK: Locale = 'zh-CN'

/**
 * Chooses the language of an answer.
 *
 * @param header Accept-Language (RFC 9110 12.5.4), e.g. `en-GB,en;q=0.8,zh;q=0.5`
 * @returns the most wanted language that we have; Chinese when none is wanted
 */
export function chooseLocale(header: string | undefined): Locale {
  if (!header || header.length > 500) return FALLBACK
  if (header === 'en' || header === 'zh-CN') return header
  let best: { locale: Locale; weight: number } | null = null
  for (const part of header.split(',')) {
    const range = readRange(part)
    if (range && (!best || range.weight > best.weight)) best = range
  }
  return best?.locale ?? FALLBACK
}

/** The text in the caller's language; the other one where that is missing. */
export function resolveText(text: LocalizedText, locale: Locale): string
export function resolveText(text: LocalizedText | null | undefined, locale: Locale): string | null
export function resolveText(text: LocalizedText | null | undefined, locale: Locale): string | null {
  return text ? (text[locale] ?? text.en ?? text['zh-CN'] ?? null) : null
}

function readRange(part: string): { locale: Locale; weight: number } | null {
  const [tag = '', ...parameters] = part
    .trim()
    .toLowerCase()
    .split(/\s*;\s*/)
  const quality = parameters.find((parameter) => parameter.startsWith('q='))
  const weight = quality ? Number(quality.slice(2)) : 1
  const locale = localeOf(tag)
  return locale && weight > 0 ? { locale, weight } : null
}

function localeOf(tag: string): Locale | null {
  if (tag === '*') return FALLBACK
  if (/^zh(?:-|$)/.test(tag)) return 'zh-CN'
  return /^en(?:-|$)/.test(tag) ? 'en' : null
}

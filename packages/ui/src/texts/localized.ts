import type { LocalizedText } from '@fieldwork/fields'

import type { Locale } from '../api/types.ts'

/** The text in the reader's language; a plain string stands for itself. */
export function localize(text: string | LocalizedText | null | undefined, locale: Locale): string {
  if (text === null || text === undefined) return ''
  if (typeof text === 'string') return text
  return text[locale] || text.en
}

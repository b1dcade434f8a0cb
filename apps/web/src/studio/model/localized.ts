import type { LocalizedText } from '@fieldwork/expressions'

/** A text with nothing in it yet. */
export const NO_TEXT: LocalizedText = { en: '', 'zh-CN': '' }

/** True when a text is written in no language. */
export function isBlankText(text: LocalizedText | null | undefined): boolean {
  return !text || (text.en.trim() === '' && text['zh-CN'].trim() === '')
}

/** A text with both languages: the one that is missing is taken from the other. */
export function completeText(text: LocalizedText): LocalizedText {
  const en = text.en.trim()
  const zh = text['zh-CN'].trim()
  return { en: en || zh, 'zh-CN': zh || en }
}

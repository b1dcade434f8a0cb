import type { LocalizedText } from '@fieldwork/fields'

/** Both languages of a text. */
export const text = (en: string, zh: string): LocalizedText => ({ en, 'zh-CN': zh })

/** Replaces `{name}` by the parameter of that name, which may itself be a text in both languages; without one by nothing. */
export function fillText(message: LocalizedText, params: Record<string, unknown>): LocalizedText {
  const fill = (locale: keyof LocalizedText) =>
    message[locale].replace(/\{(\w+)\}/g, (_, key: string) => wordsOf(params[key], locale))
  return text(fill('en'), fill('zh-CN'))
}

function wordsOf(value: unknown, locale: keyof LocalizedText): string {
  const isLocalized = typeof value === 'object' && value !== null && locale in value
  return String((isLocalized ? (value as LocalizedText)[locale] : value) ?? '')
}

/** A label for something that has only a name: `sample_loan` becomes `Sample loan`. */
export function describeLabel(name: string): LocalizedText {
  const words = name.replace(/^x_/, '').replace(/[_-]+/g, ' ').trim() || name
  const label = words.charAt(0).toUpperCase() + words.slice(1)
  return text(label, label)
}

/** A label as it stands inside an English sentence: `Due date` becomes `due date`, `URL` stays. */
export function insideSentence(label: string): string {
  const [first = '', second = ''] = label
  return second === second.toLowerCase() ? first.toLowerCase() + label.slice(1) : label
}

import { suggest } from '@fieldwork/expressions'
import type { LocalizedText } from '@fieldwork/fields'
import { text } from './words.ts'

/** `; did you mean “amount”?` when something near is known, else nothing. */
export function didYouMean(found: string, known: Iterable<string>): LocalizedText {
  const name = suggest(found, known)
  return name === undefined ? text('', '') : text(`; did you mean “${name}”?`, `，是否指“${name}”？`)
}

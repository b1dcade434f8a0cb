import { TEMPLATE_PART } from '@fieldwork/metadata'
import type { Content } from './content.ts'
import { shownValue } from './shown-value.ts'

/** A text with what the record says between its braces. */
export const fillText = (text: string, content: Content): string =>
  text.replace(TEMPLATE_PART, (_, part: string) => partText(part.trim(), content))

/** What an expression of a template says of the record, in words. */
export function partText(part: string, { values, results, wording }: Content): string {
  const known = values.get(part)
  return known ? shownValue(known.value, known.field, wording) : (results.get(part) ?? '')
}

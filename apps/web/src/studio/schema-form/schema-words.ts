import type { LocalizedText } from '@fieldwork/expressions'
import { localize, useTexts } from '@fieldwork/ui'

import type { Json } from '../model/definitions.ts'
import { isObject } from '../model/json.ts'

/** What a part of a form is called, what is said about it, and what its choices are called. */
export interface SchemaWords {
  label: string
  help: string | undefined
  choice: (value: string) => string
}

/**
 * The words that a JSON Schema has for itself: `x-label` or `x-title`, `x-help`, and `x-choices` for the values of an
 * `enum`, each in both languages; else `title`, `description` and the plain value. Empty where it says nothing.
 */
export function useSchemaWords(): (schema: Json) => SchemaWords {
  const { locale } = useTexts('studio')
  return (schema) => {
    const said = (name: string): string => textIn(schema[name], locale)
    const plain = (name: string): string => (typeof schema[name] === 'string' ? schema[name] : '')
    return {
      label: said('x-label') || said('x-title') || plain('title'),
      help: said('x-help') || plain('description') || undefined,
      choice: (value) => textIn(choicesOf(schema)[value], locale) || value,
    }
  }
}

type Locale = Parameters<typeof localize>[1]

/** Empty for what is no text in both languages. */
const textIn = (text: unknown, locale: Locale): string =>
  isObject(text) ? localize(text as unknown as LocalizedText, locale) : ''

/** What a list says of its values, or each of its items. */
function choicesOf(schema: Json): Record<string, LocalizedText> {
  const of = schema['x-choices'] ?? (isObject(schema['items']) ? schema['items']['x-choices'] : undefined)
  return isObject(of) ? (of as Record<string, LocalizedText>) : {}
}

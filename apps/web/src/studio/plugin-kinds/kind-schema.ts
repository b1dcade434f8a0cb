import type { Json } from '../model/definitions.ts'
import { isObject } from '../model/json.ts'

type Locale = 'en' | 'zh-CN'

/** One thing that documents of a kind say, in the words of its schema. */
export interface SchemaPart {
  name: string
  label: string
  help: string
  schema: Json
  isRequired: boolean
  /** a text, number or yes/no, which a table shows */
  isPlain: boolean
}

/** What every document has; the page shows these by itself. */
const COMMON: ReadonlySet<string> = new Set(['$schema', 'name', 'label', 'order'])
const PLAIN: ReadonlySet<unknown> = new Set(['string', 'integer', 'number', 'boolean'])

/** What documents of a schema say, in its order. */
export function schemaParts(schema: Json, locale: Locale): SchemaPart[] {
  const properties = isObject(schema['properties']) ? schema['properties'] : {}
  const required = Array.isArray(schema['required']) ? schema['required'] : []
  return Object.entries(properties).flatMap(([name, part]) =>
    COMMON.has(name) || !isObject(part)
      ? []
      : [
          {
            name,
            label: wordsOf(part['x-title'], locale) ?? String(part['title'] ?? name),
            help: wordsOf(part['x-help'], locale) ?? String(part['description'] ?? ''),
            schema: part,
            isRequired: required.includes(name),
            isPlain: PLAIN.has(part['type']),
          },
        ],
  )
}

const wordsOf = (text: unknown, locale: Locale): string | null =>
  isObject(text) && typeof text[locale] === 'string' ? text[locale] : null

/** What the schema says of a new document. */
export function startingValues(schema: Json): Json {
  const given = schemaParts(schema, 'en').filter((part) => part.schema['default'] !== undefined)
  return Object.fromEntries(given.map((part) => [part.name, part.schema['default']]))
}

/** A plain value in a table. */
export function valueWords(value: unknown, t: (key: string) => string): string {
  if (value === undefined || value === null) return ''
  return typeof value === 'boolean' ? t(value ? 'common.yes' : 'common.no') : String(value)
}

/** A text in both languages: an object of `en` and `zh-CN`. */
export const isLocalizedSchema = ({ properties }: Json): boolean =>
  isObject(properties) && isObject(properties['en']) && isObject(properties['zh-CN'])

/** What its author has to write as JSON, for want of an input that fits. */
export const isFreeSchema = ({ type, enum: choices, items }: Json): boolean => {
  if (Array.isArray(choices) || PLAIN.has(type)) return false
  return type !== 'array' || !isObject(items) || items['type'] !== 'string'
}

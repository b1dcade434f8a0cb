import { checkTextBounds } from './bounds-check.ts'
import type { FieldType, JsonSchema, Property } from './field-type.ts'

/** One line: not only spaces, no tab, no line break. */
const ONE_LINE = '^(?!\\s+$)[^\\t\\n\\r]*$'
/** Several lines: not only spaces. */
const LINES = '^(?!\\s+$)'

interface TextBounds {
  defaultLength: number
  /** the largest `maxLength` of an author; else the default */
  largestLength?: number
  lines?: boolean
  /** what every value of the type looks like; it matches no empty text */
  pattern?: string
}

type TextHalf = Pick<FieldType, 'complete' | 'valueSchema' | 'column' | 'expression' | 'normalise' | 'check'>

/** The parts that all types stored as text have in common. An empty text is not a value: it is null. */
export function textHalf(bounds: TextBounds): TextHalf {
  const complete = (property: Property): Property => completeText(property, bounds)
  return {
    complete,
    valueSchema: (property) => textSchema(complete(property), bounds),
    column: () => ({ type: 'text' }),
    expression: () => ({ kind: 'text' }),
    check: (property) => checkTextBounds(complete(property), bounds.largestLength ?? bounds.defaultLength),
    normalise: (value) => (typeof value === 'string' ? tidyText(value, bounds.lines ?? false) : value),
  }
}

/** Labels, keys and numbers of texts compare by code point, so these hold for each of them. */
export const textAbilities = {
  sortable: true,
  groupable: true,
  searchable: true,
  measures: ['count'],
} satisfies Partial<FieldType>

function completeText(property: Property, { defaultLength, pattern }: TextBounds): Property {
  const { minLength = 1, maxLength = defaultLength } = property
  return { ...property, type: 'string', ...(pattern === undefined && { minLength }), maxLength }
}

function textSchema(property: Property, bounds: TextBounds): JsonSchema {
  const own = bounds.pattern ?? (bounds.lines ? LINES : ONE_LINE)
  return {
    type: 'string',
    ...(bounds.pattern === undefined && { minLength: property.minLength ?? 1 }),
    maxLength: property.maxLength ?? bounds.defaultLength,
    'x-text': true,
    pattern: property.pattern ?? own,
    ...(property.pattern && { allOf: [{ pattern: own }] }),
  }
}

function tidyText(text: string, lines: boolean): string {
  return lines ? text.replace(/\r\n?/g, '\n').trimEnd() : text.trim()
}

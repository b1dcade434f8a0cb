import type { JsonSchema } from '../../field-type.ts'
import { localizedTextSchema } from '../../option-schemas.ts'

const COLORS =
  'default|red|volcano|orange|gold|yellow|lime|green|cyan|blue|geekblue|purple|magenta|success|processing|warning|error'

/** Any text without outer spaces: keys come from other systems too ("Closed Won", "50-200"). */
const OPTION_KEY = '^(?!\\s)[^\\u0000-\\u001f\\u007f]{1,100}(?<!\\s)$'

/** What an author may say of one choice. */
export const choiceProperties: Record<string, JsonSchema> = {
  order: { type: 'number' },
  label: localizedTextSchema,
  color: { type: 'string', pattern: `^(${COLORS}|#[0-9A-Fa-f]{6})$` },
  active: { type: 'boolean' },
  code: { type: 'string', pattern: '^[A-Za-z0-9_-]{1,20}$', description: 'What stands for it in auto-numbers' },
}

/** The choices of a field by their keys. */
export const optionsSchema: JsonSchema = {
  description: 'The choices by key; rows hold the key',
  type: 'object',
  minProperties: 1,
  maxProperties: 500,
  propertyNames: { pattern: OPTION_KEY },
  additionalProperties: { type: 'object', additionalProperties: false, properties: choiceProperties },
}

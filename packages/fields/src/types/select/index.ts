import type { FieldType, JsonSchema, Property } from '../../field-type.ts'
import { localizedTextSchema } from '../../option-schemas.ts'
import { formatOption, parseOption } from './csv.ts'
import { activeKeys, fullOptions } from './options.ts'

const COLORS =
  'default|red|volcano|orange|gold|yellow|lime|green|cyan|blue|geekblue|purple|magenta|success|processing|warning|error'

/** Any text without outer spaces: keys come from other systems too ("Closed Won", "50-200"). */
const OPTION_KEY = '^(?!\\s)[^\\u0000-\\u001f\\u007f]{1,100}(?<!\\s)$'

const optionSchema: JsonSchema = {
  type: 'object',
  additionalProperties: false,
  properties: {
    order: { type: 'number' },
    label: localizedTextSchema,
    color: { type: 'string', pattern: `^(${COLORS}|#[0-9A-Fa-f]{6})$` },
    active: { type: 'boolean' },
  },
}

/** One of a list of options. Rows hold the option's key, so labels, order and colours change freely. */
export const select: FieldType = {
  name: 'select',
  label: { en: 'Single select', 'zh-CN': '单选' },
  icon: 'down-circle',
  options: {
    properties: {
      options: {
        type: 'object',
        minProperties: 1,
        maxProperties: 500,
        propertyNames: { pattern: OPTION_KEY },
        additionalProperties: optionSchema,
      },
    },
    required: ['options'],
  },
  keywords: ['default', 'readOnly'],
  complete: (property) => ({
    ...property,
    type: 'string',
    'x-field': { ...property['x-field'], options: fullOptions(property) },
  }),
  valueSchema: choiceSchema,
  column: () => ({ type: 'text' }),
  expression: () => ({ kind: 'text' }),
  sortable: true,
  groupable: true,
  searchable: false,
  measures: ['count'],
  csv: { format: formatOption, parse: parseOption },
  widget: 'select',
  presentation: { width: 120, speaksForItself: true },
  conformance: [
    {
      property: {
        'x-field': {
          type: 'select',
          options: {
            draft: { order: 1, label: { en: 'Draft', 'zh-CN': '草稿' } },
            lent: { order: 2, label: { en: 'Lent', 'zh-CN': '已借出' }, color: 'blue' },
            lost: { order: 3, label: { en: 'Lost', 'zh-CN': '遗失' }, active: false },
          },
        },
      },
      valid: [{ value: 'draft' }, { value: 'lent' }],
      invalid: ['lost', 'Draft', '草稿', '', 'constructor', 1, ['draft']],
      ascending: ['draft', 'lent'],
      expressions: ["value == 'draft'", "value in ['draft', 'lent']", "value != 'lent'", 'value != null'],
    },
  ],
}

/** With every option out of use, no new value is possible. */
function choiceSchema(property: Property): { type: 'string'; enum: string[] } | { type: 'string'; pattern: string } {
  const keys = activeKeys(property)
  return keys.length > 0 ? { type: 'string', enum: keys } : { type: 'string', pattern: '(?!)' }
}

import type { FieldType, Property } from '../../field-type.ts'
import { fieldNameSchema } from '../../option-schemas.ts'
import { formatOption, parseOption } from './csv.ts'
import { activeKeys, fullOptions, optionKeys, selectOptions } from './options.ts'
import { optionsSchema } from './options-schema.ts'

/** One of a list of options. Rows hold the option's key, so labels, order and colours change freely. */
export const select: FieldType = {
  name: 'select',
  label: { en: 'Single select', 'zh-CN': '单选' },
  icon: 'down-circle',
  options: {
    properties: {
      options: optionsSchema,
      dependsOn: {
        description: 'The options depend on the option that another field of the record has',
        type: 'object',
        required: ['field', 'map'],
        additionalProperties: false,
        properties: {
          field: fieldNameSchema,
          map: {
            description: 'By option of that field: the options that go with it',
            type: 'object',
            minProperties: 1,
            maxProperties: 500,
            additionalProperties: { type: 'array', items: { type: 'string' }, uniqueItems: true, maxItems: 500 },
          },
        },
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
  expression: (property) => ({ kind: 'text', options: optionKeys(property) }),
  choices: selectOptions,
  sortable: true,
  groupable: true,
  searchable: false,
  measures: ['count'],
  csv: {
    format: (value, property, context) => formatOption(value, { choices: selectOptions(property), ...context }),
    parse: (cell, property) => parseOption(cell, selectOptions(property)),
  },
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
export function choiceSchema(
  property: Property,
): { type: 'string'; enum: string[] } | { type: 'string'; pattern: string } {
  const keys = activeKeys(property)
  return keys.length > 0 ? { type: 'string', enum: keys } : { type: 'string', pattern: '(?!)' }
}

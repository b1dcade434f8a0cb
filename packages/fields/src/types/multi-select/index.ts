import type { FieldType, Json, Problem, Property } from '../../field-type.ts'
import { choiceSchema } from '../select/index.ts'
import { fullOptions, optionKeys, selectOptions } from '../select/options.ts'
import { optionsSchema } from '../select/options-schema.ts'
import { formatChoices, parseChoices } from './csv.ts'

const MOST = 100

/** Some of a list of options, stored as an array of their keys in the order of the options. No choice is no value. */
export const multiSelect: FieldType = {
  name: 'multi-select',
  label: { en: 'Multi select', 'zh-CN': '多选' },
  icon: 'check-circle',
  options: { properties: { options: optionsSchema }, required: ['options'] },
  keywords: ['minItems', 'maxItems', 'default', 'readOnly'],
  complete: (property) => ({
    ...property,
    type: 'array',
    'x-field': { ...property['x-field'], options: fullOptions(property) },
  }),
  valueSchema: (property) => ({
    type: 'array',
    items: choiceSchema(property),
    uniqueItems: true,
    minItems: Math.max(1, property.minItems ?? 1),
    maxItems: property.maxItems ?? MOST,
  }),
  column: () => ({ type: 'text[]' }),
  expression: (property) => ({ kind: 'list', of: { kind: 'text', options: optionKeys(property) } }),
  normalise: inOrder,
  check: checkItems,
  choices: selectOptions,
  sortable: false,
  groupable: false,
  searchable: false,
  measures: ['count'],
  csv: {
    format: (value, property, context) => formatChoices(value, { choices: selectOptions(property), ...context }),
    parse: (cell, property) => parseChoices(cell, selectOptions(property)),
  },
  widget: 'multi-select',
  presentation: { width: 200, speaksForItself: true },
  without: ['unique'],
  conformance: [
    {
      property: {
        'x-field': {
          type: 'multi-select',
          options: {
            web: { order: 2, label: { en: 'Web, e-mail', 'zh-CN': '网站、邮件' } },
            fair: { order: 1, label: { en: 'Trade fair', 'zh-CN': '展会' }, color: 'blue' },
            phone: { order: 3, label: { en: 'Phone "hot"', 'zh-CN': '电话' } },
            fax: { order: 4, label: { en: 'Fax', 'zh-CN': '传真' }, active: false },
          },
        },
      },
      valid: [
        { value: ['fair', 'web'] },
        { value: ['phone'] },
        { value: ['web', 'phone', 'fair'], stored: ['fair', 'web', 'phone'] },
      ],
      invalid: [[], ['fax'], ['web', 'web'], 'web', ['Web'], [null], [1], {}],
      expressions: [
        "'web' in value",
        "!('phone' in value)",
        'size(value) == 2',
        "value.exists(v, v in ['web', 'fax'])",
        "!value.exists(v, v in ['fax', 'phone'])",
        '!isBlank(value)',
        'value != null',
      ],
    },
    {
      property: {
        minItems: 2,
        maxItems: 3,
        'x-field': { type: 'multi-select', options: { a: {}, b: {}, c: {}, 'd, e': {} } },
      },
      valid: [{ value: ['a', 'b'] }, { value: ['a', 'c', 'd, e'] }],
      invalid: [['a'], ['a', 'b', 'c', 'd, e']],
    },
  ],
}

/** Equal choices are equal values, in whichever order they were made. */
function inOrder(value: Json, property: Property): Json {
  if (!Array.isArray(value)) return value
  const chosen = new Set(value)
  const known = selectOptions(property).flatMap(({ key }) => (chosen.delete(key) ? [key] : []))
  return [...known, ...chosen]
}

function checkItems({ minItems = 1, maxItems = MOST }: Property): Problem[] {
  if (minItems <= maxItems && maxItems <= MOST) return []
  const message =
    maxItems > MOST
      ? { en: `At most ${MOST} options can be chosen.`, 'zh-CN': `最多可选 ${MOST} 项。` }
      : {
          en: `No value can have at least ${minItems} and at most ${maxItems} options.`,
          'zh-CN': `最少 ${minItems} 项多于最多 ${maxItems} 项，没有值能满足。`,
        }
  return [{ pointer: '/maxItems', code: 'out_of_range', message, params: { minItems, maxItems } }]
}

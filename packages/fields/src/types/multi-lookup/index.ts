import { readCell, type Cell } from '../../csv/cell.ts'
import type { CsvContext, FieldType, Json, JsonSchema, Problem, Property } from '../../field-type.ts'
import { collectionNameSchema, expressionSchema, objectNameSchema } from '../../option-schemas.ts'
import { formatReference, idSchema, onDeleteSchema, parseId } from '../../reference-type.ts'

/** Records that one value refers to at most. */
const MOST = 500

const first = '01934f5a-7c1e-7abc-8def-0123456789ab'
const second = '01934f5b-0000-7abc-8def-0123456789ab'

/** Any number of records of another object, in an order; each record is there once. */
export const multiLookup: FieldType = {
  name: 'multi-lookup',
  label: { en: 'Multiple lookup', 'zh-CN': '多选关联' },
  icon: 'branches',
  options: {
    properties: {
      object: objectNameSchema,
      onDelete: { ...onDeleteSchema, description: 'set-null: a deleted record is taken out of the list' },
      filter: expressionSchema,
      collection: collectionNameSchema,
    },
    required: ['object'],
  },
  keywords: ['minItems', 'maxItems', 'readOnly'],
  complete: (property) => ({
    ...property,
    type: 'array',
    'x-field': { ...property['x-field'], onDelete: property['x-field'].onDelete ?? 'restrict' },
  }),
  valueSchema: listSchema,
  column: () => ({ type: 'uuid[]' }),
  expression: (property) => ({ kind: 'list', of: { kind: 'record', object: String(property['x-field'].object) } }),
  targets: (property) => ({ objects: [String(property['x-field'].object)], many: true }),
  normalise: withoutRepetition,
  check: checkItems,
  sortable: false,
  groupable: false,
  searchable: false,
  measures: ['count'],
  csv: { format: formatList, parse: (cell) => readCell(cell, parseList) },
  widget: 'multi-lookup',
  presentation: { filter: 'references', speaksForItself: true },
  without: ['unique'],
  conformance: [
    {
      property: { 'x-field': { type: 'multi-lookup', object: 'customer' } },
      valid: [
        { value: [second, first] },
        { value: [first] },
        { value: [second.toUpperCase(), second], stored: [second] },
      ],
      invalid: [[], first, ['acme'], [first, first], [{ id: first }], [null], {}, 1, `{${first}}`],
      expressions: [`'${first}' in value`, 'size(value) == 2', 'value != null'],
    },
    {
      property: { maxItems: 1, 'x-field': { type: 'multi-lookup', object: 'customer', onDelete: 'set-null' } },
      valid: [{ value: [first] }],
      invalid: [[first, second]],
    },
  ],
}

function listSchema({ minItems = 1, maxItems = MOST }: Property): JsonSchema {
  return { type: 'array', items: idSchema, uniqueItems: true, minItems: Math.max(1, minItems), maxItems }
}

function checkItems({ minItems = 1, maxItems = MOST }: Property): Problem[] {
  if (minItems <= maxItems && maxItems <= MOST) return []
  const message = {
    en: `A value has at least ${minItems} and at most ${maxItems} records; ${MOST} are possible`,
    'zh-CN': `最少 ${minItems} 条、最多 ${maxItems} 条：上限为 ${MOST} 条，且最少不能多于最多`,
  }
  return [{ pointer: '/maxItems', code: 'out_of_range', message, params: { minItems, maxItems } }]
}

/** Ids in small letters, each once. No record is no value. */
function withoutRepetition(value: Json): Json {
  if (!Array.isArray(value)) return value
  const ids = new Set(value.map((id) => (typeof id === 'string' ? id.toLowerCase() : id)))
  return [...ids]
}

/** Records that were read with their labels are written as these. */
function formatList(value: Json, property: Property, context?: CsvContext): string {
  if (!Array.isArray(value)) return ''
  return value.map((item) => formatReference(item, property, context)).join('; ')
}

function parseList(text: string): Cell {
  const ids: Json[] = []
  for (const part of text.split(/[;；,，\n]/).map((item) => item.trim())) {
    if (part === '') continue
    const parsed = parseId(part)
    if ('problem' in parsed) return parsed
    ids.push(parsed.value)
  }
  return { value: ids.length > 0 ? withoutRepetition(ids) : null }
}

import { readCell, type Cell } from '../../csv/cell.ts'
import type { CsvContext, FieldType, Json, JsonSchema, Property } from '../../field-type.ts'
import { collectionNameSchema, objectNameSchema } from '../../option-schemas.ts'
import { formatReference, idSchema, parseId } from '../../reference-type.ts'

const id = '01934f5a-7c1e-7abc-8def-0123456789ab'

/** A record of any of several objects: what an action, a file or an approval is about. */
export const polymorphicLookup: FieldType = {
  name: 'polymorphic-lookup',
  label: { en: 'Related to', 'zh-CN': '关联任意对象' },
  icon: 'node-index',
  options: {
    properties: {
      objects: {
        description: 'The objects whose records can be chosen; * for all',
        anyOf: [
          { type: 'array', items: objectNameSchema, minItems: 1, maxItems: 100, uniqueItems: true },
          { type: 'string', const: '*' },
        ],
      },
      onDelete: { type: 'string', enum: ['restrict', 'set-null', 'cascade'] },
      collection: collectionNameSchema,
    },
    required: ['objects'],
  },
  keywords: ['readOnly'],
  complete: (property) => ({
    ...property,
    type: 'object',
    'x-field': { ...property['x-field'], onDelete: property['x-field'].onDelete ?? 'restrict' },
  }),
  valueSchema: (property) => ({
    type: 'object',
    additionalProperties: false,
    required: ['object', 'id'],
    properties: { object: objectSchema(property), id: idSchema },
  }),
  column: () => ({ type: 'jsonb', index: (column) => `((${column}->>'id'))` }),
  expression: () => ({ kind: 'struct', fields: { object: { kind: 'text' }, id: { kind: 'text' } } }),
  targets: (property) => ({ objects: namedObjects(property) ?? ['*'], many: false }),
  normalise: (value) => {
    if (value === null || typeof value !== 'object' || Array.isArray(value)) return value
    return { object: value.object ?? null, id: String(value.id).toLowerCase() }
  },
  sortable: false,
  groupable: false,
  searchable: false,
  measures: ['count'],
  csv: { format: formatRelated, parse: (cell, property) => readCell(cell, (text) => parseRelated(text, property)) },
  widget: 'polymorphic-lookup',
  presentation: { filter: 'related', speaksForItself: true },
  without: ['unique'],
  shownBy: ['objects'],
  conformance: [
    {
      property: { 'x-field': { type: 'polymorphic-lookup', objects: ['customer', 'lead'] } },
      valid: [
        { value: { object: 'customer', id } },
        { value: { id: id.toUpperCase(), object: 'lead' }, stored: { object: 'lead', id } },
      ],
      invalid: [
        id,
        '',
        [],
        {},
        { object: 'customer' },
        { id },
        { object: 'user', id },
        { object: 'lead', id: 'x' },
        { object: 'lead', id, label: 'x' },
      ],
      expressions: [`value.object == 'customer'`, `value.id == '${id}'`, 'value != null'],
    },
    {
      property: { 'x-field': { type: 'polymorphic-lookup', objects: '*', onDelete: 'set-null' } },
      valid: [{ value: { object: 'anything', id } }],
      invalid: [
        { object: 'Any thing', id },
        { object: null, id },
      ],
    },
  ],
}

/** null: all there are */
function namedObjects({ 'x-field': { objects } }: Property): string[] | null {
  return Array.isArray(objects) ? objects.map(String) : null
}

function objectSchema(property: Property): JsonSchema {
  const names = namedObjects(property)
  return names ? { type: 'string', enum: names } : { ...objectNameSchema, maxLength: 48 }
}

/** `customer: Acme`; without the label, the id. */
function formatRelated(value: Json, property: Property, context?: CsvContext): string {
  const text = formatReference(value, property, context)
  if (value === null || typeof value !== 'object' || Array.isArray(value)) return text
  return `${String(value.object)}: ${text}`
}

function parseRelated(text: string, property: Property): Cell {
  const [object = '', ...rest] = text.split(/[:：]/).map((part) => part.trim())
  const names = namedObjects(property)
  if (rest.length === 0 || (names && !names.includes(object))) return { problem: unknownObject(text, names) }
  const parsed = parseId(rest.join(':'))
  return 'problem' in parsed ? parsed : { value: { object, id: parsed.value } }
}

function unknownObject(text: string, names: string[] | null) {
  const [en, zh] = names ? [names.join(', '), names.join('、')] : ['customer', 'customer']
  return {
    en: `“${text}” does not begin with an object and a colon; objects are: ${en}`,
    'zh-CN': `“${text}”应以对象名加冒号开头，可用对象：${zh}`,
  }
}

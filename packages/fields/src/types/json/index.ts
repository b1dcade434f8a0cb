import type { Cell } from '../../csv/cell.ts'
import type { FieldType, Json, JsonSchema, Property, Refusal } from '../../field-type.ts'
import { isStorableText } from '../../storable-text.ts'
import { checkShape, shapeSchema, typedSchema } from './shape.ts'

const MOST_CHARACTERS = 1_000_000
const USUAL_CHARACTERS = 20_000
const MOST_LEVELS = 32

/** Any JSON value, bounded in size and depth; `schema` says in a part of JSON Schema what values look like. */
export const json: FieldType = {
  name: 'json',
  label: { en: 'JSON', 'zh-CN': 'JSON 数据' },
  icon: 'code',
  options: {
    properties: {
      most: { description: 'Characters of JSON text at most', type: 'integer', minimum: 2, maximum: MOST_CHARACTERS },
      schema: shapeSchema(6),
    },
  },
  keywords: ['default', 'readOnly'],
  complete: (property) => ({
    ...property,
    ...(typeOf(property) !== undefined && { type: typeOf(property) }),
    'x-field': { ...property['x-field'], most: mostOf(property) },
  }),
  valueSchema: (property) => typedSchema(shapeOf(property)),
  refuse: refuseJson,
  column: () => ({ type: 'jsonb' }),
  expression: () => ({ kind: 'struct', fields: {} }),
  check: (property) => checkShape(shapeOf(property)),
  sortable: false,
  groupable: false,
  searchable: false,
  measures: ['count'],
  csv: { format: (value) => (value === null ? '' : JSON.stringify(value)), parse: parseJson },
  widget: 'json',
  presentation: { filter: 'presence', isLong: true },
  without: ['unique', 'indexed'],
  conformance: [
    {
      property: { 'x-field': { type: 'json', most: 200 } },
      valid: [
        { value: { name: 'A', sizes: [1, 2.5, -3e-7], more: { id: 'x', none: null } } },
        { value: [] },
        { value: {} },
        { value: 'text' },
        { value: 0 },
        { value: false },
      ],
      invalid: ['x'.repeat(300), ['nul\u0000'], { 'half \ud83d': 1 }, nested(40)],
      expressions: ['value != null', 'has(value)'],
    },
    {
      property: {
        'x-field': {
          type: 'json',
          schema: {
            type: 'object',
            required: ['sku'],
            additionalProperties: false,
            properties: { sku: { type: 'string', maxLength: 10 }, sizes: { items: { type: 'integer', minimum: 1 } } },
          },
        },
      },
      valid: [{ value: { sku: 'A-1', sizes: [1, 2] } }, { value: { sku: 'B' } }],
      invalid: [{}, { sku: 1 }, { sku: 'A', sizes: [0] }, { sku: 'A', other: 1 }, 'A', []],
    },
  ],
}

function shapeOf(property: Property): JsonSchema | undefined {
  return property['x-field'].schema as JsonSchema | undefined
}

/** The JSON type, where the author's schema names one. */
function typeOf(property: Property): string | undefined {
  const { type } = typedSchema(shapeOf(property))
  return typeof type === 'string' ? type : undefined
}

function mostOf(property: Property): number {
  return (property['x-field'].most as number | undefined) ?? USUAL_CHARACTERS
}

function refuseJson(value: Json, property: Property): Refusal | null {
  const limit = mostOf(property)
  if (depthOf(value, MOST_LEVELS) > MOST_LEVELS) return tooDeep
  if (JSON.stringify(value).length > limit) return tooLong(limit)
  return isStorable(value) ? null : notStorable
}

/** Levels of nesting, counted no further than one beyond the most. */
function depthOf(value: Json, most: number): number {
  if (typeof value !== 'object' || value === null) return 0
  if (most < 0) return 1
  return 1 + Object.values(value).reduce<number>((deepest, part) => Math.max(deepest, depthOf(part, most - 1)), 0)
}

function isStorable(value: Json): boolean {
  if (typeof value === 'number') return Number.isFinite(value)
  if (typeof value !== 'object' || value === null) return isStorableText(value)
  return Object.entries(value).every(([key, part]) => isStorableText(key) && isStorable(part))
}

function parseJson(cell: string): Cell {
  if (cell.trim() === '') return { value: null }
  try {
    return { value: JSON.parse(cell) as Json }
  } catch {
    return { problem: { en: 'This is not JSON.', 'zh-CN': '这不是有效的 JSON。' } }
  }
}

function nested(levels: number): Json {
  return levels === 0 ? [] : [nested(levels - 1)]
}

const tooDeep: Refusal = {
  code: 'too_deep',
  message: { en: `JSON can be nested ${MOST_LEVELS} levels deep`, 'zh-CN': `JSON 最多嵌套 ${MOST_LEVELS} 层` },
  params: { limit: MOST_LEVELS },
}

const tooLong = (limit: number): Refusal => ({
  code: 'too_long',
  message: { en: `The JSON text can have at most ${limit} characters`, 'zh-CN': `JSON 文本最多 ${limit} 个字符` },
  params: { limit },
})

const notStorable: Refusal = {
  code: 'unstorable_text',
  message: { en: 'The JSON contains characters that cannot be stored', 'zh-CN': 'JSON 中包含无法保存的字符' },
}

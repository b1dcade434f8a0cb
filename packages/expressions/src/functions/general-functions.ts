import { numberText } from '../evaluate/arithmetic.ts'
import { localMinute } from '../evaluate/time.ts'
import type { Numeric, Value } from '../evaluate/value.ts'
import { BLANK_CHARACTERS_SQL, trimBlanks } from './blank-characters.ts'
import type { FunctionEntry, Parameter } from './function-entry.ts'

const list: Parameter = { name: 'list', type: 'list' }

export const generalFunctions: FunctionEntry[] = [
  {
    name: 'coalesce',
    parameters: [
      { name: 'a', type: 'same' },
      { name: 'b', type: 'same' },
    ],
    rest: true,
    result: 'same',
    nulls: 'handled',
    js: (args) => args.find((value) => value !== null) ?? null,
    sql: ({ all }) => `coalesce(${all().join(', ')})`,
    doc: { en: 'The first value that is not null.', 'zh-CN': '第一个不为空的值。' },
  },
  {
    name: 'isBlank',
    parameters: [{ name: 'value', type: 'any' }],
    result: 'boolean',
    nulls: 'never',
    js: ([value]) => isBlank(value!),
    sql: ({ sql, node }) => isBlankSql(sql(0), node(0).type.kind),
    doc: {
      en: 'Whether a value is null, an empty list or a text of blanks only.',
      'zh-CN': '是否为空值、空列表或只有空白的文本。',
    },
  },
  {
    name: 'has',
    parameters: [{ name: 'field', type: 'path' }],
    result: 'boolean',
    nulls: 'never',
    js: ([value]) => value !== null && !(Array.isArray(value) && value.length === 0),
    sql: ({ sql, node }) => {
      return node(0).type.kind === 'list' ? `coalesce(cardinality(${sql(0)}) > 0, false)` : `(${sql(0)} is not null)`
    },
    doc: {
      en: 'Whether the field has a value, a list at least one item.',
      'zh-CN': '字段是否有值（列表至少有一项）。',
    },
  },
  ...textOf(),
  {
    name: 'size',
    parameters: [list],
    result: 'integer',
    nulls: 'never',
    js: ([items]) => (Array.isArray(items) ? items.length : 0),
    sql: ({ sql }) => `coalesce(cardinality(${sql(0)}), 0)`,
    doc: { en: 'The number of items; 0 for an empty list.', 'zh-CN': '列表的项数；空列表为 0。' },
  },
]

function takes(type: Parameter['type']): Parameter[] {
  return [{ name: 'value', type }]
}

function textOf(): FunctionEntry[] {
  const doc = { en: 'The value as text.', 'zh-CN': '转换为文本。' }
  return [
    {
      name: 'text',
      parameters: takes('number'),
      result: 'text',
      js: ([value]) => numberText(value as Numeric),
      sql: ({ sql }) => `trim_scale(${sql(0)})::text`,
      doc,
    },
    {
      name: 'text',
      parameters: takes('datetime'),
      result: 'text',
      js: ([value], { timeZone }) => localMinute(value as number, timeZone),
      sql: ({ sql, binder }) => `to_char(${sql(0)} at time zone ${binder.timeZone()}, 'YYYY-MM-DD HH24:MI')`,
      doc,
    },
    {
      name: 'text',
      parameters: takes('date'),
      result: 'text',
      js: ([value]) => value!,
      sql: ({ sql }) => `to_char(${sql(0)}, 'YYYY-MM-DD')`,
      doc,
    },
    {
      name: 'text',
      parameters: takes('scalar'),
      result: 'text',
      js: ([value]) => String(value),
      sql: ({ sql }) => `(${sql(0)})::text`,
      doc,
    },
  ]
}

function isBlank(value: Value): boolean {
  if (value === null) return true
  if (Array.isArray(value)) return value.length === 0
  return typeof value === 'string' && trimBlanks(value) === ''
}

function isBlankSql(value: string, kind: string): string {
  if (kind === 'text') return `coalesce(btrim(${value}, ${BLANK_CHARACTERS_SQL}) = '', true)`
  if (kind === 'list') return `coalesce(cardinality(${value}) = 0, true)`
  return `(${value} is null)`
}

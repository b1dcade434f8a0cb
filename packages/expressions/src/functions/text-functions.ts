import type { FunctionEntry, Parameter, SqlArguments } from './function-entry.ts'
import { BLANK_CHARACTERS_SQL, trimBlanks } from './blank-characters.ts'
import { Exact, narrow } from '../evaluate/value.ts'
import type { Numeric } from '../evaluate/value.ts'
import { patternSql } from '../pattern/pattern-sql.ts'
import { patternTest } from '../pattern/pattern-test.ts'
import { readPattern } from '../pattern/pattern.ts'
import { TEXT } from '../types.ts'
import type { TypedNode } from '../types.ts'

const text: Parameter = { name: 'text', type: 'text' }
const part: Parameter = { name: 'part', type: 'text' }
/** Characters that replacing works with: nested in itself it would else make gigabytes out of a short text. */
const replaceable = { text: 100_000, by: 200 }

export const textFunctions: FunctionEntry[] = [
  {
    name: 'contains',
    parameters: [text, part],
    result: 'boolean',
    js: ([whole, piece]) => (whole as string).includes(piece as string),
    sql: (args) => like(args, '%', '%') ?? `(position(${args.sql(1)} in ${args.sql(0)}) > 0)`,
    doc: { en: 'Whether the text contains the part.', 'zh-CN': '文本是否包含指定内容。' },
  },
  {
    name: 'startsWith',
    parameters: [text, part],
    result: 'boolean',
    js: ([whole, piece]) => (whole as string).startsWith(piece as string),
    sql: (args) => like(args, '', '%') ?? `starts_with(${args.sql(0)}, ${args.sql(1)})`,
    doc: { en: 'Whether the text starts with the part.', 'zh-CN': '文本是否以指定内容开头。' },
  },
  {
    name: 'endsWith',
    parameters: [text, part],
    result: 'boolean',
    js: ([whole, piece]) => (whole as string).endsWith(piece as string),
    sql: (args) => like(args, '%', '') ?? `starts_with(reverse(${args.sql(0)}), reverse(${args.sql(1)}))`,
    doc: { en: 'Whether the text ends with the part.', 'zh-CN': '文本是否以指定内容结尾。' },
  },
  {
    name: 'matches',
    parameters: [text, { name: 'pattern', type: 'pattern' }],
    result: 'boolean',
    js: ([whole, pattern]) => patternTest(pattern as string)(whole as string),
    sql: ({ sql, node, binder }) => `(${sql(0)} collate "C" ~ ${binder.literal(sqlPatternOf(node(1)), TEXT)})`,
    doc: {
      en: 'Whether a part of the text fits the regular expression; ^ and $ stand for its start and end.',
      'zh-CN': '文本中是否有符合正则表达式的内容；^ 和 $ 表示文本的开头和结尾。',
    },
  },
  {
    name: 'number',
    parameters: [text],
    result: 'decimal',
    partial: true,
    js: ([written]) => numberOf(written as string),
    sql: ({ sql }) => `substring(btrim(${sql(0)}, ${BLANK_CHARACTERS_SQL}) collate "C" from '${NUMBER}')::numeric`,
    doc: {
      en: 'The number that the text writes, with a point before the decimals; null when it writes none.',
      'zh-CN': '将文本转换为数字（小数点为“.”）；不是数字时为空。',
    },
  },
  {
    name: 'lower',
    parameters: [text],
    result: 'text',
    js: ([a]) => (a as string).replace(/[A-Z]+/g, (letters) => letters.toLowerCase()),
    sql: ({ sql }) => `lower(${sql(0)} collate "C")`,
    doc: { en: 'The letters A-Z in lower case.', 'zh-CN': '将字母 A-Z 转为小写。' },
  },
  {
    name: 'upper',
    parameters: [text],
    result: 'text',
    js: ([a]) => (a as string).replace(/[a-z]+/g, (letters) => letters.toUpperCase()),
    sql: ({ sql }) => `upper(${sql(0)} collate "C")`,
    doc: { en: 'The letters a-z in upper case.', 'zh-CN': '将字母 a-z 转为大写。' },
  },
  {
    name: 'trim',
    parameters: [text],
    result: 'text',
    js: ([a]) => trimBlanks(a as string),
    sql: ({ sql }) => `btrim(${sql(0)}, ${BLANK_CHARACTERS_SQL})`,
    doc: { en: 'The text without blanks at both ends.', 'zh-CN': '去掉首尾空白的文本。' },
  },
  {
    name: 'substring',
    parameters: [text, { name: 'start', type: 'integer' }],
    result: 'text',
    js: ([a, start]) => slice(a as string, Number(start), Infinity),
    sql: ({ sql }) => `substr(${sql(0)}, ${positionSql(sql(1))} + 1)`,
    doc: { en: 'The text from a position on, counted from 0.', 'zh-CN': '从指定位置（从 0 起）开始的文本。' },
  },
  {
    name: 'substring',
    parameters: [text, { name: 'start', type: 'integer' }, { name: 'end', type: 'integer' }],
    result: 'text',
    js: ([a, start, end]) => slice(a as string, Number(start), Number(end)),
    sql: ({ sql }) => `substr(left(${sql(0)}, ${positionSql(sql(2))}), ${positionSql(sql(1))} + 1)`,
    doc: {
      en: 'The text from one position up to, but without, another, counted from 0.',
      'zh-CN': '从起始位置（从 0 起）到结束位置之前的文本。',
    },
  },
  {
    name: 'replace',
    parameters: [text, part, { name: 'by', type: 'text' }],
    result: 'text',
    js: ([a, from, to]) => {
      const whole = slice(a as string, 0, replaceable.text)
      return from === '' ? whole : whole.split(from as string).join(slice(to as string, 0, replaceable.by))
    },
    sql: ({ sql }) => `replace(left(${sql(0)}, ${replaceable.text}), ${sql(1)}, left(${sql(2)}, ${replaceable.by}))`,
    doc: {
      en: `The text with every occurrence of a part replaced; of up to ${replaceable.text} characters, by up to ${replaceable.by}.`,
      'zh-CN': `将文本（最多 ${replaceable.text} 个字符）中的指定内容全部替换，替换为的内容最多 ${replaceable.by} 个字符。`,
    },
  },
  {
    name: 'size',
    parameters: [text],
    result: 'integer',
    js: ([a]) => characterCount(a as string),
    sql: ({ sql }) => `char_length(${sql(0)})`,
    doc: { en: 'The number of characters.', 'zh-CN': '字符个数。' },
  },
]

/** As many digits as a number of the language may have. */
const NUMBER = '^[-+]?[0-9]{1,30}(?:[.][0-9]{1,20})?$'
const number = new RegExp(NUMBER)

function numberOf(written: string): Numeric | null {
  const digits = trimBlanks(written)
  return number.test(digits) ? narrow(new Exact(digits)) : null
}

function sqlPatternOf(node: TypedNode): string {
  return patternSql(readPattern(node.kind === 'literal' ? String(node.value) : ''))
}

/** A written part becomes a LIKE pattern, which an index can serve. */
function like({ sql, node, binder }: SqlArguments, before: string, after: string): string | undefined {
  const piece = node(1)
  if (piece.kind !== 'literal') return undefined
  const pattern = `${before}${String(piece.value).replace(/[\\%_]/g, '\\$&')}${after}`
  return `(${sql(0)} like ${binder.literal(pattern, piece.type)})`
}

const MAX_POSITION = 1_000_000_000

/** A position clamped to 0 and above without naming it twice: `width_bucket` is strict, `greatest` is not. */
function positionSql(position: string): string {
  return `width_bucket(${position}, 1, ${MAX_POSITION + 1}, ${MAX_POSITION})`
}

function slice(whole: string, start: number, end: number): string {
  const from = Math.max(0, start)
  if (!hasSurrogates(whole)) return whole.slice(from, Math.max(from, end))
  return Array.from(whole).slice(from, Math.max(from, end)).join('')
}

function characterCount(whole: string): number {
  return hasSurrogates(whole) ? Array.from(whole).length : whole.length
}

function hasSurrogates(whole: string): boolean {
  return /[\ud800-\udfff]/.test(whole)
}

import { printPeriod, readPeriod } from './filter-periods.ts'

/** How a condition compares. */
export type FilterOperator =
  | 'is'
  | 'isNot'
  | 'oneOf'
  | 'notIn'
  | 'anyOf'
  | 'allOf'
  | 'noneOf'
  | 'within'
  | 'under'
  | 'ofObject'
  | 'contains'
  | 'notContains'
  | 'startsWith'
  | 'endsWith'
  | 'from'
  | 'to'
  | 'above'
  | 'below'
  | 'between'
  | 'period'
  | 'empty'
  | 'notEmpty'
  | 'mine'
  | 'lastDays'
  | 'nextDays'

/** A record with the object that it is of. */
export interface RelatedRecord {
  object: string
  id: string
}

/** Two values are the ends of a range. */
export type FilterValue = string | number | boolean | (string | number)[] | RelatedRecord | null

/** One line of the filter builder: a field's path, an operator and, where it needs one, a value. */
export interface FilterCondition {
  path: string
  operator: FilterOperator
  value: FilterValue
}

/** A part of a filter: a condition the builder can show, or an expression that only stays as it is. */
export type FilterPart = FilterCondition | { expression: string }

const COMPARE: Partial<Record<FilterOperator, string>> = {
  is: '==',
  isNot: '!=',
  from: '>=',
  to: '<=',
  above: '>',
  below: '<',
}
/** How tests of one option each make a test of a list. */
const MEMBERSHIP: Partial<Record<FilterOperator, string>> = { anyOf: ' || ', allOf: ' && ', noneOf: ' || ' }
const BY_SIGN = new Map(Object.entries(COMPARE).map(([operator, sign]) => [sign, operator as FilterOperator]))
const PATH = String.raw`([a-z][a-z0-9_]*(?:\.[a-z][a-z0-9_]*)*)`
const STRING = String.raw`'((?:[^'\\]|\\.)*)'`
const MEMBER = `${STRING} in ${PATH}`
const NUMBER = String.raw`(-?\d+(?:\.\d+)?)`
const MEMBERS = (sign: string): string => `${MEMBER}(?:${sign}${MEMBER})*`

/** True where the builder can show the part as field, operator and value. */
export function isCondition(part: FilterPart): part is FilterCondition {
  return 'operator' in part
}

/** The expression of a filter; undefined when it has no part. */
export function printFilter(parts: FilterPart[]): string | undefined {
  const texts = parts.map((part) => (isCondition(part) ? printCondition(part) : `(${part.expression})`))
  return texts.length === 0 ? undefined : texts.join(' && ')
}

/** The parts of a filter expression, joined by `&&` on the outermost level. */
export function parseFilter(expression: string | undefined): FilterPart[] {
  if (!expression?.trim()) return []
  return splitAnd(expression).map((text) => parseCondition(text) ?? { expression: withoutParentheses(text) })
}

function printCondition({ path, operator, value }: FilterCondition): string {
  const sign = COMPARE[operator]
  if (sign && isRelated(value)) return relatedTo(path, operator, value)
  if (sign) return `${path} ${sign} ${literal(value)}`
  if (operator === 'empty') return `isBlank(${path})`
  if (operator === 'notEmpty') return `!isBlank(${path})`
  if (operator === 'mine') return `${path} == user.id`
  if (operator === 'lastDays') return `(${path} >= addDays(today(), -${Number(value) || 0}) && ${path} <= today())`
  if (operator === 'nextDays') return `(${path} >= today() && ${path} <= addDays(today(), ${Number(value) || 0}))`
  if (operator === 'period') return printPeriod(path, value)
  if (operator === 'between') {
    const [from = null, to = null] = valuesOf(value)
    return `(${path} >= ${literal(from)} && ${path} <= ${literal(to)})`
  }
  const joined = MEMBERSHIP[operator]
  if (joined)
    return `${operator === 'noneOf' ? '!' : ''}(${valuesOf(value)
      .map((key) => `${literal(key)} in ${path}`)
      .join(joined)})`
  if (operator === 'within') return `startsWith(${path} + '/', ${literal(`${String(value)}/`)})`
  if (operator === 'under') return `under(${path}, ${literal(value)})`
  if (operator === 'notContains') return `!contains(coalesce(${path}, ''), ${literal(value)})`
  const listed = `[${valuesOf(value).map(literal).join(', ')}]`
  if (operator === 'oneOf') return `${path} in ${listed}`
  if (operator === 'notIn') return `!(${path} in ${listed})`
  if (operator === 'ofObject') return `${path}.object in ${listed}`
  return `${operator}(${path}, ${literal(value)})`
}

type Single = string | number | boolean | null

function valuesOf(value: FilterValue): Single[] {
  if (Array.isArray(value)) return value
  return isRelated(value) ? [value.id] : [value]
}

/** True for the record of a field that points to several objects. */
export function isRelated(value: FilterValue): value is RelatedRecord {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

function relatedTo(path: string, operator: FilterOperator, { object, id }: RelatedRecord): string {
  const test = `(${path}.object == ${literal(object)} && ${path}.id == ${literal(id)})`
  return operator === 'isNot' ? `!${test}` : test
}

function literal(value: FilterValue): string {
  if (Array.isArray(value) || isRelated(value)) throw new Error('Only a single value has a literal')
  if (typeof value === 'number' || typeof value === 'boolean') return String(value)
  if (value === null) return 'null'
  return `'${String(value).replace(/[\\']/g, '\\$&').replace(/\n/g, '\\n')}'`
}

/** texts between brackets: what stands between them, then the last two of them */
const LIST = String.raw`\[(${STRING}(?:, ?${STRING})*)\]`

type Reader = [pattern: RegExp, read: (match: string[]) => FilterCondition | null]

const readers: Reader[] = [
  [new RegExp(`^isBlank\\(${PATH}\\)$`), ([, path = '']) => ({ path, operator: 'empty', value: null })],
  [new RegExp(`^!\\s*isBlank\\(${PATH}\\)$`), ([, path = '']) => ({ path, operator: 'notEmpty', value: null })],
  [new RegExp(`^${PATH} == user(?:\\.id)?$`), ([, path = '']) => ({ path, operator: 'mine', value: null })],
  [
    new RegExp(`^${PATH} >= addDays\\(today\\(\\), -(\\d+)\\) && \\1 <= today\\(\\)$`),
    ([, path = '', days]) => ({ path, operator: 'lastDays', value: Number(days) }),
  ],
  [
    new RegExp(`^${PATH} >= today\\(\\) && \\1 <= addDays\\(today\\(\\), (\\d+)\\)$`),
    ([, path = '', days]) => ({ path, operator: 'nextDays', value: Number(days) }),
  ],
  [
    new RegExp(`^${PATH} >= (?:${STRING}|${NUMBER}) && \\1 <= (?:${STRING}|${NUMBER})$`),
    ([, path = '', fromText, from, toText, to]) => {
      if ((from === undefined) !== (to === undefined)) return null
      const value = from === undefined ? [unescape(fromText ?? ''), unescape(toText ?? '')] : [Number(from), Number(to)]
      return { path, operator: 'between', value }
    },
  ],
  [
    new RegExp(`^(!?)\\s*\\(?${PATH}\\.object == ${STRING} && \\2\\.id == ${STRING}\\)?$`),
    ([, not, path = '', object = '', id = '']) => ({
      path,
      operator: not ? 'isNot' : 'is',
      value: { object: unescape(object), id: unescape(id) },
    }),
  ],
  [
    new RegExp(`^under\\(${PATH}, ${STRING}\\)$`),
    ([, path = '', id = '']) => ({ path, operator: 'under', value: unescape(id) }),
  ],
  [
    new RegExp(`^!\\s*contains\\(coalesce\\(${PATH}, ''\\), ${STRING}\\)$`),
    ([, path = '', text = '']) => ({ path, operator: 'notContains', value: unescape(text) }),
  ],
  [
    new RegExp(`^${PATH} >= addDays\\(today\\(\\), -(\\d+)\\)$`),
    ([, path = '', days]) => ({ path, operator: 'lastDays', value: Number(days) }),
  ],
  [
    new RegExp(`^startsWith\\(${PATH} \\+ '/', ${STRING}\\)$`),
    ([, path = '', text = '']) => ({ path, operator: 'within', value: unescape(text).replace(/\/$/, '') }),
  ],
  [
    new RegExp(`^(contains|startsWith|endsWith)\\(${PATH}, ${STRING}\\)$`),
    ([, operator, path = '', text = '']) => ({ path, operator: operator as FilterOperator, value: unescape(text) }),
  ],
  [new RegExp(`^!\\s*\\((${MEMBERS(' \\|\\| ')})\\)$`), ([, tests = '']) => membership(tests, 'noneOf')],
  [new RegExp(`^(${MEMBERS(' \\|\\| ')})$`), ([, tests = '']) => membership(tests, 'anyOf')],
  [new RegExp(`^(${MEMBERS(' && ')})$`), ([, tests = '']) => membership(tests, 'allOf')],
  [new RegExp(`^${PATH}\\.object in ${LIST}$`), ([, path = '', list = '']) => listed(path, 'ofObject', list)],
  [new RegExp(`^${PATH} in ${LIST}$`), ([, path = '', list = '']) => listed(path, 'oneOf', list)],
  [new RegExp(`^!\\s*\\(${PATH} in ${LIST}\\)$`), ([, path = '', list = '']) => listed(path, 'notIn', list)],
  [
    new RegExp(`^${PATH} (==|!=|>=|<=|>|<) (?:${STRING}|(-?\\d+(?:\\.\\d+)?)|(true|false))$`),
    ([, path = '', sign = '', text, number, truth]) => {
      const operator = BY_SIGN.get(sign)
      const value =
        number === undefined ? (truth === undefined ? unescape(text ?? '') : truth === 'true') : Number(number)
      return operator ? { path, operator, value } : null
    },
  ],
]

function listed(path: string, operator: FilterOperator, list: string): FilterCondition {
  return { path, operator, value: [...list.matchAll(new RegExp(STRING, 'g'))].map((match) => unescape(match[1] ?? '')) }
}

/** The tests of one option each, when all are of the same field. */
function membership(tests: string, operator: FilterOperator): FilterCondition | null {
  const found = [...tests.matchAll(new RegExp(MEMBER, 'g'))]
  const path = found[0]?.[2] ?? ''
  if (found.some((match) => match[2] !== path)) return null
  return { path, operator, value: found.map((match) => unescape(match[1] ?? '')) }
}

function parseCondition(source: string): FilterCondition | null {
  const text = withoutParentheses(source)
  const period = readPeriod(text)
  if (period) return { path: period.path, operator: 'period', value: period.period }
  for (const [pattern, read] of readers) {
    const match = pattern.exec(text)
    if (match) return read(match)
  }
  return null
}

function unescape(text: string): string {
  return text.replace(/\\n/g, '\n').replace(/\\(.)/g, '$1')
}

/** Splits at `&&` outside quotes and brackets; an expression with `||` or `?` outside stays whole. */
function splitAnd(expression: string): string[] {
  const parts: string[] = []
  let depth = 0
  let start = 0
  for (const { index, token } of outerTokens(expression)) {
    if ('([{'.includes(token)) depth += 1
    else if (')]}'.includes(token)) depth -= 1
    else if (depth === 0 && (token === '||' || token === '?')) return [expression.trim()]
    else if (depth === 0 && token === '&&') {
      parts.push(expression.slice(start, index).trim())
      start = index + 2
    }
  }
  return [...parts, expression.slice(start).trim()]
}

function* outerTokens(expression: string): Generator<{ index: number; token: string }> {
  const pattern = /'(?:[^'\\]|\\.)*'|"(?:[^"\\]|\\.)*"|&&|\|\||[()[\]{}?]/g
  for (const match of expression.matchAll(pattern)) {
    if (!/^['"]/.test(match[0])) yield { index: match.index, token: match[0] }
  }
}

function withoutParentheses(source: string): string {
  const text = source.trim()
  if (!text.startsWith('(') || !text.endsWith(')')) return text
  let depth = 0
  for (const { index, token } of outerTokens(text)) {
    if (token === '(') depth += 1
    if (token === ')') depth -= 1
    if (depth === 0 && index < text.length - 1) return text
  }
  return withoutParentheses(text.slice(1, -1))
}

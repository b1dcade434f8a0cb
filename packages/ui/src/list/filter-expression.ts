/** How a condition compares. */
export type FilterOperator =
  | 'is'
  | 'isNot'
  | 'oneOf'
  | 'anyOf'
  | 'allOf'
  | 'noneOf'
  | 'within'
  | 'contains'
  | 'startsWith'
  | 'from'
  | 'to'
  | 'above'
  | 'below'
  | 'empty'
  | 'notEmpty'
  | 'mine'
  | 'lastDays'

export type FilterValue = string | number | boolean | string[] | null

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
  if (sign) return `${path} ${sign} ${literal(value)}`
  if (operator === 'empty') return `isBlank(${path})`
  if (operator === 'notEmpty') return `!isBlank(${path})`
  if (operator === 'mine') return `${path} == user.id`
  if (operator === 'lastDays') return `${path} >= addDays(today(), -${Number(value) || 0})`
  const joined = MEMBERSHIP[operator]
  if (joined)
    return `${operator === 'noneOf' ? '!' : ''}(${valuesOf(value)
      .map((key) => `${literal(key)} in ${path}`)
      .join(joined)})`
  if (operator === 'within') return `startsWith(${path} + '/', ${literal(`${String(value)}/`)})`
  if (operator === 'oneOf') return `${path} in [${valuesOf(value).map(literal).join(', ')}]`
  return `${operator}(${path}, ${literal(value)})`
}

function valuesOf(value: FilterValue): (string | number | boolean | null)[] {
  return Array.isArray(value) ? value : [value]
}

function literal(value: FilterValue): string {
  if (typeof value === 'number' || typeof value === 'boolean') return String(value)
  if (value === null) return 'null'
  return `'${String(value).replace(/[\\']/g, '\\$&').replace(/\n/g, '\\n')}'`
}

type Reader = [pattern: RegExp, read: (match: string[]) => FilterCondition | null]

const readers: Reader[] = [
  [new RegExp(`^isBlank\\(${PATH}\\)$`), ([, path = '']) => ({ path, operator: 'empty', value: null })],
  [new RegExp(`^!\\s*isBlank\\(${PATH}\\)$`), ([, path = '']) => ({ path, operator: 'notEmpty', value: null })],
  [new RegExp(`^${PATH} == user(?:\\.id)?$`), ([, path = '']) => ({ path, operator: 'mine', value: null })],
  [
    new RegExp(`^${PATH} >= addDays\\(today\\(\\), -(\\d+)\\)$`),
    ([, path = '', days]) => ({ path, operator: 'lastDays', value: Number(days) }),
  ],
  [
    new RegExp(`^startsWith\\(${PATH} \\+ '/', ${STRING}\\)$`),
    ([, path = '', text = '']) => ({ path, operator: 'within', value: unescape(text).replace(/\/$/, '') }),
  ],
  [
    new RegExp(`^(contains|startsWith)\\(${PATH}, ${STRING}\\)$`),
    ([, operator, path = '', text = '']) => ({ path, operator: operator as FilterOperator, value: unescape(text) }),
  ],
  [new RegExp(`^!\\s*\\((${MEMBERS(' \\|\\| ')})\\)$`), ([, tests = '']) => membership(tests, 'noneOf')],
  [new RegExp(`^(${MEMBERS(' \\|\\| ')})$`), ([, tests = '']) => membership(tests, 'anyOf')],
  [new RegExp(`^(${MEMBERS(' && ')})$`), ([, tests = '']) => membership(tests, 'allOf')],
  [
    new RegExp(`^${PATH} in \\[(${STRING}(?:, ?${STRING})*)\\]$`),
    ([, path = '', list = '']) => ({
      path,
      operator: 'oneOf',
      value: [...list.matchAll(new RegExp(STRING, 'g'))].map((match) => unescape(match[1] ?? '')),
    }),
  ],
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

/** The tests of one option each, when all are of the same field. */
function membership(tests: string, operator: FilterOperator): FilterCondition | null {
  const found = [...tests.matchAll(new RegExp(MEMBER, 'g'))]
  const path = found[0]?.[2] ?? ''
  if (found.some((match) => match[2] !== path)) return null
  return { path, operator, value: found.map((match) => unescape(match[1] ?? '')) }
}

function parseCondition(source: string): FilterCondition | null {
  const text = withoutParentheses(source)
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

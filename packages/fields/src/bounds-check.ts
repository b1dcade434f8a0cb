import type { Problem, Property } from './field-type.ts'
import { patternCost } from './pattern-cost.ts'

/** The longest text, in characters, that an index entry is sure to hold. */
export const INDEXABLE_LENGTH = 600
/** Ways to match that a pattern may have: about a tenth of a second in the worst case. */
const MOST_EXPENSIVE = 1e7

/** Problems of lengths and patterns that JSON Schema admits and no value can meet. */
export function checkTextBounds(property: Property, largestLength: number): Problem[] {
  const { minLength = 0, maxLength = 0, pattern, 'x-field': options } = property
  return [
    ...(maxLength > largestLength ? [tooLong(largestLength)] : []),
    ...(minLength > maxLength ? [emptyRange('/minLength', minLength, maxLength)] : []),
    ...((options.unique || options.indexed) && maxLength > INDEXABLE_LENGTH ? [notIndexable()] : []),
    ...(pattern === undefined ? [] : checkPattern(pattern, maxLength)),
  ]
}

/** Problems of bounds of numbers. */
export function checkNumberBounds({ minimum, maximum, exclusiveMinimum, exclusiveMaximum }: Property): Problem[] {
  const low = Math.max(minimum ?? -Infinity, exclusiveMinimum ?? -Infinity)
  const high = Math.min(maximum ?? Infinity, exclusiveMaximum ?? Infinity)
  const isOpen = low === exclusiveMinimum || high === exclusiveMaximum
  if (low < high || (low === high && !isOpen)) return []
  return [emptyRange(minimum === low ? '/minimum' : '/exclusiveMinimum', low, high)]
}

function checkPattern(pattern: string, maxLength: number): Problem[] {
  if (!isPattern(pattern)) return [badPattern(pattern)]
  return patternCost(pattern, maxLength) > MOST_EXPENSIVE ? [expensivePattern()] : []
}

function isPattern(pattern: string): boolean {
  try {
    return new RegExp(pattern, 'u') instanceof RegExp
  } catch {
    return false
  }
}

function tooLong(largest: number): Problem {
  return {
    pointer: '/maxLength',
    code: 'out_of_range',
    message: {
      en: `A text of this type has at most ${largest} characters. Use long text for more.`,
      'zh-CN': `此类型的文本最多 ${largest} 个字符，更长请使用多行文本。`,
    },
    params: { largest },
  }
}

function notIndexable(): Problem {
  return {
    pointer: '/maxLength',
    code: 'not_indexable',
    message: {
      en: `A unique or indexed text has at most ${INDEXABLE_LENGTH} characters.`,
      'zh-CN': `唯一或建索引的文本最多 ${INDEXABLE_LENGTH} 个字符。`,
    },
    params: { largest: INDEXABLE_LENGTH },
  }
}

function emptyRange(pointer: string, low: number, high: number): Problem {
  return {
    pointer,
    code: 'empty_range',
    message: {
      en: `No value can be at least ${low} and at most ${high}.`,
      'zh-CN': `下限 ${low} 高于上限 ${high}，没有值能满足。`,
    },
    params: { low, high },
  }
}

function badPattern(pattern: string): Problem {
  return {
    pointer: '/pattern',
    code: 'invalid_pattern',
    message: {
      en: `“${pattern}” is not a regular expression.`,
      'zh-CN': `“${pattern}”不是有效的正则表达式。`,
    },
  }
}

function expensivePattern(): Problem {
  return {
    pointer: '/pattern',
    code: 'expensive_pattern',
    message: {
      en: 'Checking a value against this pattern can take too long. Begin it with ^, avoid a repetition inside a repetition such as (a+)+, or give the text a smaller maximum length.',
      'zh-CN': '用此正则校验可能耗时过长。请以 ^ 开头，避免类似 (a+)+ 的嵌套重复，或减小文本的最大长度。',
    },
  }
}

import { Environment, ParseError } from '@marcbachmann/cel-js'
import type { ASTNode } from '@marcbachmann/cel-js'
import { limits } from './limits.ts'
import { messages } from './messages.ts'
import { problemAt } from './problem.ts'
import type { ProblemDraft, SourceRange } from './problem.ts'
import type { ExpressionProblem, LocalizedText } from './types.ts'

export type { ASTNode }

const environment = new Environment({
  unlistedVariablesAreDyn: true,
  limits: {
    maxAstNodes: limits.maxNodes,
    maxDepth: limits.maxDepth,
    maxListElements: limits.maxNodes,
    maxCallArguments: limits.maxNodes,
  },
})

/** Parses CEL syntax; the first error in the text is the only one that can be told. */
export function parse(source: string): { ast: ASTNode } | { problem: ExpressionProblem } {
  const refusal = refuse(source)
  if (refusal) return { problem: problemAt(source, refusal) }
  try {
    return { ast: environment.parse(source).ast }
  } catch (error) {
    return { problem: problemAt(source, explain(source, error)) }
  }
}

function refuse(source: string): ProblemDraft | undefined {
  const range = { start: 0, end: source.length }
  if (source.length > limits.maxLength) {
    const message = messages.tooLong(source.length, limits.maxLength)
    return { code: 'expression_too_complex', message, range, params: { maxLength: limits.maxLength } }
  }
  if (source.trim() === '') return { code: 'invalid_expression', message: messages.empty(), range }
  return undefined
}

function explain(source: string, error: unknown): ProblemDraft {
  // a long run of unary operators exhausts the parser's stack before it counts a node
  if (error instanceof RangeError) return tooComplex({ start: 0, end: source.length })
  if (!(error instanceof ParseError)) throw error
  const range = error.range ?? { start: 0, end: source.length }
  if (error.code === 'limit_exceeded') return tooComplex(range)
  return { code: 'invalid_expression', message: sentence(source, error.code, range), range }
}

function tooComplex(range: SourceRange): ProblemDraft {
  return { code: 'expression_too_complex', message: messages.tooComplex(), range, params: { ...limits } }
}

const otherLanguages: Record<string, string> = {
  '=': '==',
  '<>': '!=',
  '&': '&&',
  '|': '||',
  and: '&&',
  or: '||',
  not: '!',
  like: 'contains(text, part)',
  is: '==',
}

function sentence(source: string, code: string, range: SourceRange): LocalizedText {
  if (code.startsWith('unterminated') || code === 'newline_in_string') return messages.unterminatedText()
  if (code.includes('escape') || code.includes('surrogate')) return messages.badEscape()
  if (code.startsWith('invalid_macro')) return messages.unsupported({ en: 'This function', 'zh-CN': '此函数' })
  if (code.startsWith('invalid_')) return messages.badNumber()
  const found = wordAt(source, range)
  if (code === 'reserved_identifier') return messages.reserved(found)
  if (found === '') return messages.incomplete()
  const instead = Object.hasOwn(otherLanguages, found) ? otherLanguages[found] : undefined
  return instead ? messages.useInstead(found, instead) : messages.unexpected(found)
}

function wordAt(source: string, { start }: SourceRange): string {
  const rest = source.slice(start)
  return /^(?:\w+|<>|.)/su.exec(rest)?.[0].trim() ?? ''
}

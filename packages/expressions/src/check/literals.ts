import type { ASTNode } from '../parse.ts'
import { Exact } from '../evaluate/value.ts'
import { messages } from '../messages.ts'
import { BOOLEAN, DECIMAL, INTEGER, NULL, TEXT } from '../types.ts'
import type { LiteralNode, LocalizedText, TypedNode } from '../types.ts'
import { report } from './checker.ts'
import type { Checker } from './checker.ts'

const MAX_WHOLE_DIGITS = 30
const MAX_DECIMAL_PLACES = 20

/** A written value. */
export function checkLiteral(checker: Checker, ast: ASTNode & { op: 'value' }): TypedNode {
  const value = ast.args
  if (value === null) return { kind: 'null', type: NULL }
  if (typeof value === 'boolean') return { kind: 'literal', value, type: BOOLEAN }
  if (typeof value === 'string') return checkText(checker, ast, value)
  if (typeof value === 'bigint') return checkInteger(checker, ast, value)
  if (typeof value === 'number') return checkDecimal(checker, ast)
  return invalid(checker, ast, messages.unsupported({ en: 'This kind of value', 'zh-CN': '这种值' }))
}

function checkText(checker: Checker, ast: ASTNode, value: string): TypedNode {
  // PostgreSQL keeps neither NUL nor half of a surrogate pair
  if (value.includes('\0') || /\p{Surrogate}/u.test(value)) return invalid(checker, ast, messages.badText())
  return { kind: 'literal', value, type: TEXT }
}

function checkInteger(checker: Checker, ast: ASTNode, value: bigint): TypedNode {
  if (value > BigInt(Number.MAX_SAFE_INTEGER)) return invalid(checker, ast, messages.integerTooLarge())
  return { kind: 'literal', value: Number(value), type: INTEGER }
}

/** Read from the source: the parser has already made a binary fraction of it. */
function checkDecimal(checker: Checker, ast: ASTNode): TypedNode {
  const exact = new Exact(checker.source.slice(ast.start, ast.end))
  const fits = exact.e < MAX_WHOLE_DIGITS && exact.decimalPlaces() <= MAX_DECIMAL_PLACES
  if (!fits) return invalid(checker, ast, messages.decimalTooLong())
  const value = exact.eq(exact.toNumber()) ? exact.toNumber() : exact.toFixed()
  return { kind: 'literal', value, type: DECIMAL }
}

/** The literal with the other sign. */
export function negateLiteral(literal: LiteralNode): LiteralNode {
  if (typeof literal.value === 'number') return { ...literal, value: 0 - literal.value }
  return { ...literal, value: `-${literal.value}` }
}

function invalid(checker: Checker, ast: ASTNode, message: LocalizedText): TypedNode {
  return report(checker, ast, { code: 'invalid_expression', message })
}

import type { CheckedExpression, ExprType } from '@fieldwork/expressions'
import type { CompiledPlace } from '../../approvals.ts'
import { text } from '../../words.ts'
import { expressionAt } from './chain-context.ts'
import type { ChainContext } from './chain-context.ts'

/** Of whom: the submitter, who is known of every approval, or whom a path from the record leads to. */
export function compilePlace(
  context: ChainContext,
  pointer: string,
  path: string,
  among: readonly string[],
): CompiledPlace {
  if (path === 'submitter' && !context.object?.fields.has(path)) return { kind: 'submitter' }
  return { kind: 'record', expression: peopleAt(context, pointer, path, among) }
}

/**
 * Something over the record that gives records of one of these objects, one or several.
 *
 * @param among names of objects
 */
export function peopleAt(
  context: ChainContext,
  pointer: string,
  source: string,
  among: readonly string[],
): CheckedExpression | null {
  const expression = expressionAt(context, pointer, source)
  if (!expression || isOf(expression.type, among)) return expression
  const message = text(
    `“${source}” names no people: what leads to ${among.join(', ')} is wanted`,
    `“${source}”不是人员：应指向${among.join('、')}`,
  )
  context.sink.add({ pointer, code: 'wrong_field_type', message, params: { field: source } })
  return null
}

function isOf(type: ExprType, among: readonly string[]): boolean {
  if (type.kind === 'list') return isOf(type.of, among)
  return type.kind === 'any' || (type.kind === 'record' && among.includes(type.object))
}

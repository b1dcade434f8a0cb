import { messages } from '../messages.ts'
import type { SourceRange } from '../problem.ts'
import { isDateText, readInstant } from '../evaluate/time.ts'
import { DATE, DATETIME, DECIMAL, TEXT } from '../types.ts'
import type { CallNode, ExprType, LiteralNode, TypedNode } from '../types.ts'
import { report } from './checker.ts'
import type { Checker } from './checker.ts'

/** A typed part and where it stands. */
export interface Operand {
  node: TypedNode
  range: SourceRange
}

/** The type in which two values meet, or undefined when they have none in common. */
export function commonType(a: ExprType, b: ExprType): ExprType | undefined {
  if (a.kind === 'any' || a.kind === 'null') return b.kind === 'any' ? a : b
  if (b.kind === 'any' || b.kind === 'null') return a
  if (a.kind === 'record' && b.kind === 'record') return a.object === b.object ? a : undefined
  if (a.kind === 'list' && b.kind === 'list') return a.collection || b.collection ? undefined : commonList(a.of, b.of)
  if (a.kind === 'struct' && b.kind === 'struct') return hasSameParts(a, b) ? a : undefined
  if (a.kind === 'text' && b.kind === 'text') return TEXT
  if (a.kind === b.kind) return a
  if (isNumber(a) && isNumber(b)) return DECIMAL
  const kinds = new Set([a.kind, b.kind])
  if (kinds.has('date') && kinds.has('datetime')) return DATE
  if (kinds.has('record') && kinds.has('text')) return TEXT
  return undefined
}

/** A collection is rows, not a value: it meets no other list. */
function commonList(a: ExprType, b: ExprType): ExprType | undefined {
  const of = commonType(a, b)
  return of && { kind: 'list', of }
}

type StructType = Extract<ExprType, { kind: 'struct' }>

function hasSameParts(a: StructType, b: StructType): boolean {
  const parts = Object.keys(a.fields)
  if (parts.length !== Object.keys(b.fields).length) return false
  return parts.every((part) => a.fields[part]!.kind === b.fields[part]?.kind)
}

export function isNumber(type: ExprType): boolean {
  return type.kind === 'integer' || type.kind === 'decimal'
}

/**
 * A written text beside a date, a datetime or a record is read as one; a date beside a datetime stays a date,
 * so that days are compared. Anything else is left as it is.
 */
export function adaptText(checker: Checker, { node, range }: Operand, other: ExprType): TypedNode {
  if (node.kind === 'list' && other.kind === 'list') return adaptList(checker, { node, range }, other.of)
  if (!isTextLiteral(node)) return node
  const text = String(node.value)
  if (other.kind === 'date') return textToDate(checker, text, range)
  if (other.kind === 'datetime') return isDateText(text) ? dateLiteral(text) : textToDatetime(checker, text, range)
  if (other.kind === 'record') return textToId(checker, text, { range, type: other })
  return node
}

type ListNode = Extract<TypedNode, { kind: 'list' }>

/** The items of a written list are read as those beside it. */
function adaptList(
  checker: Checker,
  { node, range }: { node: ListNode; range: SourceRange },
  other: ExprType,
): TypedNode {
  const items = node.items.map((item) => adaptText(checker, { node: item, range }, other))
  const [first] = items
  return first ? { ...node, items, type: { kind: 'list', of: first.type } } : node
}

/** Turns a part into a type that it is known to fit. */
export function convert(checker: Checker, { node, range }: Operand, type: ExprType): TypedNode {
  if (node.kind === 'null') return node.type.kind === 'any' ? node : { kind: 'null', type }
  if (type.kind === 'list' && node.kind === 'list') {
    const items = node.items.map((item) => convert(checker, { node: item, range }, type.of))
    const isFit = items.every((item) => commonType(item.type, type.of) !== undefined)
    return { ...node, items, type: isFit ? type : node.type }
  }
  if (type.kind === 'datetime' && isTextLiteral(node)) return textToDatetime(checker, String(node.value), range)
  const adapted = adaptText(checker, { node, range }, type)
  if (type.kind === 'date' && adapted.type.kind === 'datetime') return call('date(datetime)', adapted, DATE)
  if (type.kind === 'datetime' && adapted.type.kind === 'date') return call('datetime(date)', adapted, DATETIME)
  if (type.kind === 'decimal' && adapted.kind === 'literal' && isNumber(adapted.type)) return { ...adapted, type }
  return adapted
}

export function isTextLiteral(node: TypedNode): node is LiteralNode {
  return node.kind === 'literal' && node.type.kind === 'text'
}

/** Whether a written text can stand where a date or datetime is expected. */
export function readsAs(node: TypedNode, kind: 'date' | 'datetime'): boolean {
  if (!isTextLiteral(node)) return false
  const text = String(node.value)
  return isDateText(text) || (kind === 'datetime' && readInstant(text) !== null)
}

function textToDate(checker: Checker, text: string, range: SourceRange): TypedNode {
  if (isDateText(text)) return dateLiteral(text)
  return report(checker, range, { code: 'type_mismatch', message: messages.badDate(text), params: { value: text } })
}

/** A written datetime; without an offset it is read in the workspace's zone, which is known when it is evaluated. */
function textToDatetime(checker: Checker, text: string, range: SourceRange): TypedNode {
  if (isDateText(text)) return call('datetime(date)', dateLiteral(text), DATETIME)
  const written = readInstant(text)
  if (!written) {
    return report(checker, range, {
      code: 'type_mismatch',
      message: messages.badDatetime(text),
      params: { value: text },
    })
  }
  if (written.offset === null) return call('datetime(local)', { kind: 'literal', value: text, type: TEXT }, DATETIME)
  return { kind: 'literal', value: text, type: DATETIME }
}

const idPattern = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i

function textToId(checker: Checker, text: string, { range, type }: { range: SourceRange; type: ExprType }): TypedNode {
  if (idPattern.test(text)) return { kind: 'literal', value: text.toLowerCase(), type }
  return report(checker, range, { code: 'type_mismatch', message: messages.badId(text), params: { value: text } })
}

function dateLiteral(value: string): LiteralNode {
  return { kind: 'literal', value, type: DATE }
}

function call(fn: string, arg: TypedNode, type: ExprType): CallNode {
  return { kind: 'call', fn, args: [arg], type }
}

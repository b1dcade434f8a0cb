import { functionsNamed } from '../functions/function-table.ts'
import { macroNamed, macroSignature } from '../functions/macro-table.ts'
import type { MacroEntry } from '../functions/macro-table.ts'
import { limits } from '../limits.ts'
import { messages } from '../messages.ts'
import type { ASTNode } from '../parse.ts'
import { ANY, BOOLEAN, DECIMAL } from '../types.ts'
import type { ExprType, TypedNode } from '../types.ts'
import { BROKEN, refuse, report } from './checker.ts'
import type { Checker } from './checker.ts'
import { commonType, convert, isNumber } from './conversion.ts'
import type { Operand } from './conversion.ts'
import { isNameTaken } from './names.ts'

/** A call written `list.name(item, body)`, with the list checked already. */
interface MacroCall {
  ast: ASTNode & { op: 'rcall' }
  entry: MacroEntry
  list: Operand
}

/** The call as one that goes over a list, if it is meant so; `min` and `max` are functions too. */
export function asMacro(checker: Checker, ast: ASTNode & { op: 'rcall' }, list: Operand): MacroCall | undefined {
  const entry = macroNamed(ast.args[0])
  if (!entry) return undefined
  const { kind } = list.node.type
  const isFunctionToo = functionsNamed(entry.name).length > 0
  if (!isFunctionToo || kind === 'list') return { ast, entry, list }
  const [item, ...bodies] = ast.args[2]
  const namesItem = kind === 'any' && bodies.length === 1 && item?.op === 'id' && !isNameTaken(checker, item.args)
  return namesItem ? { ast, entry, list } : undefined
}

export function checkMacro(checker: Checker, { ast, entry, list }: MacroCall): TypedNode {
  const [itemAst, bodyAst, ...rest] = ast.args[2]
  if (!itemAst || !bodyAst || rest.length > 0 || itemAst.op !== 'id') return reportForm(checker, ast, entry)
  const of = itemType(checker, list)
  if (!of) return BROKEN
  const item = itemAst.args
  if (isNameTaken(checker, item)) {
    return report(checker, itemAst, {
      code: 'invalid_expression',
      message: messages.nameTaken(item),
      params: { name: item },
    })
  }
  const body = withItem(checker, ast, { item, of }, () => checkBody(checker, entry, bodyAst))
  if (body === BROKEN) return BROKEN
  return { kind: 'macro', fn: entry.name, list: list.node, item, body, type: entry.result(body.type) }
}

function reportForm(checker: Checker, ast: ASTNode, entry: MacroEntry): TypedNode {
  const message = messages.macroForm(macroSignature(entry))
  return report(checker, ast, { code: 'invalid_expression', message, params: { name: entry.name } })
}

/** The type of the items; undefined where it is reported that there are none. */
function itemType(checker: Checker, { node, range }: Operand): ExprType | undefined {
  if (node === BROKEN) return undefined
  if (node.type.kind === 'any') return ANY
  if (node.type.kind !== 'list') {
    const message = messages.expected({ kind: 'list', of: ANY }, node.type)
    report(checker, range, { code: 'type_mismatch', message })
    return undefined
  }
  const isPath = node.kind === 'path' || node.kind === 'variable' || node.kind === 'item'
  if (node.type.of.kind !== 'record' || isPath) return node.type.of
  report(checker, range, { code: 'type_mismatch', message: messages.needsListOfRecords() })
  return undefined
}

function withItem(
  checker: Checker,
  ast: ASTNode,
  { item, of }: { item: string; of: ExprType },
  check: () => TypedNode,
): TypedNode {
  checker.lists.total += 1
  if (checker.lists.total > limits.maxLists || checker.items.size >= limits.maxNestedLists) {
    return refuse(checker, ast, messages.tooManyLists(limits.maxLists, limits.maxNestedLists))
  }
  checker.items.set(item, of)
  const body = check()
  checker.items.delete(item)
  return body
}

function checkBody(checker: Checker, entry: MacroEntry, ast: ASTNode): TypedNode {
  const node = checker.check(ast)
  const expected = expectation(entry, node.type)
  if (expected) return report(checker, ast, { code: 'type_mismatch', message: messages.expected(expected, node.type) })
  if (entry.body === 'condition') return convert(checker, { node, range: ast }, BOOLEAN)
  return entry.body === 'number' ? convert(checker, { node, range: ast }, numberOf(node.type)) : node
}

const numberOf = (type: ExprType): ExprType => (type.kind === 'integer' ? type : DECIMAL)

/** What the body should have given; undefined where it fits. */
function expectation({ body }: MacroEntry, type: ExprType): ExprType | undefined {
  if (type.kind === 'any') return undefined
  if (body === 'condition') return commonType(type, BOOLEAN) ? undefined : BOOLEAN
  if (body === 'number') return isNumber(type) || type.kind === 'null' ? undefined : DECIMAL
  return ordered.has(type.kind) ? undefined : DECIMAL
}

const ordered: ReadonlySet<ExprType['kind']> = new Set(['text', 'integer', 'decimal', 'date', 'datetime'])

import { messages } from '../messages.ts'
import type { ASTNode } from '../parse.ts'
import { BOOLEAN, NULL } from '../types.ts'
import type { CompareOperator, ExprType, TypedNode } from '../types.ts'
import { commonOperandType } from './calls.ts'
import { report } from './checker.ts'
import type { Checker } from './checker.ts'
import { adaptText, commonType, convert } from './conversion.ts'
import type { Operand } from './conversion.ts'
import { isCollection, isEmpty, isInCollection } from './emptiness.ts'
import { checkOptions } from './options.ts'

/** A chain of `&&` or `||`; the parser nests it to the left, here it is flat. */
export function checkLogic(checker: Checker, ast: ASTNode & { op: '&&' | '||' }): TypedNode {
  const operands = chain(ast, ast.op).map((operand) => checkCondition(checker, operand))
  return { kind: 'logic', op: ast.op === '&&' ? 'and' : 'or', operands, type: BOOLEAN }
}

function chain(ast: ASTNode, op: '&&' | '||'): ASTNode[] {
  const parts: ASTNode[] = []
  let rest = ast
  while (rest.op === op) {
    parts.push(rest.args[1])
    rest = rest.args[0]
  }
  return [rest, ...parts.toReversed()]
}

export function checkNot(checker: Checker, operand: ASTNode): TypedNode {
  return { kind: 'not', operand: checkCondition(checker, operand), type: BOOLEAN }
}

/** A part that must be true, false or null. */
function checkCondition(checker: Checker, ast: ASTNode): TypedNode {
  const node = checker.check(ast)
  if (!commonType(node.type, BOOLEAN)) {
    const message = messages.expected(BOOLEAN, node.type)
    return report(checker, ast, { code: 'type_mismatch', message })
  }
  return convert(checker, { node, range: ast }, BOOLEAN)
}

type CompareAst = ASTNode & { op: CompareOperator }

export function checkComparison(checker: Checker, ast: CompareAst): TypedNode {
  const operands = ast.args.map((operand) => ({ node: checker.check(operand), range: operand }))
  const emptiness = emptinessTest(ast.op, operands)
  if (emptiness) return emptiness
  const as = commonOperandType(checker, operands)
  if (!as || !isComparable(ast.op, as, operands)) return reportOperands(checker, ast, operands)
  if (ast.op === '==' || ast.op === '!=') {
    for (const operand of operands) checkOptions(checker, operand, operands)
  }
  const [left, right] = operands.map((operand) => convert(checker, operand, as)) as [TypedNode, TypedNode]
  return { kind: 'compare', op: ast.op, left, right, as, type: BOOLEAN }
}

/** A list beside null or `[]`: null stands for the empty list. */
function emptinessTest(op: CompareOperator, operands: Operand[]): TypedNode | undefined {
  const isAsked = operands.some(({ node }) => node.type.kind === 'list') && operands.some(({ node }) => isNothing(node))
  if (!isAsked || (op !== '==' && op !== '!=')) return undefined
  const list = operands.find(({ node }) => !isNothing(node))?.node
  if (!list) return { kind: 'literal', value: op === '==', type: BOOLEAN }
  const empty = isEmpty(list)
  if (op === '==') return empty
  return empty.kind === 'not' ? empty.operand : { kind: 'not', operand: empty, type: BOOLEAN }
}

const isNothing = (node: TypedNode): boolean =>
  (node.kind === 'null' && node.type.kind === 'null') || (node.kind === 'list' && node.items.length === 0)

function isComparable(op: CompareOperator, as: ExprType, operands: Operand[]): boolean {
  const isPlain = as.kind !== 'list' && as.kind !== 'struct'
  if (op === '==' || op === '!=') return as.kind !== 'struct' || operands.some(({ node }) => node.kind === 'null')
  if (operands.some(({ node }) => node.type.kind === 'null')) return false
  return isPlain && as.kind !== 'boolean' && as.kind !== 'record'
}

export function checkMembership(checker: Checker, ast: ASTNode & { op: 'in' }): TypedNode {
  const [itemAst, listAst] = ast.args
  const item = { node: checker.check(itemAst), range: itemAst }
  if (listAst.op === 'list') return checkWrittenList(checker, ast, item, listAst.args)
  const list = checker.check(listAst)
  if (list.type.kind === 'any') return { kind: 'in', item: item.node, list, as: item.node.type, type: BOOLEAN }
  const of = list.type.kind === 'list' ? list.type.of : undefined
  const adapted = of && adaptText(checker, item, of)
  const as = of && adapted && commonType(of, adapted.type)
  if (!as || item.node.type.kind === 'list') {
    return reportOperands(checker, ast, [item, { node: list, range: listAst }])
  }
  checkOptions(checker, { node: list, range: listAst }, [item])
  const wanted = convert(checker, item, as)
  if (isCollection(list.type)) return isInCollection(wanted, list, as)
  return { kind: 'in', item: wanted, list, as, type: BOOLEAN }
}

function checkWrittenList(checker: Checker, ast: ASTNode, item: Operand, itemAsts: ASTNode[]): TypedNode {
  const elements = itemAsts.map((element) => ({ node: checker.check(element), range: element }))
  const as = commonOperandType(checker, [item, ...elements])
  if (!as || as.kind === 'list' || as.kind === 'struct')
    return reportOperands(checker, ast, [item, ...elements.slice(0, 1)])
  checkOptions(checker, item, elements)
  const items = elements.map((element) => convert(checker, element, as))
  const list: TypedNode = { kind: 'list', items, type: { kind: 'list', of: as } }
  return { kind: 'in', item: convert(checker, item, as), list, as, type: BOOLEAN }
}

export function checkList(checker: Checker, ast: ASTNode & { op: 'list' }): TypedNode {
  const elements = ast.args.map((element) => ({ node: checker.check(element), range: element }))
  const of = commonOperandType(checker, elements)
  if (!of || of.kind === 'list' || of.kind === 'struct') return reportOperands(checker, ast, elements.slice(0, 2))
  const items = elements.map((element) => convert(checker, element, of))
  return { kind: 'list', items, type: { kind: 'list', of } }
}

export function checkChoice(checker: Checker, ast: ASTNode & { op: '?:' }): TypedNode {
  const [conditionAst, ...branchAsts] = ast.args
  const condition = checkCondition(checker, conditionAst)
  const branches = branchAsts.map((branch) => ({ node: checker.check(branch), range: branch }))
  const type = commonOperandType(checker, branches)
  if (!type) return reportOperands(checker, ast, branches, '? :')
  if (type.kind === 'null') return { kind: 'null', type: NULL }
  const [whenTrue, whenFalse] = branches.map((branch) => convert(checker, branch, type)) as [TypedNode, TypedNode]
  return { kind: 'choice', condition, whenTrue, whenFalse, type }
}

function reportOperands(checker: Checker, ast: ASTNode, operands: Operand[], operator: string = ast.op): TypedNode {
  const types = operands.map(({ node }) => node.type)
  return report(checker, ast, { code: 'type_mismatch', message: messages.operands(operator, types) })
}

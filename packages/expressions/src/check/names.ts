import { functionNames } from '../functions/function-table.ts'
import { messages } from '../messages.ts'
import type { ASTNode } from '../parse.ts'
import { suggest } from '../suggest.ts'
import type { ExprType, TypedNode } from '../types.ts'
import { checkConstant, reportBareConstants } from './constants.ts'
import { BROKEN, report } from './checker.ts'
import type { Checker } from './checker.ts'

type NameNode = ASTNode & { op: 'id' | '.' }
type PathNode = Extract<TypedNode, { kind: 'path' | 'variable' | 'item' }>

/** A field, a variable, or a step from one of them to a field of the record it refers to. */
export function checkName(checker: Checker, ast: NameNode): TypedNode {
  if (ast.op === 'id') return settle(checkRoot(checker, ast.args, ast))
  const [owner, name] = ast.args
  if (owner.op === 'id' && !isNameTaken(checker, owner.args)) {
    const constant = checkConstant(checker, { group: owner.args, name, ast })
    if (constant) return constant
  }
  const walked = walk(checker, ast)
  return walked ? settle(walked) : BROKEN
}

function walk(checker: Checker, ast: ASTNode): PathNode | undefined {
  if (ast.op === 'id') return asPath(checkRoot(checker, ast.args, ast))
  if (ast.op !== '.') {
    reportNoFields(checker, ast, checker.check(ast).type)
    return undefined
  }
  const [owner, name] = ast.args
  const record = walk(checker, owner)
  return record && stepTo(checker, { record, name, ast, owner })
}

function asPath(node: TypedNode): PathNode | undefined {
  return node.kind === 'path' || node.kind === 'variable' || node.kind === 'item' ? node : undefined
}

interface Step {
  record: PathNode
  name: string
  ast: ASTNode
  owner: ASTNode
}

function stepTo(checker: Checker, { record, name, ast, owner }: Step): PathNode | undefined {
  if (record.type.kind === 'any') return { ...record, path: [...record.path, name] }
  if (record.type.kind === 'struct') return stepToPart(checker, { record, name, ast, owner }, record.type.fields)
  if (record.type.kind !== 'record') {
    reportNoFields(checker, owner, record.type)
    return undefined
  }
  const { object } = record.type
  // the id of a referenced record is the reference itself: no join is needed
  if (name === 'id') return record
  const type = fieldType(checker, object, name)
  if (type) return { ...record, path: [...record.path, name], type }
  reportUnknownField(checker, { object, name, ast })
  return undefined
}

function stepToPart(
  checker: Checker,
  { record, name, ast }: Step,
  parts: Record<string, ExprType>,
): PathNode | undefined {
  const type = Object.hasOwn(parts, name) ? parts[name] : undefined
  if (type) return { ...record, path: [...record.path, name], type }
  const suggestion = suggest(name, Object.keys(parts))
  const message = messages.unknownPart(name, suggestion)
  report(checker, { start: ast.pos, end: ast.end }, { code: 'unknown_field', message, params: { name, suggestion } })
  return undefined
}

function checkRoot(checker: Checker, name: string, ast: ASTNode): TypedNode {
  const { variables, object } = checker.environment
  const item = checker.items.get(name)
  if (item) return { kind: 'item', name, path: [], type: item }
  if (Object.hasOwn(variables, name)) return { kind: 'variable', path: [name], type: variables[name]! }
  if (object !== null && name === 'id') return { kind: 'path', path: ['id'], type: { kind: 'record', object } }
  const type = object === null ? undefined : fieldType(checker, object, name)
  if (type) return { kind: 'path', path: [name], type }
  return reportUnknownName(checker, name, ast)
}

/** Whether a name already means something, so that the item of a list cannot be called so. */
export function isNameTaken(checker: Checker, name: string): boolean {
  const { variables, object } = checker.environment
  if (checker.items.has(name) || Object.hasOwn(variables, name)) return true
  return object !== null && (name === 'id' || fieldType(checker, object, name) !== undefined)
}

/** A bare record variable stands for its id. */
function settle(node: TypedNode): TypedNode {
  const isRecordVariable = node.kind === 'variable' && node.path.length === 1 && node.type.kind === 'record'
  return isRecordVariable ? { ...node, path: [...node.path, 'id'] } : node
}

function fieldType(checker: Checker, object: string, name: string): ExprType | undefined {
  // what every JS object inherits is no field, however the environment looks it up
  return name in Object.prototype ? undefined : checker.environment.fieldType(object, name)
}

function reportUnknownName(checker: Checker, name: string, ast: ASTNode): TypedNode {
  const { variables, object, constants } = checker.environment
  if (constants && Object.hasOwn(constants, name)) return reportBareConstants(checker, name, ast)
  const fields = object === null ? [] : checker.environment.fieldNames(object)
  const suggestion = suggest(name, [...checker.items.keys(), ...fields, ...Object.keys(variables), ...functionNames()])
  if (object === null || (suggestion && !fields.includes(suggestion))) {
    const message = messages.unknownName(name, suggestion)
    return report(checker, ast, { code: 'unknown_field', message, params: { name, suggestion } })
  }
  const message = messages.unknownField(name, object, suggestion)
  return report(checker, ast, { code: 'unknown_field', message, params: { name, object, suggestion } })
}

function reportUnknownField(checker: Checker, { object, name, ast }: { object: string; name: string; ast: ASTNode }) {
  const suggestion = suggest(name, checker.environment.fieldNames(object))
  const message = messages.unknownField(name, object, suggestion)
  const range = { start: ast.pos, end: ast.end }
  report(checker, range, { code: 'unknown_field', message, params: { name, object, suggestion } })
}

function reportNoFields(checker: Checker, ast: ASTNode, type: ExprType): void {
  if (type.kind !== 'any') report(checker, ast, { code: 'type_mismatch', message: messages.noFields(type) })
}

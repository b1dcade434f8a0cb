import { fixedResult } from '../functions/function-entry.ts'
import type { FunctionEntry, Parameter, ParameterType } from '../functions/function-entry.ts'
import { functionKey, functionNames, functionsNamed } from '../functions/function-table.ts'
import { macroNamed, macroSignature, macroTable } from '../functions/macro-table.ts'
import { signatureOf } from '../functions/signature.ts'
import { messages } from '../messages.ts'
import { patternTest } from '../pattern/pattern-test.ts'
import { PatternError } from '../pattern/pattern.ts'
import type { ASTNode } from '../parse.ts'
import { suggest } from '../suggest.ts'
import { DATE, DATETIME, DECIMAL, INTEGER, TEXT } from '../types.ts'
import type { ExprType, TypedNode } from '../types.ts'
import { BROKEN, report } from './checker.ts'
import type { Checker } from './checker.ts'
import { adaptText, commonType, convert, isNumber, isTextLiteral, readsAs } from './conversion.ts'
import type { Operand } from './conversion.ts'
import { callOnCollection, isCollection } from './emptiness.ts'
import { asMacro, checkMacro } from './macros.ts'

type CallAst = ASTNode & { op: 'call' | 'rcall' }

interface Call {
  name: string
  ast: ASTNode
  args: Operand[]
}

/** A call written `f(a, b)` or `a.f(b)`. */
export function checkCall(checker: Checker, ast: CallAst): TypedNode {
  if (isMistakenMacro(ast)) return reportUnknown(checker, ast.args[0], ast)
  const operandOf = (arg: ASTNode): Operand => ({ node: checker.check(arg), range: arg })
  if (ast.op === 'call') return callFunction(checker, { name: ast.args[0], ast, args: ast.args[1].map(operandOf) })
  const [name, receiver, rest] = ast.args
  const first = operandOf(receiver)
  const macro = asMacro(checker, ast, first)
  return macro
    ? checkMacro(checker, macro)
    : callFunction(checker, { name, ast, args: [first, ...rest.map(operandOf)] })
}

/** What looks like going over a list but is not written so: its parts mean nothing, so they are not checked. */
function isMistakenMacro({ op, args: [name] }: CallAst): boolean {
  if (functionsNamed(name).length > 0) return false
  return op === 'call' ? nearestMacro(name) : !macroNamed(name) && nearestMacro(name)
}

const nearestMacro = (name: string): boolean => macroNamed(suggestFunction(name) ?? '') !== undefined

const suggestFunction = (name: string): string | undefined =>
  suggest(name, [...functionNames(), ...macroTable.map((entry) => entry.name)])

function callFunction(checker: Checker, { name, ast, args }: Call & { ast: CallAst }): TypedNode {
  const entries = functionsNamed(name).filter((entry) => !entry.operator)
  if (entries.length === 0) return reportUnknown(checker, name, ast)
  return resolve(checker, { name, ast, args }, entries) ?? reportMisfit(checker, { name, ast, args }, entries)
}

/** An operator between or before its operands. */
export function checkOperator(checker: Checker, ast: ASTNode, name: string, operands: ASTNode[]): TypedNode {
  const args = operands.map((operand) => ({ node: checker.check(operand), range: operand }))
  const resolved = resolve(checker, { name, ast, args }, functionsNamed(name))
  if (resolved) return resolved
  const types = args.map(({ node }) => node.type)
  const message = messages.operands(name === 'negative' ? '-' : name, types)
  return report(checker, ast, { code: 'type_mismatch', message })
}

function resolve(checker: Checker, call: Call, entries: readonly FunctionEntry[]): TypedNode | undefined {
  const candidates = entries.filter((entry) => takesCount(entry, call.args.length))
  const entry =
    candidates.find((candidate) => fits(candidate, call.args, true)) ??
    candidates.find((candidate) => fits(candidate, call.args, false)) ??
    soleDateFunction(candidates, call.args)
  return entry && apply(checker, call, entry)
}

function takesCount(entry: FunctionEntry, count: number): boolean {
  return entry.rest ? count >= entry.parameters.length : count === entry.parameters.length
}

function fits(entry: FunctionEntry, args: Operand[], exactly: boolean): boolean {
  return args.every(({ node }, index) => accepts(parameterAt(entry, index).type, node, exactly))
}

/** A function that can only mean dates takes a malformed written date, which is then told as such. */
function soleDateFunction(candidates: FunctionEntry[], args: Operand[]): FunctionEntry | undefined {
  const [entry, ...others] = candidates
  if (!entry || others.some((other) => !readsDates(other)) || !readsDates(entry)) return undefined
  const fit = args.every(({ node }, index) => {
    const { type } = parameterAt(entry, index)
    return accepts(type, node, false) || (isDateLike(type) && isTextLiteral(node))
  })
  return fit ? entry : undefined
}

function readsDates(entry: FunctionEntry): boolean {
  return !entry.operator && entry.parameters.some(({ type }) => isDateLike(type) || type === 'local')
}

function isDateLike(type: ParameterType): boolean {
  return type === 'date' || type === 'datetime'
}

function parameterAt(entry: FunctionEntry, index: number): Parameter {
  return entry.parameters[Math.min(index, entry.parameters.length - 1)]!
}

function accepts(parameter: ParameterType, node: TypedNode, exactly: boolean): boolean {
  const { kind } = node.type
  if (parameter === 'digits') return node.kind === 'literal' ? kind === 'integer' : kind === 'any'
  if (parameter === 'pattern') return isTextLiteral(node) || node === BROKEN
  if (parameter === 'local') return !exactly && readsAs(node, 'datetime')
  if (parameter === 'any' || parameter === 'path' || kind === 'any' || kind === 'null') return true
  if (parameter === 'scalar' || parameter === 'same') return kind !== 'list' && kind !== 'struct'
  if (parameter === 'position') return isPosition(node.type)
  if (parameter === 'number') return isNumber(node.type)
  if (parameter === 'record') return kind === 'record' || (!exactly && isTextLiteral(node))
  if (kind === parameter || exactly) return kind === parameter
  if (parameter === 'date') return kind === 'datetime' || readsAs(node, 'date')
  return parameter === 'datetime' && readsAs(node, 'datetime')
}

function isPosition(type: ExprType): boolean {
  if (type.kind !== 'struct') return false
  return ['latitude', 'longitude'].every((part) => type.fields[part]?.kind === 'decimal')
}

function apply(checker: Checker, call: Call, entry: FunctionEntry): TypedNode {
  const same = commonOf(checker, call, entry)
  if (same === null) return BROKEN
  const args = call.args.map((operand, index) => {
    return convertArgument(checker, operand, { parameter: parameterAt(entry, index), call, same })
  })
  if (functionKey(entry) === 'datetime(local)') return convert(checker, call.args[0]!, DATETIME)
  const [first] = args
  if (first && isCollection(first.type)) return callOnCollection(functionKey(entry), first) ?? BROKEN
  return { kind: 'call', fn: functionKey(entry), args, type: resultType(entry, args, same) }
}

const isCommon = ({ type }: Parameter): boolean => type === 'same' || type === 'record'

/** Records that are asked where they stand are of an object whose records stand below each other. */
function fitsRecord({ environment }: Checker, entry: FunctionEntry, type: ExprType): boolean {
  if (!entry.parameters.some((parameter) => parameter.type === 'record')) return true
  return type.kind !== 'text' && (type.kind !== 'record' || environment.isHierarchy?.(type.object) !== false)
}

/** The common type of the `same` parameters; undefined when there are none, null when it is reported missing. */
function commonOf(checker: Checker, { name, ast, args }: Call, entry: FunctionEntry): ExprType | null | undefined {
  const operands = args.filter((_, index) => isCommon(parameterAt(entry, index)))
  if (operands.length === 0) return undefined
  const type = commonOperandType(checker, operands)
  if (type && fitsRecord(checker, entry, type)) return type
  const types = args.map(({ node }) => node.type)
  const message = messages.operands(name, types)
  report(checker, ast, { code: 'type_mismatch', message })
  return null
}

/** The type in which all operands meet; written dates and ids are read as such beside one that is. */
export function commonOperandType(checker: Checker, operands: Operand[]): ExprType | undefined {
  const anchor = operands.find(({ node }) => !isTextLiteral(node) && node.type.kind !== 'null')
  let common: ExprType | undefined = anchor?.node.type ?? { kind: 'null' }
  for (const operand of operands) {
    const adapted = adaptText({ ...checker, problems: [] }, operand, common)
    // one that cannot be read is reported when it is converted
    if (adapted !== BROKEN) common = commonType(common, adapted.type)
    if (!common) return undefined
  }
  return common
}

interface Target {
  parameter: Parameter
  call: Call
  same: ExprType | undefined
}

function convertArgument(checker: Checker, operand: Operand, { parameter, call, same }: Target): TypedNode {
  const { node } = operand
  if (parameter.type === 'digits') return convertDigits(checker, operand)
  if (parameter.type === 'pattern') return convertPattern(checker, operand)
  if (parameter.type === 'path' && node.kind !== 'path' && node.kind !== 'variable' && node.kind !== 'item') {
    if (node === BROKEN) return node
    const message = messages.needsPath(call.name)
    return report(checker, operand.range, { code: 'type_mismatch', message })
  }
  const type = isCommon(parameter) ? same : targetTypes[parameter.type]
  if (parameter.type === 'number' && node.kind !== 'null') return node
  return type ? convert(checker, operand, type) : node
}

const targetTypes: Partial<Record<ParameterType, ExprType>> = {
  text: TEXT,
  integer: INTEGER,
  number: DECIMAL,
  date: DATE,
  datetime: DATETIME,
  list: { kind: 'list', of: TEXT },
  scalar: TEXT,
}

function convertDigits(checker: Checker, { node, range }: Operand): TypedNode {
  if (node === BROKEN) return node
  if (node.kind === 'literal' && Math.abs(Number(node.value)) <= 15) return { ...node, inline: true }
  return report(checker, range, { code: 'type_mismatch', message: messages.badDigits() })
}

function convertPattern(checker: Checker, { node, range }: Operand): TypedNode {
  if (!isTextLiteral(node)) return node
  try {
    patternTest(String(node.value))
    return node
  } catch (error) {
    if (!(error instanceof PatternError)) throw error
    const params = { pattern: node.value }
    return error.reason === 'syntax'
      ? report(checker, range, { code: 'invalid_expression', message: messages.badPattern(), params })
      : report(checker, range, { code: 'expression_too_complex', message: messages.patternTooLong(), params })
  }
}

function resultType(entry: FunctionEntry, args: TypedNode[], same: ExprType | undefined): ExprType {
  const fixed = fixedResult(entry.result)
  if (fixed) return fixed
  if (entry.result === 'same') return same!
  return args.every(({ type }) => type.kind === 'integer') ? INTEGER : DECIMAL
}

function reportUnknown(checker: Checker, name: string, ast: ASTNode): TypedNode {
  const macro = macroNamed(name)
  const suggestion = suggestFunction(name)
  const message = macro ? messages.macroForm(macroSignature(macro)) : messages.unknownFunction(name, suggestion)
  const start = checker.source.indexOf(name, ast.op === 'rcall' ? ast.args[1].end : ast.start)
  const range = { start, end: start + name.length }
  return report(checker, range, { code: 'unknown_function', message, params: { name, suggestion } })
}

function reportMisfit(checker: Checker, { name, ast, args }: Call, entries: FunctionEntry[]): TypedNode {
  const signatures = entries.map(signatureOf).join(', ')
  const countFits = entries.some((entry) => takesCount(entry, args.length))
  const types = args.map(({ node }) => node.type)
  const message = countFits
    ? messages.argumentTypes(signatures, types)
    : messages.argumentCount(signatures, args.length)
  return report(checker, ast, { code: 'type_mismatch', message, params: { name } })
}

import { functionOf } from '../functions/function-table.ts'
import type { CallNode, CheckedExpression, ExprType, LiteralNode, SqlBinder, SqlRows, TypedNode } from '../types.ts'
import { DECIMAL } from '../types.ts'
import { compileComparison, compileMembership } from './comparison.ts'
import { compileMacro } from './macro.ts'
import type { Position, SqlCompiler } from './sql-compiler.ts'
import { sqlType } from './sql-type.ts'

/**
 * Compiles a checked expression to PostgreSQL (15 or later). A boolean expression is compiled for the place of a
 * condition, where null counts as false, so that comparisons stay plain and indexes serve them; pass
 * `position: 'value'` where null must be told from false, e.g. in a select list.
 */
export function compileSql(
  expression: CheckedExpression,
  binder: SqlBinder,
  { position = 'predicate' }: { position?: Position } = {},
): string {
  return createCompiler(binder, {}).compile(expression.node, position)
}

function createCompiler(binder: SqlBinder, lists: Readonly<Record<string, SqlRows>>): SqlCompiler {
  const compiler: SqlCompiler = {
    binder,
    compile: (node, position = 'value') => compileNode(compiler, node, position),
    compileAs: (node, type) => cast(compiler.compile(node), node.type, type),
    compileNumber: (node) => compileNumber(compiler, node),
    rows: (item) => lists[item]!,
    within: (item, rows) => createCompiler(binder, { ...lists, [item]: rows }),
  }
  return compiler
}

function cast(sql: string, from: ExprType, to: ExprType): string {
  if (from.kind === 'list' && to.kind === 'list') return castList(sql, from.of, to.of)
  const isIdAsText = to.kind === 'text' && from.kind === 'record'
  return isIdAsText ? `(${sql})::text` : sql
}

function castList(sql: string, from: ExprType, to: ExprType): string {
  return sqlType(from) === sqlType(to) ? sql : `(${sql})::${sqlType(to)}[]`
}

function compileNode(compiler: SqlCompiler, node: TypedNode, position: Position): string {
  switch (node.kind) {
    case 'literal':
      return compileLiteral(compiler, node)
    case 'null':
      return `null::${sqlType(node.type)}`
    case 'path':
      return compiler.binder.column(node.path)
    case 'variable':
      return compiler.binder.variable(node.path, node.type)
    case 'item':
      return compiler.rows(node.name).column(node.path)
    case 'macro':
      return compileMacro(compiler, node, position)
    case 'list':
      return `array[${node.items.map((item) => compiler.compile(item)).join(', ')}]::${sqlType(node.type)}`
    case 'logic':
      return `(${node.operands.map((operand) => compiler.compile(operand, position)).join(` ${node.op} `)})`
    case 'not':
      return `(not ${compiler.compile(node.operand)})`
    case 'compare':
      return compileComparison(compiler, node, position)
    case 'in':
      return compileMembership(compiler, node, position)
    case 'choice':
      return compileChoice(compiler, node, position)
    case 'call':
      return compileCall(compiler, node)
  }
}

function compileLiteral({ binder }: SqlCompiler, { value, type, inline }: LiteralNode): string {
  return inline || typeof value === 'boolean' ? String(value) : binder.literal(value, type)
}

type ChoiceNode = Extract<TypedNode, { kind: 'choice' }>

function compileChoice(compiler: SqlCompiler, node: ChoiceNode, position: Position): string {
  const condition = compiler.compile(node.condition, 'predicate')
  const [whenTrue, whenFalse] = [node.whenTrue, node.whenFalse].map((branch) => {
    return node.type.kind === 'boolean' ? compiler.compile(branch, position) : compiler.compileAs(branch, node.type)
  })
  return `(case when ${condition} then ${whenTrue} else ${whenFalse} end)`
}

function compileCall(compiler: SqlCompiler, node: CallNode): string {
  const entry = functionOf(node.fn)
  const compileArgument = (index: number): string => {
    const type = entry.parameters[Math.min(index, entry.parameters.length - 1)]!.type
    const arg = node.args[index]!
    if (type === 'number' || type === 'integer') return compiler.compileNumber(arg)
    return type === 'same' ? compiler.compileAs(arg, node.type) : compiler.compile(arg)
  }
  return entry.sql({
    sql: compileArgument,
    all: () => node.args.map((_, index) => compileArgument(index)),
    node: (index) => node.args[index]!,
    binder: compiler.binder,
  })
}

function compileNumber(compiler: SqlCompiler, node: TypedNode): string {
  if (node.kind === 'literal') return compiler.compile({ ...node, type: DECIMAL })
  const sql = compiler.compile(node)
  return node.type.kind === 'integer' ? `(${sql})::numeric` : sql
}

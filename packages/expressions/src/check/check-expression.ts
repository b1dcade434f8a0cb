import { limits } from '../limits.ts'
import { messages } from '../messages.ts'
import { parse } from '../parse.ts'
import type { ASTNode } from '../parse.ts'
import { problemAt } from '../problem.ts'
import { hierarchiesIn, readPaths } from '../tree.ts'
import type { CheckResult, ExprType, LocalizedText, TypedNode, TypeEnvironment } from '../types.ts'
import { checkCall, checkOperator } from './calls.ts'
import { BROKEN, refuse, report } from './checker.ts'
import type { Checker } from './checker.ts'
import { commonType, convert, isNumber } from './conversion.ts'
import { checkLiteral, negateLiteral } from './literals.ts'
import { checkName } from './names.ts'
import { checkChoice, checkComparison, checkList, checkLogic, checkMembership, checkNot } from './operations.ts'
import { shapeOf } from './shape.ts'

/**
 * Parses and types an expression; every problem found is told, each with its place in the source.
 *
 * @param options.expects the type the result must have; whole numbers fit decimals, records fit text (their id),
 *   written dates and datetimes fit dates
 */
export function checkExpression(
  source: string,
  env: TypeEnvironment,
  options: { expects?: ExprType } = {},
): CheckResult {
  const parsed = parse(source)
  if ('problem' in parsed) return { ok: false, problems: [parsed.problem] }
  const checker = createChecker(source, env)
  const checked = checker.check(parsed.ast)
  const node = options.expects ? expectType(checker, { node: checked, range: parsed.ast }, options.expects) : checked
  const problems = checker.refusal ? [checker.refusal] : checker.problems
  if (problems.length > 0) return { ok: false, problems: problems.map((problem) => problemAt(source, problem)) }
  const { paths, variables } = readPaths(node)
  return {
    ok: true,
    expression: {
      source,
      type: node.type,
      node,
      paths,
      variables,
      hierarchies: hierarchiesIn(node),
      ...(Object.keys(checker.constants).length > 0 && { constants: checker.constants }),
      shape: shapeOf(node),
    },
  }
}

function createChecker(source: string, environment: TypeEnvironment): Checker {
  let depth = 0
  const checker: Checker = {
    source,
    environment,
    problems: [],
    items: new Map(),
    constants: {},
    lists: { total: 0 },
    refusal: null,
    check(ast) {
      if (checker.refusal) return BROKEN
      if (depth >= limits.maxDepth) return refuse(checker, ast, messages.tooComplex())
      depth += 1
      const node = checkNode(checker, ast)
      depth -= 1
      return node
    },
  }
  return checker
}

function checkNode(checker: Checker, ast: ASTNode): TypedNode {
  switch (ast.op) {
    case 'value':
      return checkLiteral(checker, ast)
    case 'id':
    case '.':
      return checkName(checker, ast)
    case 'call':
    case 'rcall':
      return checkCall(checker, ast)
    case '&&':
    case '||':
      return checkLogic(checker, ast)
    case '!_':
      return checkNot(checker, ast.args)
    case '-_':
      return checkNegative(checker, ast, ast.args)
    case '?:':
      return checkChoice(checker, ast)
    case 'list':
      return checkList(checker, ast)
    case 'in':
      return checkMembership(checker, ast)
    case '==':
    case '!=':
    case '<':
    case '<=':
    case '>':
    case '>=':
      return checkComparison(checker, ast)
    case '+':
    case '-':
    case '*':
    case '/':
    case '%':
      return checkOperator(checker, ast, ast.op, ast.args)
    default:
      return reportUnsupported(checker, ast)
  }
}

function checkNegative(checker: Checker, ast: ASTNode, operand: ASTNode): TypedNode {
  if (operand.op !== 'value') return checkOperator(checker, ast, 'negative', [operand])
  const node = checker.check(operand)
  if (node.kind === 'literal' && isNumber(node.type)) return negateLiteral(node)
  return checkOperator(checker, ast, 'negative', [operand])
}

const unsupported: Record<string, LocalizedText> = {
  map: { en: 'A map { }', 'zh-CN': '映射 { }' },
  '[]': { en: 'An index [ ]', 'zh-CN': '下标 [ ]' },
}

function reportUnsupported(checker: Checker, ast: ASTNode): TypedNode {
  const what = unsupported[ast.op] ?? { en: `"${ast.op}"`, 'zh-CN': `“${ast.op}”` }
  return report(checker, ast, { code: 'invalid_expression', message: messages.unsupported(what) })
}

function expectType(checker: Checker, operand: { node: TypedNode; range: ASTNode }, expects: ExprType): TypedNode {
  const { node, range } = operand
  if (expects.kind === 'any') return node
  const converted = convert(checker, operand, expects)
  if (converted === BROKEN || satisfies(converted.type, expects)) return converted
  return report(checker, range, {
    code: 'type_mismatch',
    message: messages.expected(expects, node.type),
    params: { expected: expects, found: node.type },
  })
}

function satisfies(found: ExprType, expects: ExprType): boolean {
  const common = commonType(found, expects)
  if (!common) return false
  if (expects.kind === 'integer') return found.kind !== 'decimal'
  if (expects.kind === 'record') return true
  return common.kind === expects.kind
}

import { limits } from '../limits.ts'
import type { ASTNode } from '../parse.ts'
import type { ProblemDraft, SourceRange } from '../problem.ts'
import { ANY } from '../types.ts'
import type { Constant, ExpressionProblemCode, ExprType, LocalizedText, TypedNode, TypeEnvironment } from '../types.ts'

/** What one check of a source carries along. */
export interface Checker {
  source: string
  environment: TypeEnvironment
  problems: ProblemDraft[]
  /** by name: the items of the lists that are being gone over, outermost first */
  items: Map<string, ExprType>
  /** the named values read so far, as `param.limit` */
  constants: Record<string, Constant>
  /** how many lists are gone over so far */
  lists: { total: number }
  /** set when the expression costs too much: nothing more is checked, and this alone is told */
  refusal: ProblemDraft | null
  /** checks a sub-tree one level down */
  check(ast: ASTNode): TypedNode
}

/** Stands for a part that has been reported; it fits everywhere, so one mistake is told once. */
export const BROKEN: TypedNode = { kind: 'null', type: ANY }

interface Report {
  code: ExpressionProblemCode
  message: LocalizedText
  params?: Record<string, unknown>
}

/** Keeps a problem and returns the stand-in for the part that has it. */
export function report(checker: Checker, range: SourceRange, problem: Report): TypedNode {
  checker.problems.push({ ...problem, range: { start: range.start, end: range.end } })
  return BROKEN
}

/** Refuses the whole expression for what it would cost. */
export function refuse(checker: Checker, { start, end }: SourceRange, message: LocalizedText): TypedNode {
  checker.refusal ??= { code: 'expression_too_complex', message, range: { start, end }, params: { ...limits } }
  return BROKEN
}

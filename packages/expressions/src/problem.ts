import type { ExpressionProblem, ExpressionProblemCode, LocalizedText, SourcePosition } from './types.ts'

/** A half-open range of UTF-16 units in the source. */
export interface SourceRange {
  start: number
  end: number
}

/** What collects problems while a source is checked. */
export interface ProblemDraft {
  code: ExpressionProblemCode
  message: LocalizedText
  range: SourceRange
  params?: Record<string, unknown>
}

/** Builds a problem at a range of the source. */
export function problemAt(source: string, { code, message, range, params }: ProblemDraft): ExpressionProblem {
  const problem: ExpressionProblem = { code, message, position: positionOf(source, range) }
  return params ? { ...problem, params } : problem
}

function positionOf(source: string, { start, end }: SourceRange): SourcePosition {
  const before = source.slice(0, start)
  const lineStart = before.lastIndexOf('\n') + 1
  const line = before.split('\n').length
  return { offset: start, length: Math.max(0, end - start), line, column: start - lineStart + 1 }
}

import type { LocalizedText, Problem } from '@fieldwork/fields'
import type { Kind } from './catalog.ts'

/** What is wrong with a definition; `pointer` is into that definition. */
export interface DefinitionProblem extends Problem {
  kind: Kind
  name: string
}

export interface ProblemInput {
  pointer: string
  code: string
  message: LocalizedText
  params?: Record<string, unknown>
}

/** Collects the problems of one definition. */
export interface ProblemSink {
  problems: DefinitionProblem[]
  add(problem: ProblemInput): void
}

/** A sink that marks every problem with the definition it belongs to. */
export function problemSink(kind: Kind, name: string): ProblemSink {
  const problems: DefinitionProblem[] = []
  return { problems, add: (problem) => void problems.push({ kind, name, ...problem }) }
}

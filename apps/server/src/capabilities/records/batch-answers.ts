import { AppError } from '@fieldwork/metadata'
import type { Problem } from '@fieldwork/fields'
import type { Actor, RecordText } from '@fieldwork/records'
import { HttpError } from '../../errors.ts'
import type { Locale } from '../../http/locale.ts'
import { resolveProblems, toProblemBody, type ProblemBody, type ResolvedProblem } from '../../http/problem.ts'

/** What became of one entry; `status` as if it had been a request of its own. */
export type EntryAnswer = ({ status: number; id: string; version?: number } & Warned) | ProblemBody

interface Warned {
  warnings?: ResolvedProblem[]
}

/** What is told of a record that was written. */
export function entryAnswer({ id, version, warnings = [] }: RecordText, locale: Locale) {
  return { id, version, ...(warnings.length > 0 && { warnings: resolveProblems(warnings, locale) }) }
}

/** The warnings of many rows, by row; their pointers begin with it. */
export function resolvedByRow(warnings: readonly Problem[], locale: Locale): Map<number, Warned> {
  const rows = new Map<number, Warned>()
  for (const problem of resolveProblems(warnings, locale)) {
    const row = Number(problem.pointer?.split('/')[1])
    rows.set(row, { warnings: [...(rows.get(row)?.warnings ?? []), problem] })
  }
  return rows
}

/** Does one entry; a refusal becomes its answer. */
export async function attempt(actor: Actor, write: () => Promise<EntryAnswer>): Promise<EntryAnswer> {
  try {
    return await write()
  } catch (error) {
    if (error instanceof AppError || error instanceof HttpError) return toProblemBody(error, actor.locale)
    throw error
  }
}

/** Problems point into the whole body, not into one entry. */
export async function pointingTo<T>(pointer: string, write: () => Promise<T>): Promise<T> {
  try {
    return await write()
  } catch (error) {
    if (!(error instanceof AppError)) throw error
    const problems = error.problems.map((problem) => ({ ...problem, pointer: pointer + (problem.pointer ?? '') }))
    throw new AppError(error.code, {
      status: error.status,
      message: error.localized,
      params: { ...error.params, pointer },
      problems,
    })
  }
}

import { AppError } from '@fieldwork/metadata'
import type { Actor } from '@fieldwork/records'
import { HttpError } from '../../errors.ts'
import { toProblemBody, type ProblemBody } from '../../http/problem.ts'

/** What became of one entry; `status` as if it had been a request of its own. */
export type EntryAnswer = { status: number; id: string; version?: number } | ProblemBody

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

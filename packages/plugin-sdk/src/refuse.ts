import type { LocalizedText, Problem } from '@fieldwork/fields'
import { AppError } from '@fieldwork/metadata'
import type { ForeignCode } from '@fieldwork/metadata'

/** What a refusal says. */
export interface Refused {
  /** stable: what programs tell it by, e.g. `my-plugin/too_many` */
  code: ForeignCode
  message: LocalizedText
  /** HTTP status; default 409 */
  status?: number
  /** what is wrong with what was sent, each with its pointer */
  problems?: Problem[]
  params?: Record<string, unknown>
}

/** A refusal in people’s words: thrown in a hook it undoes the write, in a route it is the answer. */
export function refuse({ code, message, status = 409, problems = [], params = {} }: Refused): AppError {
  return new AppError(code, { status, message, problems, params })
}

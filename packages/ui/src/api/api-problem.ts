/** One problem of a refused request, in the caller's language. */
export interface ServerProblem {
  pointer?: string
  code: string
  message: string
  params?: Record<string, unknown>
}

/** An RFC 9457 body as the API sends it. */
export interface ProblemBody {
  status?: number
  code?: string
  title?: string
  detail?: string
  problems?: ServerProblem[]
  steps?: { summary: string }[]
}

/**
 * A refused request. `code` is stable (`validation_failed`, `stale_version` …; `unreachable` when no answer came),
 * `message` is for people, `problems` say what to correct.
 */
export class ApiProblem extends Error {
  readonly status: number
  readonly code: string
  readonly problems: ServerProblem[]
  /** what is to be confirmed, in words */
  readonly steps: { summary: string }[]

  constructor(status: number, body: ProblemBody) {
    super(body.detail ?? body.title ?? `HTTP ${status}`)
    this.name = 'ApiProblem'
    this.status = status
    this.code = body.code ?? 'unknown'
    this.problems = body.problems ?? []
    this.steps = body.steps ?? []
  }
}

/** True for a refused request, optionally of one code. */
export function isApiProblem(error: unknown, code?: string): error is ApiProblem {
  return error instanceof ApiProblem && (code === undefined || error.code === code)
}

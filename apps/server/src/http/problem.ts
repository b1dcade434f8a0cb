import { randomUUID } from 'node:crypto'
import { STATUS_CODES } from 'node:http'
import { AppError, errors, type ErrorCode } from '@fieldwork/metadata'
import type { SchemaStep } from '@fieldwork/database'
import type { Problem } from '@fieldwork/fields'
import type { FastifyError, FastifyReply, FastifyRequest } from 'fastify'
import { HttpError, refuse, type Refusal } from '../errors.ts'
import { describeDatabaseError } from './database-errors.ts'
import { resolveText, type Locale } from './locale.ts'

/** RFC 9457 as the API answers it. */
export interface ProblemBody {
  type: string
  title: string
  status: number
  code: string
  detail: string
  problems: ResolvedProblem[]
  /** of an internal error: where to find it in the log */
  reference?: string
  /** of a change that needs confirmation: its plan */
  steps?: ResolvedStep[]
}

export type ResolvedStep = Omit<SchemaStep, 'summary'> & { summary: string }

/** A problem in one language; definition problems carry their kind and name as well. */
export type ResolvedProblem = Omit<Problem, 'message'> & { message: string }

const FASTIFY_CODES: Record<string, ErrorCode> = {
  FST_ERR_CTP_BODY_TOO_LARGE: 'too_large',
  FST_ERR_CTP_INVALID_MEDIA_TYPE: 'unsupported_media_type',
  FST_ERR_CTP_INVALID_TYPE: 'unsupported_media_type',
  FST_ERR_CTP_EMPTY_TYPE: 'unsupported_media_type',
  FST_ERR_BAD_URL: 'not_found',
  FST_ERR_MAX_PARAM_LENGTH: 'not_found',
}

/** Fastify's error handler: every failure becomes a problem in the caller's language. */
export function sendProblem(error: Error, request: FastifyRequest, reply: FastifyReply): void {
  const refusal = toRefusal(error, request) ?? reportBug(error, request)
  if (refusal.code === 'unavailable') request.log.warn({ err: error }, 'the database cannot be reached')
  if (refusal.status === 401) reply.header('www-authenticate', 'Bearer')
  if (refusal.code === 'busy') reply.header('retry-after', '10')
  if (refusal.code === 'rate_limited') reply.header('retry-after', String(refusal.params.seconds ?? 60))
  reply
    .code(refusal.status)
    .header('cache-control', 'no-store')
    .removeHeader('etag')
    .type('application/problem+json; charset=utf-8')
    .send(JSON.stringify(toProblemBody(refusal, request.locale)))
}

/** The problem document of a refusal. */
export function toProblemBody(refusal: Refusal, locale: Locale): ProblemBody {
  const { reference, steps } = refusal.params
  return {
    type: `/api/docs#${refusal.code}`,
    title: STATUS_CODES[refusal.status] ?? 'Error',
    status: refusal.status,
    code: refusal.code,
    detail: resolveText(refusal.localized, locale),
    problems: resolveProblems(refusal.problems, locale),
    ...(typeof reference === 'string' ? { reference } : {}),
    ...(Array.isArray(steps) ? { steps: resolveSteps(steps as SchemaStep[], locale) } : {}),
  }
}

/** Problems with their messages in one language. */
export function resolveProblems(problems: readonly Problem[], locale: Locale): ResolvedProblem[] {
  return problems.map((problem) => ({ ...problem, message: resolveText(problem.message, locale) }))
}

/** The steps of a plan with their summaries in one language. */
export function resolveSteps(steps: readonly SchemaStep[], locale: Locale): ResolvedStep[] {
  return steps.map((step) => ({ ...step, summary: resolveText(step.summary, locale) }))
}

/** @returns null for what can only be a bug */
function toRefusal(error: Error, request: FastifyRequest): Refusal | null {
  if (error instanceof AppError || error instanceof HttpError) return error
  return fromFastify(error as FastifyError, request) ?? describeDatabaseError(error)
}

function fromFastify(error: FastifyError, request: FastifyRequest): Refusal | null {
  const code = FASTIFY_CODES[error.code]
  if (code) return refuse(code, paramsOf(request))
  const status = error.statusCode ?? 500
  if (status === 429) return refuse('rate_limited', { seconds: 60 })
  return status >= 400 && status < 500 ? refuse('invalid_request', { reason: error.message }) : null
}

function paramsOf(request: FastifyRequest): Record<string, unknown> {
  const limitBytes = request.routeOptions.bodyLimit ?? 0
  return {
    name: request.url.split('?')[0],
    limit: `${Math.round(limitBytes / 1024)} KiB`,
    expected: 'application/json',
    found: request.headers['content-type'] ?? '(none)',
  }
}

/** The caller gets a reference, the log gets everything. */
function reportBug(error: Error, request: FastifyRequest): Refusal {
  const reference = randomUUID()
  request.log.error({ err: error, reference, method: request.method, url: request.url }, 'internal error')
  return new AppError('internal_error', {
    status: 500,
    message: errors.internal_error.message,
    params: { reference },
  })
}

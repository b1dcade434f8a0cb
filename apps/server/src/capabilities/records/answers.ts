import type { RecordText } from '@fieldwork/records'
import type { FastifyReply } from 'fastify'
import type { Locale } from '../../http/locale.ts'
import { resolveProblems } from '../../http/problem.ts'
import { JSON_TYPE, jsonAnswer, type WireAnswer } from '../../http/answer.ts'

export interface ObjectParams {
  Params: { object: string }
}

export interface RecordParams {
  Params: { object: string; id: string }
}

/** Sends JSON text that the database made, as it is. */
export function sendJson(reply: FastifyReply, json: string): FastifyReply {
  return reply.type(JSON_TYPE).send(json)
}

/**
 * Sends a record with its version as ETag. Labels and formulas can change without the version, so nothing may keep
 * the answer on its own account.
 */
export function sendRecord(reply: FastifyReply, record: RecordText): FastifyReply {
  const { version } = record
  const json = withWarnings(record, reply.request.locale)
  return sendJson(reply.header('etag', `"${version}"`).header('cache-control', 'no-store'), json)
}

/** The same answer, not yet sent. */
export function recordAnswer(status: number, record: RecordText, { locale, ...headers }: AnswerOptions): WireAnswer {
  const json = withWarnings(record, locale)
  return jsonAnswer(status, json, { etag: `"${record.version}"`, 'cache-control': 'no-store', ...headers })
}

interface AnswerOptions {
  locale: Locale
  location?: string
}

/** Warnings stand under a name that no field can have. */
function withWarnings({ json, warnings = [] }: RecordText, locale: Locale): string {
  if (warnings.length === 0) return json
  return `${json.slice(0, -1)},"@warnings":${JSON.stringify(resolveProblems(warnings, locale))}}`
}

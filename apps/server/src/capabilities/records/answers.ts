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

const cursorStart = '"page":{"after":"'

/** Sends a page of records; where another follows, its address stands in `Link` too (RFC 8288). */
export function sendPage(reply: FastifyReply, json: string): FastifyReply {
  const start = json.lastIndexOf(cursorStart) + cursorStart.length
  if (start < cursorStart.length) return sendJson(reply, json)
  const [path = '', query] = reply.request.url.split('?')
  const search = new URLSearchParams(query)
  search.set('after', json.slice(start, json.indexOf('"', start)))
  return sendJson(reply.header('link', `<${path}?${search}>; rel="next"`), json)
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

/** The record with something more, under a name that no field can have. */
export const withMember = (record: RecordText, name: `_${string}`, value: unknown): RecordText => ({
  ...record,
  json: `${record.json.slice(0, -1)},${JSON.stringify(name)}:${JSON.stringify(value)}}`,
})

/** Warnings stand under a name that no field can have. */
function withWarnings({ json, warnings = [] }: RecordText, locale: Locale): string {
  if (warnings.length === 0) return json
  return `${json.slice(0, -1)},"@warnings":${JSON.stringify(resolveProblems(warnings, locale))}}`
}

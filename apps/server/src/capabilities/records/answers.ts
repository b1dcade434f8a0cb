import type { RecordText } from '@fieldwork/records'
import type { FastifyReply } from 'fastify'
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
export function sendRecord(reply: FastifyReply, { json, version }: RecordText): FastifyReply {
  return sendJson(reply.header('etag', `"${version}"`).header('cache-control', 'no-store'), json)
}

/** The same answer, not yet sent. */
export function recordAnswer(status: number, record: RecordText, headers: Record<string, string> = {}): WireAnswer {
  const { json, version } = record
  return jsonAnswer(status, json, { etag: `"${version}"`, 'cache-control': 'no-store', ...headers })
}

import type { FastifyReply } from 'fastify'

/** An answer as it goes over the wire, so that it can be stored and given again byte for byte. */
export interface WireAnswer {
  status: number
  headers: Record<string, string>
  body: string
}

export const JSON_TYPE = 'application/json; charset=utf-8'

export function jsonAnswer(status: number, body: string, headers: Record<string, string> = {}): WireAnswer {
  return { status, headers: { 'content-type': JSON_TYPE, ...headers }, body }
}

export function sendAnswer(reply: FastifyReply, { status, headers, body }: WireAnswer): FastifyReply {
  return reply.code(status).headers(headers).send(body)
}

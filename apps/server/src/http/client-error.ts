import { STATUS_CODES } from 'node:http'
import type { Socket } from 'node:net'
import { refuse, say } from '../errors.ts'
import { chooseLocale } from './locale.ts'
import { toProblemBody } from './problem.ts'

const statuses: Record<string, number> = { HPE_HEADER_OVERFLOW: 431, ERR_HTTP_REQUEST_TIMEOUT: 408 }
const reasons: Record<string, ReturnType<typeof say>> = {
  HPE_HEADER_OVERFLOW: say('address and headers are too long', '请求地址或请求头过长'),
  ERR_HTTP_REQUEST_TIMEOUT: say('it took too long to arrive', '请求传输超时'),
}
const unreadable = say('it is not HTTP', '不是有效的 HTTP 请求')

/** Answers what never became a request, then hangs up. Its language is unknown. */
export function answerUnreadableRequest(error: Error & { code?: string }, socket: Socket): void {
  if (error.code === 'ECONNRESET' || !socket.writable) return void socket.destroy()
  const refusal = refuse('invalid_request', { reason: reasons[error.code ?? ''] ?? unreadable })
  const status = statuses[error.code ?? ''] ?? 400
  const body = JSON.stringify({
    ...toProblemBody(refusal, chooseLocale(undefined)),
    status,
    title: STATUS_CODES[status],
  })
  const head = `HTTP/1.1 ${status} ${STATUS_CODES[status]}\r\ncontent-type: application/problem+json; charset=utf-8`
  socket.end(`${head}\r\ncontent-length: ${Buffer.byteLength(body)}\r\nconnection: close\r\n\r\n${body}`)
}

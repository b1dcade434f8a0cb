import { isUtf8 } from 'node:buffer'
import { pointerOf } from '@fieldwork/metadata'
import { parse } from 'secure-json-parse'
import { refuse, say } from '../errors.ts'

/** Arrays and objects inside one another; anything deeper is an attack on recursive code. */
export const MAX_JSON_DEPTH = 64

const SUSPECT_ESCAPE = /\\u(?:0000|[dD][89a-fA-F])/
const UNSTORABLE = /\0|\p{Surrogate}/u

/**
 * Reads a JSON request body.
 *
 * @returns undefined for an empty body
 * @throws invalid_json (not JSON, not UTF-8, too deep, `__proto__` keys), invalid_text (a string that no database can
 *   store: NUL characters, halves of surrogate pairs)
 */
export function parseJsonBody(body: Buffer): unknown {
  if (body.length === 0) return undefined
  if (isTooDeep(body))
    throw refuse('invalid_json', { reason: say(`more than ${MAX_JSON_DEPTH} levels`, `嵌套超过 ${MAX_JSON_DEPTH} 层`) })
  const text = decode(body)
  const value = parseText(text)
  if (SUSPECT_ESCAPE.test(text)) refuseUnstorableText(value, '')
  return value
}

/** @throws unsupported_media_type for a compressed body */
export function refuseEncoding(encoding: string | undefined): void {
  if (encoding === undefined || encoding.toLowerCase() === 'identity') return
  throw refuse('unsupported_media_type', { expected: 'identity', found: encoding })
}

/** True for text that PostgreSQL cannot hold. */
export function isUnstorable(text: string): boolean {
  return UNSTORABLE.test(text)
}

function decode(body: Buffer): string {
  if (!isUtf8(body)) throw refuse('invalid_json', { reason: say('not UTF-8', '不是 UTF-8 编码') })
  return body.toString('utf8')
}

function parseText(text: string): unknown {
  try {
    return parse(text)
  } catch (error) {
    throw refuse('invalid_json', { reason: error instanceof SyntaxError ? error.message : '' })
  }
}

/** Counts brackets outside strings, before anything recursive sees the text. */
function isTooDeep(body: Buffer): boolean {
  let depth = 0
  for (let index = 0; index < body.length; index++) {
    const byte = body[index]
    if (byte === 0x22) index = endOfString(body, index)
    else if (byte === 0x7b || byte === 0x5b) depth++
    else if (byte === 0x7d || byte === 0x5d) depth--
    if (depth > MAX_JSON_DEPTH) return true
  }
  return false
}

function endOfString(body: Buffer, start: number): number {
  for (let index = start + 1; index < body.length; index++) {
    if (body[index] === 0x5c) index++
    else if (body[index] === 0x22) return index
  }
  return body.length
}

function refuseUnstorableText(value: unknown, pointer: string): void {
  if (typeof value === 'string') {
    if (isUnstorable(value)) throw refuse('invalid_text', { pointer })
    return
  }
  if (value === null || typeof value !== 'object') return
  for (const [key, member] of Object.entries(value)) {
    if (isUnstorable(key)) throw refuse('invalid_text', { pointer })
    refuseUnstorableText(member, pointer + pointerOf(key))
  }
}

import { isId } from '@fieldwork/database'
import { refuse, say } from '../errors.ts'

/**
 * An id from a path. One that cannot exist is answered like one that does not.
 *
 * @throws not_found
 */
export function readId(text: string): string {
  if (!isId(text)) throw refuse('not_found', { name: text })
  return text.toLowerCase()
}

/**
 * The version that a write expects, from If-Match (RFC 9110 13.1.1): `"3"`, `W/"3"` or plain 3.
 *
 * @returns undefined when absent or `*`
 * @throws invalid_parameter when it is no version
 */
export function readIfMatch(header: string | undefined): number | undefined {
  if (header === undefined || header.trim() === '*') return undefined
  const match = /^\s*(?:W\/)?"?(\d{1,9})"?\s*$/.exec(header)
  if (match) return Number(match[1])
  const reason = say('expected a version such as "3"', '应为版本号，例如 "3"')
  throw refuse('invalid_parameter', { name: 'If-Match', reason })
}

/** True when the caller already has this version (If-None-Match). */
export function isKnownVersion(header: string | undefined, version: number): boolean {
  if (header === undefined) return false
  return header.split(',').some((tag) => tag.trim().replace(/^W\//, '') === `"${version}"`)
}

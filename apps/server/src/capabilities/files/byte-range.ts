import type { ByteRange } from '@fieldwork/records'

/**
 * The one range that a request asks for (RFC 9110, section 14): `bytes=0-99`, `bytes=100-`, `bytes=-50`.
 *
 * @returns null for the whole: no range, several, or none that can be read; unsatisfiable: it begins behind the end
 */
export function readRange(header: string | undefined, size: number): ByteRange | null | 'unsatisfiable' {
  const match = /^bytes=(\d{0,15})-(\d{0,15})$/.exec(header?.trim() ?? '')
  if (!match || (match[1] === '' && match[2] === '')) return null
  const [, first = '', last = ''] = match
  if (first === '') return Number(last) === 0 || size === 0 ? 'unsatisfiable' : tail(size, Number(last))
  const start = Number(first)
  const end = last === '' ? size - 1 : Math.min(Number(last), size - 1)
  if (last !== '' && Number(last) < start) return null
  return start >= size ? 'unsatisfiable' : { start, end }
}

const tail = (size: number, length: number): ByteRange => ({ start: Math.max(0, size - length), end: size - 1 })

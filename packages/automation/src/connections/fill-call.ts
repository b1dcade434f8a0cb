import { appError } from '@fieldwork/metadata'
import { wholeText } from './whole-text.ts'

interface CallOptions {
  connection: string
  path?: string
  parameters?: Record<string, unknown>
  query?: Record<string, unknown>
  format?: 'json' | 'form' | 'xml' | 'text'
  values?: Record<string, unknown>
  body?: string
}

const NAME = /\{([A-Za-z_]\w*)\}/g

const shown = (value: unknown): string =>
  value === null || value === undefined ? '' : typeof value === 'object' ? JSON.stringify(value) : String(value)

/** The path with its parameters, each one segment whatever is in it, and the query. */
export function pathOf({ connection, path = '', parameters = {}, query = {} }: CallOptions): string {
  const filled = path.replaceAll(NAME, (_, name: string) => {
    const text = Object.hasOwn(parameters, name) ? shown(parameters[name]) : ''
    if (text !== '' && text !== '.' && text !== '..') return encodeURIComponent(wholeText(text))
    throw appError('call_failed', { name: connection, reason: `“${name}” of the path has no value that can be used` })
  })
  const search = new URLSearchParams(pairsOf(query)).toString()
  return search === '' ? filled : `${filled}${filled.includes('?') ? '&' : '?'}${search}`
}

const pairsOf = (values: Record<string, unknown>): [string, string][] =>
  Object.entries(values).flatMap(([name, value]) => (value === null ? [] : [[name, shown(value)] as [string, string]]))

const types = {
  json: 'application/json',
  form: 'application/x-www-form-urlencoded',
  xml: 'text/xml; charset=utf-8',
  text: 'text/plain; charset=utf-8',
} as const

/** The body of a call and the header that says what it is; null: it has none. */
export function bodyOf({ format = 'json', values, body, parameters = {} }: CallOptions): {
  text: string | null
  headers: Record<string, string>
} {
  const headers = { 'content-type': types[format] }
  if (format === 'json' || format === 'form') {
    if (!values) return { text: null, headers: {} }
    return {
      text: format === 'json' ? JSON.stringify(values) : new URLSearchParams(pairsOf(values)).toString(),
      headers,
    }
  }
  if (body === undefined) return { text: null, headers: {} }
  const escape = format === 'xml' ? escapeXml : (text: string) => text
  const text = body.replaceAll(NAME, (whole, name: string) =>
    Object.hasOwn(parameters, name) ? escape(shown(parameters[name])) : whole,
  )
  return { text, headers }
}

const entities: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&apos;',
}

/** Text as it stands in an element or attribute; characters that XML has no way to write are left out. */
const escapeXml = (text: string): string =>
  wholeText(text)
    // oxlint-disable-next-line no-control-regex -- what XML 1.0 forbids
    .replaceAll(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/g, '')
    .replaceAll(/[&<>"']/g, (found) => entities[found]!)

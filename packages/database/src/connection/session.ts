import type { DatabaseOptions } from './types.ts'

const schemaPattern = /^[a-z][a-z0-9_]{0,55}$/

/** The schema's name, checked: it becomes part of statements. */
export function schemaName(schema = 'main'): string {
  if (schemaPattern.test(schema)) return schema
  throw new Error(`A workspace's schema is named [a-z][a-z0-9_]*, found ${JSON.stringify(schema)}`)
}

/**
 * The address with the session's settings as start-up options, so that a new connection needs no further round trip.
 * A generic plan prices LIMIT at a tenth of the table and would start the JIT compiler; hence `jit=off`.
 */
export function connectionString({ url, schema, statementTimeoutMs = 30_000 }: DatabaseOptions): string {
  const settings = {
    TimeZone: 'UTC',
    DateStyle: 'ISO',
    IntervalStyle: 'iso_8601',
    jit: 'off',
    plan_cache_mode: 'auto',
    search_path: schemaName(schema),
    statement_timeout: String(statementTimeoutMs),
    idle_in_transaction_session_timeout: '60000',
  }
  const address = new URL(url)
  const given = address.searchParams.get('options')
  const ours = Object.entries(settings).map(([name, value]) => `-c ${name}=${value}`)
  address.searchParams.set('options', [given, ...ours].filter(Boolean).join(' '))
  if (!address.searchParams.has('application_name')) address.searchParams.set('application_name', 'fieldwork')
  return address.href
}

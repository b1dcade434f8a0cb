import type { InjectOptions } from 'fastify'
import { createRandom, type Random } from './random.ts'

type Schema = Record<string, unknown>

interface Parameter {
  name: string
  in: 'path' | 'query' | 'header'
  schema: Schema
}

interface Operation {
  method: string
  path: string
  parameters: Parameter[]
  body: Schema | null
  responses: FuzzedRequest['responses']
}

/** A request, and what the document promises as answers, by status. */
export interface FuzzedRequest {
  options: InjectOptions
  responses: Readonly<Record<string, { content?: Record<string, unknown> }>>
}

/** The parts of an OpenAPI document that requests are made from. */
export interface ApiDocument {
  paths: Record<string, Record<string, DocumentedOperation>>
  components: { schemas: Record<string, Schema> }
}

interface DocumentedOperation {
  parameters?: Parameter[]
  requestBody?: RequestBody
  responses: FuzzedRequest['responses']
}

interface RequestBody {
  content: Record<string, { schema: Schema }>
}

/** Ways in which data goes wrong in practice and on purpose. */
const NASTY: readonly unknown[] = [
  null,
  '',
  ' ',
  '\u0000',
  '\ud800',
  '😀'.repeat(50),
  'x'.repeat(5_000),
  "'; drop table customer; --",
  '../../etc/passwd',
  '<script>alert(1)</script>',
  '__proto__',
  'null',
  'NaN',
  '0x10',
  '1e400',
  '2026-02-30',
  '9999-99-99T99:99:99Z',
  '-0001-01-01',
  -1,
  0,
  1.5,
  1e308,
  -1e308,
  2 ** 53 + 2,
  true,
  [],
  [[[[[[]]]]]],
  {},
  { constructor: { prototype: {} } },
  { $ref: '#' },
  ['a', 1, null],
]

const EXPRESSIONS = [
  'true',
  'false',
  'id != null',
  'version > 1',
  "created_at > now() - duration('P1D')",
  'created_by == user.id',
  '((((((((((1 == 1))))))))))',
  '1 / 0 == 1',
  '!',
  'a b',
  'unknown_thing == 1',
  "'unclosed",
  'x'.repeat(4_100),
  'size("") == 0 && '.repeat(200) + 'true',
]

const EXPANDS = [
  'lines',
  'lines(limit:2,sort:-price,expand:parts)',
  'bill_remark(filter:version > 0)',
  'contact',
  'opportunity(limit:2)',
  'contact(limit:1,sort:-created_at),opportunity(filter:version > 0)',
  'opportunity(expand:quote(limit:3))',
  'nope',
  'contact(',
  'contact(limit:0)',
  'contact(limit:5,limit:6)',
  'contact(expand:contact(expand:contact(expand:contact)))',
]

/** Requests that end a session or lock out the tests themselves. */
const LEFT_OUT = new Set([
  'post /api/auth/logout',
  'post /api/auth/login',
  'post /api/auth/password',
  'delete /api/tokens/{id}',
  'patch /api/users/{id}',
])

/** Makes requests from an API document: some as it says, some nearly, some not at all. The same seed, the same requests. */
export interface Fuzzer {
  next(): FuzzedRequest
  /** remembers ids in an answer, so that later requests name records that exist */
  learn(path: string, body: unknown): void
}

const MAX_KNOWN_IDS = 200

export function createFuzzer(document: ApiDocument, seed: number): Fuzzer {
  const random = createRandom(seed)
  const operations = operationsOf(document)
  const known = new Map<string, string[]>()
  const context: Context = { random, schemas: document.components.schemas, known }
  return {
    next: () => requestOf(context, random.pick(operations)),
    learn: (path, body) => remember(known, objectOf(path), body),
  }
}

interface Context {
  random: Random
  schemas: Record<string, Schema>
  /** ids of records by object */
  known: Map<string, string[]>
}

function operationsOf({ paths }: ApiDocument): Operation[] {
  return Object.entries(paths).flatMap(([path, item]) =>
    Object.entries(item).flatMap(([method, { parameters = [], requestBody, responses }]) => {
      if (LEFT_OUT.has(`${method} ${path}`)) return []
      return [{ method, path, parameters, body: requestBody?.content['application/json']?.schema ?? null, responses }]
    }),
  )
}

const objectOf = (path: string): string => /^\/api\/records\/(\w+)/.exec(path)?.[1] ?? ''

function remember(known: Map<string, string[]>, object: string, body: unknown): void {
  if (object === '' || typeof body !== 'object' || body === null) return
  const { id, data } = body as { id?: unknown; data?: unknown }
  const rows = Array.isArray(data) ? (data as { id?: unknown }[]) : []
  const found = [id, ...rows.map((row) => row?.id)].filter((value): value is string => typeof value === 'string')
  const ids = known.get(object) ?? []
  known.set(object, [...found, ...ids].slice(0, MAX_KNOWN_IDS))
}

function requestOf(context: Context, operation: Operation): FuzzedRequest {
  const { random } = context
  const query = operation.parameters.filter(({ in: place }) => place === 'query' && random.chance(0.35))
  const headers = operation.parameters.filter(({ in: place }) => place === 'header' && random.chance(0.3))
  const search = new URLSearchParams(query.map(({ name, schema }) => [name, asText(queryValue(context, name, schema))]))
  if (random.chance(0.02)) search.append('unknown_parameter', '1')
  const payload = operation.body && random.chance(0.97) ? JSON.stringify(bodyOf(context, operation)) : undefined
  const options: InjectOptions = {
    method: operation.method.toUpperCase() as 'GET',
    url: `${pathOf(context, operation)}?${search}`,
    headers: {
      'accept-language': random.pick(['en', 'zh-CN', 'xx']),
      ...Object.fromEntries(headers.map(({ name, schema }) => [name, headerText(context, schema)])),
      ...(payload === undefined ? {} : { 'content-type': 'application/json' }),
    },
    ...(payload === undefined ? {} : { payload: random.chance(0.02) ? payload.slice(0, -1) : payload }),
  }
  return { options, responses: operation.responses }
}

/** Header values are visible ASCII. */
function headerText({ random }: Context, schema: Schema): string {
  if (schema.type === 'string' && random.chance(0.7)) return `"${random.integer(0, 5)}"`
  return random.pick(['*', '"x"', 'W/"1"', '', '-1', 'a'.repeat(300)])
}

function pathOf(context: Context, { path, parameters }: Operation): string {
  const object = objectOf(path)
  return path.replaceAll(/\{(\w+)\}/g, (_, name: string) => {
    const schema = parameters.find((one) => one.name === name)?.schema ?? {}
    return encodeURIComponent(pathValue(context, object, schema))
  })
}

function pathValue(context: Context, object: string, schema: Schema): string {
  const { random, known } = context
  const ids = known.get(object) ?? []
  if (schema.format === 'uuid' && ids.length > 0 && random.chance(0.8)) return random.pick(ids)
  if (random.chance(0.7)) return asText(valueOf(context, schema)) || 'x'
  return random.pick(['0', '-1', 'object', 'customer', '%00', 'ä', '../x', 'a'.repeat(200), "' or 1=1"])
}

function queryValue(context: Context, name: string, schema: Schema): unknown {
  const { random } = context
  if (random.chance(0.15)) return random.pick(NASTY)
  if (name === 'filter') return random.pick(EXPRESSIONS)
  if (name === 'sort') return random.pick(['-created_at', 'id,version', '-nothing', 'created_by.name', ',', '--id'])
  if (name === 'expand') return random.pick(EXPANDS)
  if (name === 'key') return random.pick(['id', 'code', 'name', 'email', 'nope', ''])
  if (name === 'fields') return random.pick(['id', 'id,version,created_at', 'created_by.name', 'nope', 'id,,id', '*'])
  if (name === 'group') return random.pick(['created_by', 'month(created_at)', 'month(id)', 'nope', 'day(created_at)'])
  if (name === 'measures') return random.pick(['count()', 'sum(version)', 'max(created_at)', 'sum(id)', 'count', ''])
  return valueOf(context, schema)
}

function bodyOf(context: Context, { body }: Operation): unknown {
  if (context.random.chance(0.05)) return context.random.pick(NASTY)
  return valueOf(context, body ?? {})
}

/** A value that a schema admits, or one that is wrong somewhere. */
function valueOf(context: Context, schema: Schema, depth = 0): unknown {
  const { random } = context
  if (random.chance(0.05) || depth > 6) return random.pick(NASTY)
  const resolved = resolve(context, schema)
  if (Array.isArray(resolved.enum)) return random.pick(resolved.enum)
  if ('const' in resolved) return resolved.const
  const variants = [resolved.anyOf, resolved.oneOf].find(Array.isArray) as Schema[] | undefined
  if (variants) return valueOf(context, random.pick(variants), depth + 1)
  const types = [resolved.type ?? 'object'].flat() as string[]
  return ofType(context, random.pick(types), resolved, depth)
}

function resolve(context: Context, schema: Schema): Schema {
  const all = Array.isArray(schema.allOf) ? (schema.allOf as Schema[]) : []
  const target = typeof schema.$ref === 'string' ? context.schemas[schema.$ref.split('/').at(-1) ?? ''] : undefined
  return Object.assign({}, target, ...all.map((part) => resolve(context, part)), schema)
}

function ofType(context: Context, type: string, schema: Schema, depth: number): unknown {
  const { random } = context
  switch (type) {
    case 'string':
      return textOf(context, schema)
    case 'integer':
      return random.integer(Number(schema.minimum ?? -5), Number(schema.maximum ?? 1_000))
    case 'number':
      return random.integer(Number(schema.minimum ?? -5), 1_000) + random.pick([0, 0.5, 0.25])
    case 'boolean':
      return random.chance(0.5)
    case 'null':
      return null
    case 'array':
      return Array.from({ length: random.integer(0, 3) }, () =>
        valueOf(context, (schema.items ?? {}) as Schema, depth + 1),
      )
    default:
      return membersOf(context, schema, depth)
  }
}

function textOf({ random, known }: Context, schema: Schema): string {
  const ids = [...known.values()].flat()
  if (schema.format === 'uuid')
    return ids.length > 0 && random.chance(0.7) ? random.pick(ids) : '01934f5a-7c1e-7abc-8def-0123456789ab'
  if (schema.format === 'date') return random.pick(['2026-01-31', '1999-12-31', '2024-02-29'])
  if (schema.format === 'date-time') return random.pick(['2026-01-31T00:00:00Z', '2026-06-30T12:30:00+08:00'])
  if (schema.format === 'email') return random.pick(['a@example.com', 'nobody@'])
  return random.pick(['Acme', '上海贸易有限公司', 'a', 'draft', 'sum(amount)', 'customer', 'object', '13800000000'])
}

function membersOf(context: Context, schema: Schema, depth: number): Record<string, unknown> {
  const { random } = context
  const properties = (schema.properties ?? {}) as Record<string, Schema>
  const required = new Set((schema.required ?? []) as string[])
  const chosen = Object.entries(properties).filter(([name]) => random.chance(required.has(name) ? 0.97 : 0.25))
  const members = Object.fromEntries(chosen.map(([name, part]) => [name, valueOf(context, part, depth + 1)]))
  if (random.chance(0.04)) members[random.pick(['extra', '__proto__x', 'id', 'version', '😀'])] = random.pick(NASTY)
  return members
}

function asText(value: unknown): string {
  // a lone surrogate has no UTF-8, so no URL can carry it
  const text = typeof value === 'string' ? value : JSON.stringify(value)
  return (text ?? '').replaceAll(/\p{Surrogate}/gu, '\ufffd')
}

import type { Json, JsonSchema, LocalizedText } from '@fieldwork/fields'
import { resolveText, type Locale } from '../../http/locale.ts'
import { refTo } from './schemas.ts'

/** One operation, before it is written out as OpenAPI. */
export interface OperationSpec {
  method: 'get' | 'post' | 'put' | 'patch' | 'delete'
  /** with `{name}` placeholders */
  path: string
  tag: string
  summary: LocalizedText
  /** query parameters and headers, by name */
  query?: Record<string, JsonSchema>
  headers?: Record<string, JsonSchema>
  /** schema of the JSON body; `mediaTypes` adds further names for it */
  body?: JsonSchema
  bodyTypes?: readonly string[]
  isBodyOptional?: boolean
  /** the answer when all is well; no schema: no content */
  status?: 200 | 201 | 202 | 204 | 303
  answer?: JsonSchema
  /** default application/json */
  answerType?: string
  /** other media types the same answer comes in, on request */
  otherTypes?: string[]
  /** what else may be answered when all is well: without content, or with the same */
  otherStatuses?: Readonly<Record<number, 'same' | 'empty'>>
  isPublic?: boolean
  errors?: readonly number[]
}

const JSON_TYPE = 'application/json'

/** The OpenAPI path items of the operations, in their order. */
export function writePaths(specs: readonly OperationSpec[], locale: Locale): Record<string, Record<string, Json>> {
  const paths: Record<string, Record<string, Json>> = {}
  for (const spec of specs) {
    const item = (paths[spec.path] ??= {})
    item[spec.method] = writeOperation(spec, locale)
  }
  return paths
}

function writeOperation(spec: OperationSpec, locale: Locale): Json {
  return {
    operationId: operationId(spec),
    tags: [spec.tag],
    summary: resolveText(spec.summary, locale),
    ...(spec.isPublic ? { security: [] } : {}),
    parameters: parametersOf(spec),
    ...(spec.body ? { requestBody: requestBody(spec, spec.body) } : {}),
    responses: responsesOf(spec),
  }
}

function operationId({ method, path }: OperationSpec): string {
  const words = path.replace(/^\/(?:api\/)?/, '').split(/[^\w]+/)
  return [method, ...words].filter(Boolean).join('_')
}

function parametersOf(spec: OperationSpec): Json[] {
  const inPath = [...spec.path.matchAll(/\{(\w+)\}/g)].map(([, name]) => parameter(name!, 'path', pathSchema(name!)))
  const inQuery = Object.entries(spec.query ?? {}).map(([name, schema]) => parameter(name, 'query', schema))
  const inHeader = Object.entries(spec.headers ?? {}).map(([name, schema]) => parameter(name, 'header', schema))
  return [...inPath, ...inQuery, ...inHeader, ...(isSeenAs(spec) ? [{ $ref: '#/components/parameters/ViewAs' }] : [])]
}

/** Whatever an administrator may look at with the eyes of another user. */
const isSeenAs = ({ method, path, isPublic }: OperationSpec): boolean =>
  method === 'get' && !isPublic && !/^\/api\/(?:account|auth|tokens)(?:\/|$)/.test(path)

function pathSchema(name: string): JsonSchema {
  if (name === 'id') return { type: 'string', format: 'uuid' }
  return name === 'n' ? { type: 'integer', minimum: 0 } : { type: 'string' }
}

function parameter(name: string, place: string, { description, ...schema }: JsonSchema): Json {
  return { name, in: place, required: place === 'path', ...(description ? { description } : {}), schema }
}

function requestBody(spec: OperationSpec, schema: JsonSchema): Json {
  const content = Object.fromEntries((spec.bodyTypes ?? [JSON_TYPE]).map((type) => [type, { schema }]))
  return { required: !spec.isBodyOptional, content }
}

function responsesOf(spec: OperationSpec): Json {
  const status = String(spec.status ?? 200)
  const types = [spec.answerType ?? JSON_TYPE, ...(spec.otherTypes ?? [])]
  const schema = spec.answer
  const content = schema ? { content: Object.fromEntries(types.map((type) => [type, { schema }])) } : {}
  const others = Object.entries(spec.otherStatuses ?? {}).map(([code, has]) => [
    code,
    { description: has === 'same' ? 'OK' : 'Nothing new', ...(has === 'same' ? content : {}) },
  ])
  const errors = new Set([
    ...(spec.isPublic ? [] : [401]),
    ...(spec.body || spec.query ? [400] : []),
    ...(spec.errors ?? []),
  ])
  const refusals = [...errors].sort().map((code) => [String(code), { $ref: '#/components/responses/Problem' }])
  return {
    [status]: { description: 'OK', ...content },
    ...Object.fromEntries(others),
    ...Object.fromEntries(refusals),
    default: { $ref: '#/components/responses/Problem' },
  }
}

/** The header of what can be seen with the eyes of another user. */
export const viewAsParameter: Json = {
  name: 'X-View-As',
  in: 'header',
  required: false,
  description:
    'For administrators: id of the user as whom the answer is seen. Only for reading; the operation log names the administrator.',
  schema: { type: 'string', format: 'uuid' },
}

/** The shared refusal. */
export const problemResponse: Json = {
  description: 'Refused',
  content: { 'application/problem+json': { schema: refTo('Problem') } },
}

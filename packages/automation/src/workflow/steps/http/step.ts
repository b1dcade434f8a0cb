import { appError, valueAt } from '@fieldwork/metadata'
import { bodyOf, pathOf } from '../../../connections/fill-call.ts'
import type { CallAnswer } from '../../../connections/connection.ts'
import { wholeText } from '../../../connections/whole-text.ts'
import { fittingOutput } from '../../../scripts/output-types.ts'
import { scriptLimits } from '../../../scripts/script.ts'
import { whyUnstorable } from '../../../scripts/storable.ts'
import { defineStep, expression, optionsOf, outputOf, reference, template } from '../../step.ts'

const values = (description: string) => ({
  type: 'object',
  maxProperties: 100,
  description,
  additionalProperties: expression('any', 'The value'),
})

/** Calls a web service by a connection. */
export const http = defineStep({
  name: 'http',
  label: { en: 'Call a web service', 'zh-CN': '调用外部服务' },
  help: {
    en: 'Calls a service outside (REST, SOAP) by a connection and takes parts of its answer. Each attempt carries the same Idempotency-Key',
    'zh-CN': '通过外部连接调用服务（REST、SOAP），并从响应中取值。重试时携带相同的 Idempotency-Key',
  },
  icon: 'api',
  group: 'outside',
  order: 10,
  effect: 'outside',
  options: optionsOf(
    {
      connection: reference('connection', 'The service'),
      method: { enum: ['GET', 'POST', 'PUT', 'PATCH', 'DELETE', 'HEAD'], description: 'GET when left out' },
      path: {
        type: 'string',
        maxLength: 2000,
        description: 'After the address of the connection; `{name}` is filled in from parameters',
      },
      parameters: values('What `{name}` in the path and in a text or XML body stands for; escaped as its place needs'),
      query: values('After `?`, by name; what is null is left out'),
      headers: {
        type: 'object',
        maxProperties: 30,
        description: 'By name',
        propertyNames: { pattern: '^[A-Za-z0-9-]{1,100}$' },
        additionalProperties: template('The value'),
      },
      format: { enum: ['json', 'form', 'xml', 'text'], description: 'How the body is written; json when left out' },
      values: values('The body, by name: of json and form'),
      body: { type: 'string', maxLength: 50_000, description: 'The body of xml (also SOAP) and text, with `{name}`' },
      expect: {
        type: 'array',
        maxItems: 20,
        items: { type: 'integer', minimum: 100, maximum: 599 },
        description: 'Statuses that are a success; 200 to 299 when left out',
      },
      take: {
        type: 'object',
        maxProperties: 50,
        description: 'By name: parts of a JSON answer that later steps use',
        additionalProperties: optionsOf(
          {
            pointer: {
              type: 'string',
              maxLength: 500,
              pattern: '^(?:/.*)?$',
              description: 'Where it stands, e.g. `/data/id` (RFC 6901)',
            },
            type: {
              enum: ['text', 'integer', 'decimal', 'boolean', 'date', 'datetime', 'texts', 'any'],
              description: 'What it is; texts: a list of texts',
            },
            required: { type: 'boolean', description: 'Without it the call has failed' },
          },
          ['pointer', 'type'],
        ),
      },
      retries: { type: 'integer', minimum: 0, maximum: 5, description: 'Attempts after the first; 2 when left out' },
      timeoutMs: {
        type: 'integer',
        minimum: 100,
        maximum: 60_000,
        description: 'Milliseconds of one attempt; as the connection says when left out',
      },
    },
    ['connection'],
  ),
  output: outputOf({
    status: { type: 'integer', description: 'HTTP status' },
    result: { 'x-typed-by': 'take', description: 'What was taken of the answer; all of it where nothing is named' },
    attempts: { type: 'integer', description: 'How often it was called' },
  }),
  async run({ outside, signal, idempotencyKey, dry }, given) {
    const options = given as unknown as Options
    const path = pathOf(options)
    const body = bodyOf(options)
    if (dry) return { kind: 'done', output: { status: 0, result: null, attempts: 0 } }
    const answer = await outside.connections.call(options.connection, {
      method: options.method ?? 'GET',
      path,
      headers: { ...body.headers, ...options.headers, 'idempotency-key': idempotencyKey },
      body: body.text,
      key: idempotencyKey,
      retries: options.retries ?? 2,
      ...(options.timeoutMs !== undefined && { timeoutMs: options.timeoutMs }),
      signal,
    })
    const { status, attempts } = answer
    return { kind: 'done', output: { status, result: resultOf(answer, options), attempts } }
  },
})

interface Options {
  connection: string
  method?: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE' | 'HEAD'
  path?: string
  parameters?: Record<string, unknown>
  query?: Record<string, unknown>
  headers?: Record<string, string>
  format?: 'json' | 'form' | 'xml' | 'text'
  values?: Record<string, unknown>
  body?: string
  expect?: number[]
  take?: Record<string, { pointer: string; type: string; required?: boolean }>
  retries?: number
  timeoutMs?: number
}

/** @throws call_failed where its status is none that is expected, or the answer lacks what is to be taken */
function resultOf({ status, body, headers }: CallAnswer, { connection: name, expect, take }: Options): unknown {
  const isExpected = expect ? expect.includes(status) : status >= 200 && status < 300
  if (!isExpected) throw appError('call_failed', { name, reason: `status ${status}` })
  const isJson = /[/+]json\b/.test(headers['content-type'] ?? '')
  if (!isJson && !take) return wholeText(body)
  const parsed = parse(body)
  if (parsed === undefined) throw appError('call_failed', { name, reason: 'its answer is no JSON that can be kept' })
  if (!take) return parsed
  const found = Object.entries(take).map(([part, { pointer }]) => [part, valueAt(parsed, pointer) ?? null])
  return fittingOutput(Object.fromEntries(found), take)
}

function parse(body: string): unknown {
  if (body === '') return null
  try {
    const value = JSON.parse(body) as unknown
    return whyUnstorable(JSON.stringify(value), scriptLimits) === null ? value : undefined
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error
    return undefined
  }
}

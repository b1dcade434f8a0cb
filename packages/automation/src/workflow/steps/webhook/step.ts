import { appError } from '@fieldwork/metadata'
import { signCall } from '../../../hooks/signature.ts'
import { defineStep, expression, optionsOf, outputOf, reference } from '../../step.ts'

interface Options {
  connection: string
  path?: string
  event: string
  values?: Record<string, unknown>
  retries?: number
  timeoutMs?: number
}

/** Tells a system outside that something has happened, signed. */
export const webhook = defineStep({
  name: 'webhook',
  label: { en: 'Send a webhook', 'zh-CN': '发送 Webhook' },
  help: {
    en: 'Posts an event as JSON by a connection, signed with its signature secret (Standard Webhooks). Each attempt carries the same webhook-id',
    'zh-CN': '通过外部连接以 JSON 推送事件，并用连接的签名密钥签名（Standard Webhooks 规范）。重试时 webhook-id 不变',
  },
  icon: 'cloud-upload',
  group: 'outside',
  order: 20,
  effect: 'outside',
  options: optionsOf(
    {
      connection: reference('connection', 'Where it goes; its signature secret has to be set'),
      path: { type: 'string', maxLength: 2000, description: 'After the address of the connection' },
      event: {
        type: 'string',
        pattern: '^[A-Za-z][A-Za-z0-9_.-]{0,99}$',
        description: 'What has happened, e.g. `order.paid`',
      },
      values: {
        type: 'object',
        maxProperties: 100,
        description: 'The data of the event, by name',
        additionalProperties: expression('any', 'The value'),
      },
      retries: { type: 'integer', minimum: 0, maximum: 5, description: 'Attempts after the first; 3 when left out' },
      timeoutMs: { type: 'integer', minimum: 100, maximum: 60_000, description: 'Milliseconds of one attempt' },
    },
    ['connection', 'event'],
  ),
  output: outputOf({
    status: { type: 'integer', description: 'HTTP status' },
    attempts: { type: 'integer', description: 'How often it was sent' },
  }),
  async run({ outside, signal, idempotencyKey, dry, now, run }, given) {
    const { connection: name, path = '', event, values = {}, retries = 3, timeoutMs } = given as unknown as Options
    if (dry) return { kind: 'done', output: { status: 0, attempts: 0 } }
    const secret = await outside.connections.signature(name)
    if (secret === undefined) throw appError('call_failed', { name, reason: 'its signature secret is not set' })
    const about = run.object !== null && run.record !== null ? { object: run.object, id: run.record } : null
    const body = JSON.stringify({ type: event, timestamp: now.toISOString(), about, data: values })
    const { status, attempts } = await outside.connections.call(name, {
      method: 'POST',
      path,
      headers: {
        'content-type': 'application/json',
        'idempotency-key': idempotencyKey,
        ...signCall({ secret, id: idempotencyKey, body }, now),
      },
      body,
      key: idempotencyKey,
      retries,
      ...(timeoutMs !== undefined && { timeoutMs }),
      signal,
    })
    if (status < 200 || status > 299) throw appError('call_failed', { name, reason: `status ${status}` })
    return { kind: 'done', output: { status, attempts } }
  },
})

import type { JsonSchema, LocalizedText } from '@fieldwork/fields'
import type { OperationSpec } from './operations.ts'
import { refTo } from './schemas.ts'

const both = (en: string, zh: string): LocalizedText => ({ en, 'zh-CN': zh })
const text = (description: string): JsonSchema => ({ type: 'string', description })

/** Workflows that other systems call. */
export const hookOperations: readonly OperationSpec[] = [
  {
    method: 'post',
    path: '/api/hooks/{name}',
    tag: 'workflows',
    summary: both(
      'Start a workflow from another system: signed as the Standard Webhooks say, or with a bearer token',
      '由其他系统启动工作流：按 Standard Webhooks 规范签名，或携带 Bearer 令牌',
    ),
    headers: {
      'webhook-id': text('Name of the message; sent twice, it begins one run. Part of what is signed'),
      'webhook-timestamp': text('Seconds since 1970, at most 5 minutes away'),
      'webhook-signature': text('`v1,` and the base64 HMAC-SHA256 of `id.timestamp.body`'),
      'Idempotency-Key': text('With a bearer token: name of the message'),
    },
    body: { type: 'object', description: 'As the workflow’s payload schema says; at most 256 KB' },
    isBodyOptional: true,
    status: 202,
    answer: refTo('Row'),
    isPublic: true,
    errors: [400, 401, 413, 415, 422, 429],
  },
  {
    method: 'get',
    path: '/api/hooks',
    tag: 'workflows',
    summary: both('Workflows that other systems call', '供其他系统调用的工作流'),
    answer: refTo('Rows'),
    errors: [403],
  },
  {
    method: 'put',
    path: '/api/hooks/{name}/secrets',
    tag: 'workflows',
    summary: both('Set the secret of a hook; it is never shown again', '设置调用密钥（不可再次查看）'),
    body: {
      type: 'object',
      additionalProperties: false,
      required: ['secret'],
      properties: {
        secret: {
          type: ['string', 'null'],
          writeOnly: true,
          description: 'At least 16 characters; `whsec_` and base64 are bytes; null takes it away',
        },
      },
    },
    status: 204,
    errors: [400, 403, 404, 422],
  },
  {
    method: 'get',
    path: '/api/hooks/{name}/calls',
    tag: 'workflows',
    summary: both('Calls of a hook, newest first', '调用记录（最新的在前）'),
    query: { limit: { type: 'integer', minimum: 1, maximum: 500 }, after: { type: 'string' } },
    answer: refTo('Rows'),
    errors: [400, 403, 404],
  },
]

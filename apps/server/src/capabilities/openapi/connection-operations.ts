import type { JsonSchema, LocalizedText } from '@fieldwork/fields'
import type { OperationSpec } from './operations.ts'
import { refTo } from './schemas.ts'

const both = (en: string, zh: string): LocalizedText => ({ en, 'zh-CN': zh })
const secret = (description: string): JsonSchema => ({ type: ['string', 'null'], writeOnly: true, description })

/** Services outside that workflows call. */
export const connectionOperations: readonly OperationSpec[] = [
  {
    method: 'get',
    path: '/api/connections',
    tag: 'platform',
    summary: both('Connections and which of their secrets are set', '外部连接及其已设置的密钥名称'),
    answer: refTo('Rows'),
    errors: [403],
  },
  {
    method: 'put',
    path: '/api/connections/{name}/secrets',
    tag: 'platform',
    summary: both('Set the secrets of a connection; they are never shown again', '设置外部连接的密钥（不可再次查看）'),
    body: {
      type: 'object',
      additionalProperties: false,
      properties: {
        secret: secret('What it logs in with; null takes it away'),
        signature: secret('What its calls are signed with'),
      },
    },
    status: 204,
    errors: [403, 404],
  },
  {
    method: 'post',
    path: '/api/connections/{name}/try',
    tag: 'platform',
    summary: both('Call a service once, as it is published; the call is logged', '试调用一次外部服务（记入日志）'),
    body: {
      type: 'object',
      additionalProperties: false,
      required: ['method'],
      properties: {
        method: { enum: ['GET', 'POST', 'PUT', 'PATCH', 'DELETE', 'HEAD'] },
        path: { type: 'string', description: 'After the base address, with its query' },
        body: { type: 'string', description: 'Sent as application/json' },
      },
    },
    answer: refTo('Row'),
    errors: [403, 404, 409, 422],
  },
  {
    method: 'get',
    path: '/api/connections/{name}/calls',
    tag: 'platform',
    summary: both('What was called by a connection, newest first, without secrets', '外部连接的调用日志（已隐去密钥）'),
    query: {
      limit: { type: 'integer', minimum: 1, maximum: 500 },
      after: { type: 'string' },
    },
    answer: refTo('Rows'),
    errors: [400, 403, 404],
  },
]

import type { JsonSchema, LocalizedText } from '@fieldwork/fields'
import type { OperationSpec } from './operations.ts'
import { refTo } from './schemas.ts'

const both = (en: string, zh: string): LocalizedText => ({ en, 'zh-CN': zh })
const uuid: JsonSchema = { type: 'string', format: 'uuid' }
const body = (properties: Record<string, JsonSchema>, required: string[] = []): JsonSchema => ({
  type: 'object',
  additionalProperties: false,
  properties,
  required,
})
const kinds: JsonSchema = {
  type: 'object',
  maxProperties: 100,
  description: 'Names of channels by kind of notification; `approval` for all that begin so, `*` for all others',
  additionalProperties: { type: 'array', items: { type: 'string' } },
}

/** Ways by which messages leave the house. */
export const channelOperations: readonly OperationSpec[] = [
  {
    method: 'get',
    path: '/api/channels',
    tag: 'notifications',
    summary: both('Kinds of channels, and those that are set up', '消息渠道的类型及已设置的渠道'),
    answer: refTo('Row'),
    errors: [403],
  },
  {
    method: 'put',
    path: '/api/channels/{name}',
    tag: 'notifications',
    summary: both('Set up a channel; secrets are never shown again', '设置消息渠道（密钥不可再次查看）'),
    body: body(
      {
        type: { type: 'string', minLength: 1 },
        label: { type: 'object', properties: { en: { type: 'string' }, 'zh-CN': { type: 'string' } } },
        active: { type: 'boolean', default: true },
        settings: { type: 'object', description: 'As the schema of its kind says; a secret that is left out stays' },
      },
      ['type'],
    ),
    answer: refTo('Row'),
    errors: [400, 403, 404, 422],
  },
  {
    method: 'delete',
    path: '/api/channels/{name}',
    tag: 'notifications',
    summary: both('Take a channel away, with its secrets', '删除消息渠道及其密钥'),
    status: 204,
    errors: [403, 404],
  },
  {
    method: 'post',
    path: '/api/channels/{name}/test',
    tag: 'notifications',
    summary: both(
      'Send a message to try a channel: to the caller, or to the group',
      '发送测试消息（发给本人或所在群）',
    ),
    answer: refTo('Row'),
    errors: [403, 404],
  },
  {
    method: 'get',
    path: '/api/deliveries',
    tag: 'notifications',
    summary: both('Messages on their way out and what has become of them', '对外发送的消息及其状态'),
    query: {
      state: { enum: ['queued', 'sent', 'skipped', 'failed'] },
      channel: { type: 'string' },
      notification: uuid,
      run: uuid,
      limit: { type: 'integer', minimum: 1, maximum: 200, default: 50 },
      after: uuid,
    },
    answer: refTo('Rows'),
    errors: [400, 403],
  },
  {
    method: 'post',
    path: '/api/deliveries/{id}/retry',
    tag: 'notifications',
    summary: both('Send a message again that was not sent', '重新发送未送达的消息'),
    status: 204,
    errors: [403, 404],
  },
  {
    method: 'get',
    path: '/api/notifications/{id}/deliveries',
    tag: 'notifications',
    summary: both('Over which channels a notification went', '消息经由哪些渠道发送及其状态'),
    answer: refTo('Rows'),
    errors: [404],
  },
  {
    method: 'get',
    path: '/api/notifications/choices',
    tag: 'notifications',
    summary: both('What the caller has chosen, and what can be chosen', '本人的消息渠道设置及可选项'),
    answer: refTo('Row'),
  },
  {
    method: 'put',
    path: '/api/notifications/choices',
    tag: 'notifications',
    summary: both('Choose channels, addresses and language of the caller', '设置本人的消息渠道、联系方式与语言'),
    body: body({
      kinds,
      addresses: {
        type: 'object',
        additionalProperties: false,
        properties: { mail: { type: 'string' }, phone: { type: 'string' } },
      },
      locale: { enum: ['en', 'zh-CN'] },
    }),
    answer: refTo('Row'),
    errors: [400, 422],
  },
  {
    method: 'put',
    path: '/api/notifications/usual-channels',
    tag: 'notifications',
    summary: both('Set the channels of those who have not chosen', '设置默认消息渠道'),
    body: body({ kinds }, ['kinds']),
    answer: refTo('Row'),
    errors: [400, 403, 422],
  },
]

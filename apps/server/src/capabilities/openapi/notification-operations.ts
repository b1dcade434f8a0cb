import type { JsonSchema } from '@fieldwork/fields'
import type { OperationSpec } from './operations.ts'
import { refTo } from './schemas.ts'

const uuid: JsonSchema = { type: 'string', format: 'uuid' }
const both = (en: string, zh: string) => ({ en, 'zh-CN': zh })
const body = (properties: Record<string, JsonSchema>): JsonSchema => ({
  type: 'object',
  additionalProperties: false,
  properties,
})

/** What people have been told, and what is new as it happens. */
export const notificationOperations: readonly OperationSpec[] = [
  {
    method: 'get',
    path: '/api/notifications',
    tag: 'notifications',
    summary: both('What the caller has been told, newest first', '本人的消息，最新在前'),
    query: {
      unread: { enum: ['true', 'false'], description: 'Only what is unread and not put off' },
      limit: { type: 'integer', minimum: 1, maximum: 200, default: 50 },
      after: uuid,
    },
    answer: refTo('Rows'),
  },
  {
    method: 'get',
    path: '/api/notifications/counts',
    tag: 'notifications',
    summary: both('How many notifications are unread', '未读消息数量'),
    answer: refTo('Row'),
  },
  {
    method: 'patch',
    path: '/api/notifications/{id}',
    tag: 'notifications',
    summary: both('Mark a notification as read, or put it off', '将消息标为已读或稍后提醒'),
    body: body({
      read: { const: true },
      snoozed_until: { type: 'string', format: 'date-time', description: 'Within a year from now' },
    }),
    status: 204,
    errors: [404, 422],
  },
  {
    method: 'post',
    path: '/api/notifications/read',
    tag: 'notifications',
    summary: both('Mark all notifications as read', '将全部消息标为已读'),
    body: body({ up_to: { ...uuid, description: 'The newest that has been seen; all where left out' } }),
    isBodyOptional: true,
    answer: refTo('Row'),
    errors: [422],
  },
  {
    method: 'get',
    path: '/api/events',
    tag: 'notifications',
    summary: both(
      'What is new, as server-sent events: notification, counts, record; takes up after Last-Event-ID',
      '以服务器推送事件接收最新动态：消息、未读数量、所看记录的变化；可凭 Last-Event-ID 续接',
    ),
    query: { watch: { type: 'string', description: 'Records to hear of, object:id,object:id; at most 20' } },
    headers: { 'Last-Event-ID': uuid },
    answer: { type: 'string' },
    answerType: 'text/event-stream',
    errors: [429],
  },
]

import type { JsonSchema, LocalizedText } from '@fieldwork/fields'
import type { OperationSpec } from './operations.ts'
import { refTo } from './schemas.ts'

const both = (en: string, zh: string): LocalizedText => ({ en, 'zh-CN': zh })
const uuid: JsonSchema = { type: 'string', format: 'uuid' }

const timing: Record<string, JsonSchema> = {
  note: { type: 'string', minLength: 1, maxLength: 500 },
  at: { type: 'string', format: 'date-time', description: 'At this moment; or give `field`' },
  field: { type: 'string', description: 'A date or datetime field of the record; the reminder follows it' },
  before: {
    type: 'object',
    additionalProperties: false,
    required: ['amount', 'unit'],
    properties: {
      amount: { type: 'integer', minimum: 0, maximum: 525600 },
      unit: { enum: ['minutes', 'hours', 'days', 'weeks'] },
    },
  },
  time: { type: 'string', pattern: '^([01]\\d|2[0-3]):[0-5]\\d$', description: 'Time of the day; 09:00 of a date' },
  repeat: { enum: ['day', 'workday', 'week', 'month', 'year'] },
  until: { type: 'string', format: 'date', description: 'The last day of the repetition' },
  channels: {
    type: 'array',
    maxItems: 10,
    items: { type: 'string' },
    description: 'Channels besides the list of notifications; as chosen for reminders when left out',
  },
}

/** Reminders that people set on records. */
export const reminderOperations: readonly OperationSpec[] = [
  {
    method: 'get',
    path: '/api/reminders',
    tag: 'notifications',
    summary: both('Reminders of the caller, newest first', '本人设置的提醒，最新在前'),
    query: {
      object: { type: 'string' },
      id: uuid,
      state: { enum: ['waiting', 'all'], default: 'waiting' },
      limit: { type: 'integer', minimum: 1, maximum: 200, default: 50 },
      after: uuid,
    },
    answer: refTo('Rows'),
    errors: [400, 404],
  },
  {
    method: 'post',
    path: '/api/reminders',
    tag: 'notifications',
    summary: both('Set a reminder on a record that the caller may read', '为可见的记录设置提醒'),
    body: {
      type: 'object',
      additionalProperties: false,
      properties: { object: { type: 'string', minLength: 1 }, id: uuid, ...timing },
      required: ['object', 'id'],
    },
    status: 201,
    answer: refTo('Row'),
    errors: [400, 404, 422],
  },
  {
    method: 'put',
    path: '/api/reminders/{id}',
    tag: 'notifications',
    summary: both('Set a reminder anew', '重新设置提醒'),
    body: { type: 'object', additionalProperties: false, properties: timing },
    answer: refTo('Row'),
    errors: [400, 404, 422],
  },
  {
    method: 'delete',
    path: '/api/reminders/{id}',
    tag: 'notifications',
    summary: both('Take a reminder away', '删除提醒'),
    status: 204,
    errors: [404],
  },
]

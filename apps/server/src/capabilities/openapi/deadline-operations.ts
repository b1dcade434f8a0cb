import type { JsonSchema } from '@fieldwork/fields'
import type { OperationSpec } from './operations.ts'
import { refTo } from './schemas.ts'

const text: JsonSchema = { type: 'string' }
const uuid: JsonSchema = { type: 'string', format: 'uuid' }
const both = (en: string, zh: string) => ({ en, 'zh-CN': zh })
const mine: JsonSchema = { enum: ['true', 'false'], description: 'Only those that are the caller’s' }

/** What has to be done about records until when. */
export const deadlineOperations: readonly OperationSpec[] = [
  {
    method: 'get',
    path: '/api/deadlines',
    tag: 'deadlines',
    summary: both('Deadlines of records, those due first before the others', '记录的时限，按到期时间排列'),
    query: {
      state: { ...text, description: 'Some of open, paused, missed, met, void; the first three where left out' },
      mine,
      object: text,
      rule: { ...text, description: 'Of this rule' },
      id: { ...uuid, description: 'Of this record' },
      limit: { type: 'integer', minimum: 1, maximum: 500 },
      after: text,
    },
    answer: refTo('Rows'),
    errors: [404],
  },
  {
    method: 'get',
    path: '/api/deadlines/counts',
    tag: 'deadlines',
    summary: both('How many deadlines there are, by state', '各状态的时限数量'),
    query: { mine, object: text, rule: { ...text, description: 'Of this rule' } },
    answer: refTo('Row'),
    errors: [404],
  },
  {
    method: 'put',
    path: '/api/metadata/calendars/{name}/years/{year}',
    tag: 'metadata',
    summary: both(
      'Holidays and make-up days of a year, instead of those it has',
      '导入某一年的节假日与调休日，替换原有内容',
    ),
    body: {
      type: 'object',
      additionalProperties: false,
      properties: {
        days: {
          type: 'array',
          description: 'Instead of csv',
          items: {
            type: 'object',
            required: ['date', 'working'],
            properties: { date: { type: 'string', format: 'date' }, working: { type: 'boolean' }, name: text },
          },
        },
        csv: { ...text, description: 'Lines of date,working,name' },
      },
    },
    answer: refTo('Row'),
    errors: [403, 404, 409, 422],
  },
  {
    method: 'post',
    path: '/api/metadata/deadlines/preview',
    tag: 'deadlines',
    summary: both('When something would be due, and who would be told when', '预览到期时间与提醒时间'),
    body: {
      type: 'object',
      additionalProperties: false,
      required: ['rule', 'start'],
      properties: {
        rule: { ...text, description: 'A published deadline' },
        start: { type: 'string', format: 'date-time' },
        case: { ...text, description: 'One of its cases, instead of the ordinary length' },
      },
    },
    answer: refTo('Row'),
    errors: [403, 404],
  },
]

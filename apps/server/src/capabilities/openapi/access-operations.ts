import type { JsonSchema, LocalizedText } from '@fieldwork/fields'
import type { OperationSpec } from './operations.ts'
import { refTo } from './schemas.ts'

const text: JsonSchema = { type: 'string' }
const both = (en: string, zh: string): LocalizedText => ({ en, 'zh-CN': zh })
const record: Record<string, JsonSchema> = {
  object: text,
  id: { type: 'string', format: 'uuid' },
  op: { type: 'string', description: 'read (default), update, delete, share, assign, export …' },
}

/** Who may do what, and why. */
export const accessOperations: readonly OperationSpec[] = [
  {
    method: 'get',
    path: '/api/access/explain',
    tag: 'access',
    summary: both(
      'Why somebody may do something with a record, or what is missing',
      '解释某用户为何有权或无权操作记录',
    ),
    query: {
      user: { type: 'string', format: 'uuid', description: 'Another user, for administrators; else the caller' },
      ...record,
      values: { type: 'string', description: 'With op=create: the new record as JSON' },
    },
    answer: refTo('Row'),
    errors: [403, 404, 422],
  },
  {
    method: 'get',
    path: '/api/access/who',
    tag: 'access',
    summary: both('Who may do something with a record, and by what', '哪些用户可操作某条记录及其原因'),
    query: { ...record, limit: { type: 'integer', minimum: 1, maximum: 200, default: 50 }, after: text },
    answer: refTo('Rows'),
    errors: [403, 404],
  },
  {
    method: 'post',
    path: '/api/view-as/end',
    tag: 'access',
    summary: both(
      'Tell that you look with the eyes of another user no more (X-View-As); the operation log says so',
      '结束以其他用户身份查看（X-View-As），并记入操作日志',
    ),
    body: {
      type: 'object',
      additionalProperties: false,
      required: ['user'],
      properties: { user: { type: 'string', format: 'uuid' } },
    },
    status: 204,
    errors: [403, 422],
  },
]

import type { JsonSchema, LocalizedText } from '@fieldwork/fields'
import type { OperationSpec } from './operations.ts'
import { refTo } from './schemas.ts'

const row = refTo('Row')
const both = (en: string, zh: string): LocalizedText => ({ en, 'zh-CN': zh })
const query: Record<string, JsonSchema> = {
  state: {
    type: 'string',
    description: 'Some of queued, running, done, failed, cancelled, with commas between; default all.',
  },
  limit: { type: 'integer', minimum: 1, maximum: 500 },
}

/** Long work beside the requests, and what removed fields left behind. */
export const taskOperations: readonly OperationSpec[] = [
  {
    method: 'get',
    path: '/api/metadata/kept',
    tag: 'metadata',
    summary: both('Columns that removed fields left behind', '已移除字段遗留的数据列'),
    answer: refTo('Rows'),
    errors: [403],
  },
  {
    method: 'post',
    path: '/api/metadata/purge',
    tag: 'metadata',
    summary: both('Drop what a removed field left behind, for good', '永久清除已移除字段遗留的数据'),
    body: {
      type: 'object',
      additionalProperties: false,
      required: ['object', 'field'],
      properties: { object: { type: 'string' }, field: { type: 'string' }, confirm: { type: 'boolean' } },
    },
    answer: row,
    errors: [403, 404, 409, 422, 503],
  },
  {
    method: 'get',
    path: '/api/metadata/tasks',
    tag: 'metadata',
    summary: both('Long work that publishing started, newest first', '发布产生的后台任务（最新在前）'),
    query,
    answer: refTo('Rows'),
    errors: [403],
  },
  {
    method: 'get',
    path: '/api/metadata/tasks/{id}',
    tag: 'metadata',
    summary: both('One task with its progress', '任务详情与进度'),
    answer: row,
    errors: [403, 404],
  },
  {
    method: 'post',
    path: '/api/metadata/recompute',
    tag: 'metadata',
    summary: both(
      'Make a roll-up anew from the records there are, as a task',
      '根据现有记录重新计算汇总字段（后台任务）',
    ),
    body: {
      type: 'object',
      required: ['object', 'field'],
      additionalProperties: false,
      properties: { object: { type: 'string' }, field: { type: 'string', description: 'A roll-up of the object' } },
    },
    status: 202,
    answer: row,
    errors: [400, 403, 404, 422],
  },
  {
    method: 'post',
    path: '/api/metadata/tasks/{id}/cancel',
    tag: 'metadata',
    summary: both('Stop a task; what it did half is cleared up', '取消任务（未完成的部分将被清理）'),
    answer: row,
    errors: [403, 404, 409],
  },
  {
    method: 'post',
    path: '/api/metadata/tasks/{id}/retry',
    tag: 'metadata',
    summary: both('Go on with a failed or cancelled task', '继续执行失败或已取消的任务'),
    answer: row,
    errors: [403, 404, 409],
  },
  {
    method: 'get',
    path: '/api/print-tasks/{id}',
    tag: 'records',
    summary: both('How far printing is, and the file once it is made', '批量打印的进度与生成的文件'),
    answer: row,
    errors: [404],
  },
  {
    method: 'post',
    path: '/api/print-tasks/{id}/cancel',
    tag: 'records',
    summary: both('Stop printing; no file is made', '取消批量打印'),
    answer: row,
    errors: [404, 409],
  },
]

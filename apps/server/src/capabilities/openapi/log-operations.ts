import type { JsonSchema, LocalizedText } from '@fieldwork/fields'
import type { OperationSpec } from './operations.ts'
import { refTo } from './schemas.ts'

const text: JsonSchema = { type: 'string' }
const both = (en: string, zh: string): LocalizedText => ({ en, 'zh-CN': zh })
const filter: Record<string, JsonSchema> = {
  action: { type: 'string', description: 'Some, with commas between: login,export,print,denied,publish,permission …' },
  outcome: { type: 'string', description: 'Some of done, refused, failed, cancelled, with commas between' },
  actor: { type: 'string', format: 'uuid', description: 'A user' },
  object: text,
  record: { type: 'string', format: 'uuid' },
  address: { type: 'string', description: 'The beginning of an address of the network' },
  q: { type: 'string', description: 'What the account or the details contain' },
  from: { type: 'string', format: 'date-time' },
  to: { type: 'string', format: 'date-time', description: 'Not included' },
}

/** Who did what, and where it is. */
export const logOperations: readonly OperationSpec[] = [
  {
    method: 'get',
    path: '/api/search',
    tag: 'search',
    summary: both('Records of all objects that the caller may see, by a text', '全局搜索'),
    query: {
      q: { type: 'string', minLength: 1, maxLength: 200 },
      objects: { type: 'string', description: 'Names of objects, with commas between; left out: all' },
      limit: { type: 'integer', minimum: 1, maximum: 20, default: 5, description: 'Records of each object' },
    },
    answer: refTo('Rows'),
    errors: [404],
  },
  {
    method: 'get',
    path: '/api/operation-log',
    tag: 'operation-log',
    summary: both('Who did what, newest first', '操作日志（最新在前）'),
    query: { ...filter, limit: { type: 'integer', minimum: 1, maximum: 500, default: 50 }, after: text },
    answer: refTo('Rows'),
    errors: [403],
  },
  {
    method: 'get',
    path: '/api/operation-log/export',
    tag: 'operation-log',
    summary: both('The operation log as a file, which it logs', '导出操作日志（导出本身也会记录）'),
    query: filter,
    answer: text,
    answerType: 'text/csv',
    errors: [403],
  },
]

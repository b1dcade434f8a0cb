import type { JsonSchema } from '@fieldwork/fields'
import type { OperationSpec } from './operations.ts'
import { refTo } from './schemas.ts'

const text: JsonSchema = { type: 'string' }
const uuid: JsonSchema = { type: 'string', format: 'uuid' }
const row = refTo('Row')
const both = (en: string, zh: string) => ({ en, 'zh-CN': zh })

const handOver: JsonSchema = {
  type: 'object',
  additionalProperties: false,
  required: ['to'],
  properties: {
    to: { ...uuid, description: 'The user who gets it' },
    objects: { type: 'array', items: text, description: 'Only records of these; all where left out' },
    ids: { type: 'array', items: uuid, maxItems: 1000, description: 'Only these records, of the one object named' },
    reason: text,
  },
}

const delegation: JsonSchema = {
  type: 'object',
  additionalProperties: false,
  required: ['receiver', 'valid_from', 'valid_until'],
  properties: {
    receiver: { ...uuid, description: 'The user who may act with the caller’s rights' },
    valid_from: { type: 'string', format: 'date', description: 'The first day' },
    valid_until: { type: 'string', format: 'date', description: 'The last day' },
    mode: { enum: ['full', 'reading'], default: 'full' },
    roles: { type: 'array', items: text, description: 'Only these of the caller’s roles; all where left out' },
    only_away: { type: 'boolean', default: false, description: 'Only while the caller is away' },
    reason: text,
  },
}

/** People and their places. */
export const organisationOperations: readonly OperationSpec[] = [
  {
    method: 'post',
    path: '/api/users/{id}/one-time-password',
    tag: 'users',
    summary: both('A new password, shown this once', '生成一次性密码，仅显示一次'),
    answer: row,
    errors: [403, 404],
  },
  {
    method: 'get',
    path: '/api/users/waiting',
    tag: 'users',
    summary: both('To do: accounts of employees that wait for their first role', '待办：等待授予权限的人员账号'),
    answer: refTo('Rows'),
    errors: [403],
  },
  {
    method: 'get',
    path: '/api/employees/{id}/line',
    tag: 'organisation',
    summary: both('Superiors, stand-ins and delegates of an employee', '人员的各级上级、副职、助理与代理'),
    query: { levels: { type: 'integer', minimum: 1, maximum: 50 } },
    answer: row,
    errors: [403, 404],
  },
  {
    method: 'get',
    path: '/api/users/{id}/holdings',
    tag: 'organisation',
    summary: both('What a user owns, by object', '用户名下的记录统计'),
    answer: row,
    errors: [404],
  },
  {
    method: 'post',
    path: '/api/users/{id}/hand-over',
    tag: 'organisation',
    summary: both('Hand over what a user owns', '交接用户名下的记录'),
    body: handOver,
    status: 202,
    answer: row,
    errors: [404, 422],
  },
  {
    method: 'get',
    path: '/api/hand-overs/{id}',
    tag: 'organisation',
    summary: both('How far a hand-over is', '交接进度'),
    answer: row,
    errors: [404],
  },
  {
    method: 'post',
    path: '/api/hand-overs/overdue',
    tag: 'organisation',
    summary: both('Hand over what leavers still own after their last day to their superiors', '逾期未交接的转给上级'),
    body: {
      type: 'object',
      additionalProperties: false,
      properties: { dry_run: { type: 'boolean', default: false, description: 'true: only tells whom it is about' } },
    },
    isBodyOptional: true,
    answer: refTo('Rows'),
    errors: [403],
  },
  {
    method: 'get',
    path: '/api/account/delegations',
    tag: 'organisation',
    summary: both('What the caller lends of his rights, and what others lend him', '本人给出和收到的委托'),
    answer: row,
  },
  {
    method: 'post',
    path: '/api/account/delegations',
    tag: 'organisation',
    summary: both('Lend one’s own rights to another user for a time', '在一段时间内将本人权限委托给他人'),
    body: delegation,
    status: 201,
    answer: row,
    errors: [422],
  },
  {
    method: 'delete',
    path: '/api/account/delegations/{id}',
    tag: 'organisation',
    summary: both('End a delegation that one has given or been given', '终止本人给出或收到的委托'),
    status: 204,
    errors: [404],
  },
]

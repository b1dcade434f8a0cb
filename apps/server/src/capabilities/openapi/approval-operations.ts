import type { JsonSchema } from '@fieldwork/fields'
import { consent } from './object-operations.ts'
import type { OperationSpec } from './operations.ts'
import { refTo } from './schemas.ts'

const text: JsonSchema = { type: 'string', minLength: 1 }
const uuid: JsonSchema = { type: 'string', format: 'uuid' }
const row = refTo('Row')
const both = (en: string, zh: string) => ({ en, 'zh-CN': zh })
const body = (properties: Record<string, JsonSchema>, required: string[] = []): JsonSchema => ({
  type: 'object',
  additionalProperties: false,
  ...(required.length > 0 && { required }),
  properties,
})
const values: JsonSchema = { type: 'object', description: 'Fields that the step opens' }
const chosen: JsonSchema = { type: 'object', description: 'Ids of users by `step.source`, where the submitter chooses' }
const files: JsonSchema = {
  type: 'array',
  items: uuid,
  maxItems: 20,
  description: 'Uploads of the caller; whoever may read the approval may read them',
}
const opinion: JsonSchema = { enum: ['agree', 'disagree', 'advise'] }

const onTask = (what: string, summary: OperationSpec['summary'], schema: JsonSchema): OperationSpec => ({
  method: 'post',
  path: `/api/approvals/tasks/{id}/${what}`,
  tag: 'approvals',
  summary,
  body: schema,
  isBodyOptional: schema.required === undefined,
  answer: row,
  errors: [403, 404, 409, 422],
})

const toUser = body({ user: uuid, comment: text }, ['user'])

/** Approvals. */
export const approvalOperations: readonly OperationSpec[] = [
  {
    method: 'get',
    path: '/api/approvals',
    tag: 'approvals',
    summary: both('The approvals of a record, with their trails', '记录的审批及其过程'),
    query: { object: text, id: uuid },
    answer: refTo('Rows'),
    errors: [400, 403, 404],
  },
  {
    method: 'post',
    path: '/api/approvals',
    tag: 'approvals',
    summary: both('Submit a record, or submit it again', '提交或重新提交审批'),
    query: consent,
    body: body(
      {
        object: text,
        id: uuid,
        chain: { ...text, description: 'The first that is for the record when left out' },
        transition: { ...text, description: 'Only chains that begin with it' },
        values: { type: 'object', description: 'Fields that are written with the transition' },
        comment: text,
        chosen,
      },
      ['object', 'id'],
    ),
    status: 201,
    answer: row,
    errors: [400, 403, 404, 409, 422],
  },
  {
    method: 'post',
    path: '/api/approvals/preview',
    tag: 'approvals',
    summary: both('Who would decide if a record were submitted', '预览提交后由谁审批'),
    body: body({ object: text, id: uuid, transition: text, values: { type: 'object' }, chain: text, chosen }, [
      'object',
      'id',
    ]),
    answer: row,
    errors: [400, 403, 404, 422],
  },
  {
    method: 'post',
    path: '/api/approvals/try',
    tag: 'approvals',
    summary: both('Who would decide by a chain that need not be published', '试算审批流（无需发布）'),
    body: body({ approval: { type: 'object' }, id: uuid, submitter: uuid, chosen }, ['approval', 'id', 'submitter']),
    answer: row,
    errors: [400, 403, 404, 422],
  },
  {
    method: 'get',
    path: '/api/approvals/tasks',
    tag: 'approvals',
    summary: both(
      'What waits for the caller, what he has decided, submitted, or is told',
      '我的待办、已办、提交和抄送',
    ),
    query: {
      box: { enum: ['mine', 'submitted', 'cc'], default: 'mine' },
      state: { enum: ['pending', 'done'] },
      q: { ...text, description: 'Part of the name of the record or of who submitted it' },
      object: text,
      outcome: { enum: ['pending', 'approved', 'rejected', 'returned', 'recalled', 'deleted'] },
      overdue: { enum: ['true', 'false'] },
      limit: { type: 'integer', minimum: 1, maximum: 200, default: 50 },
      after: uuid,
    },
    answer: refTo('Rows'),
    errors: [400],
  },
  {
    method: 'get',
    path: '/api/approvals/open',
    tag: 'approvals',
    summary: both('How many approvals are under way, by chain', '各审批流进行中的审批数量'),
    answer: refTo('Rows'),
    errors: [403],
  },
  {
    method: 'get',
    path: '/api/approvals/counts',
    tag: 'approvals',
    summary: both('How many wait', '待审批数量'),
    answer: row,
  },
  {
    method: 'get',
    path: '/api/approvals/tasks/{id}/fields',
    tag: 'approvals',
    summary: both('The fields that a task opens, with their values', '审批任务开放的字段及其当前值'),
    answer: row,
    errors: [403, 404, 409],
  },
  {
    method: 'get',
    path: '/api/approvals/{id}',
    tag: 'approvals',
    summary: both('An approval with its trail', '审批详情与过程'),
    answer: row,
    errors: [404],
  },
  {
    method: 'post',
    path: '/api/approvals/{id}/recall',
    tag: 'approvals',
    summary: both('Take back what one has submitted', '撤回'),
    body: body({ comment: text }),
    isBodyOptional: true,
    answer: row,
    errors: [403, 404, 409],
  },
  {
    method: 'post',
    path: '/api/approvals/{id}/comments',
    tag: 'approvals',
    summary: both('Say something about it', '发表评论'),
    body: body({ comment: text, files }, ['comment']),
    status: 201,
    answer: row,
    errors: [404, 422],
  },
  onTask(
    'approve',
    both('Agree, or give an opinion', '同意或发表意见'),
    body({ comment: text, values, files, opinion }),
  ),
  onTask('reject', both('Disagree', '不同意'), body({ comment: text, values, files })),
  onTask(
    'return',
    both('Give it back to the submitter or to a step before', '退回提交人或之前的步骤'),
    body({ comment: text, step: text, files }),
  ),
  onTask('transfer', both('Hand it to somebody else', '转交'), toUser),
  onTask('delegate', both('Let somebody decide for one', '委托'), toUser),
  onTask(
    'add-approver',
    both('Ask others before or after', '前加签或后加签'),
    body({ users: { type: 'array', items: uuid, minItems: 1 }, place: { enum: ['before', 'after'] }, comment: text }, [
      'users',
      'place',
    ]),
  ),
  {
    method: 'post',
    path: '/api/approvals/tasks/bulk',
    tag: 'approvals',
    summary: both('Decide on many, each by itself', '批量审批'),
    body: body(
      {
        tasks: { type: 'array', items: uuid, maxItems: 100 },
        opinion: { enum: ['agree', 'disagree'] },
        comment: text,
      },
      ['tasks', 'opinion'],
    ),
    answer: row,
    errors: [400, 422],
  },
  {
    method: 'get',
    path: '/api/approvals/links/{token}',
    tag: 'approvals',
    summary: both('What a link from a mail is about', '查看邮件链接对应的审批'),
    answer: row,
    isPublic: true,
    errors: [404],
  },
  {
    method: 'post',
    path: '/api/approvals/links/{token}',
    tag: 'approvals',
    summary: both('Decide once by a link from a mail', '通过邮件链接审批一次'),
    body: body({ opinion, comment: text }, ['opinion']),
    answer: row,
    isPublic: true,
    errors: [403, 404, 409, 422],
  },
]

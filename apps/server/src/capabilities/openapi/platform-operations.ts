import type { JsonSchema, LocalizedText } from '@fieldwork/fields'
import { fileOperations } from './file-operations.ts'
import { identityOperations } from './identity-operations.ts'
import { accessOperations } from './access-operations.ts'
import { backupOperations } from './backup-operations.ts'
import { logOperations } from './log-operations.ts'
import type { OperationSpec } from './operations.ts'
import { channelOperations } from './channel-operations.ts'
import { reminderOperations } from './reminder-operations.ts'
import { hookOperations } from './hook-operations.ts'
import { connectionOperations } from './connection-operations.ts'
import { deadlineOperations } from './deadline-operations.ts'
import { approvalOperations } from './approval-operations.ts'
import { notificationOperations } from './notification-operations.ts'
import { organisationOperations } from './organisation-operations.ts'
import { packageOperations } from './package-operations.ts'
import { pluginOperations } from './plugin-operations.ts'
import { refTo } from './schemas.ts'
import { jobOperations } from './job-operations.ts'
import { taskOperations } from './task-operations.ts'
import { trialOperations } from './trial-operations.ts'
import { workflowOperations } from './workflow-operations.ts'

const text: JsonSchema = { type: 'string' }
const flag: JsonSchema = { type: 'boolean' }
const row = refTo('Row')
const rows = refTo('Rows')

const both = (en: string, zh: string): LocalizedText => ({ en, 'zh-CN': zh })
const objectOf = (properties: Record<string, JsonSchema>, required = Object.keys(properties)): JsonSchema => ({
  type: 'object',
  additionalProperties: false,
  ...(required.length > 0 ? { required } : {}),
  properties,
})

const change = (properties: Record<string, JsonSchema>): JsonSchema => ({
  type: 'array',
  items: objectOf({ kind: text, ...properties }),
})
const changeSet = objectOf(
  {
    put: change({ definition: row }),
    patch: change({ name: text, patch: row }),
    delete: change({ name: text }),
    reset: change({ name: text }),
    show: {
      type: 'array',
      items: objectOf({ kind: text, name: text, path: text }, ['kind', 'name']),
      description: 'Hidden documents, or at a JSON pointer parts of documents, that are to be shown again.',
    },
    confirm: flag,
    message: text,
    base_revision: {
      type: 'integer',
      minimum: 0,
      description:
        'The revision the changes were made on. Where a later one changed one of the same documents, the answer is 409 changed_meanwhile.',
    },
  },
  [],
)
const accessQuestion = objectOf(
  {
    ...(changeSet.properties as Record<string, JsonSchema>),
    package: { ...row, description: 'In place of a change set: a package, with `layer` and `prune` as for an import.' },
    layer: text,
    prune: flag,
    revert: { type: 'integer', description: 'In place of a change set: a revision that is reverted.' },
    documents: { type: 'array', items: row, description: 'Of that revision, as for a revert.' },
    uninstall: { ...text, description: 'In place of a change set: the name of a package that goes.' },
    assignment: {
      ...objectOf({ id: { type: 'string', format: 'uuid' }, values: row }, []),
      description:
        'In place of a change set: a record of `role_assignment`. Without `id` it is new, without `values` it goes.',
    },
    people: {
      type: 'array',
      items: { type: 'string', format: 'uuid' },
      description: 'Whose records are counted; without it a sample of the people affected.',
    },
    roles: { type: 'array', items: text, description: 'Only people who have one of these roles.' },
    sample: { type: 'integer', minimum: 0, maximum: 200, default: 20 },
    seconds: { type: 'integer', minimum: 1, maximum: 120, default: 20, description: 'Time for all of it.' },
    rows: {
      type: 'integer',
      minimum: 1,
      maximum: 10_000_000,
      default: 1_000_000,
      description: 'Records that differ, counted for one person and object at most; beyond that `is_exact` is false.',
    },
    examples: { type: 'integer', minimum: 0, maximum: 20, default: 5 },
  },
  [],
)
const expressionQuestion = (more: Record<string, JsonSchema> = {}) =>
  objectOf({ object: text, expression: text, ...more }, ['object', 'expression'])

/** Operations that every workspace has. */
export const platformOperations: readonly OperationSpec[] = [
  ...identityOperations,
  {
    method: 'get',
    path: '/api/metadata/schemas/{kind}',
    tag: 'metadata',
    summary: both('The JSON Schema of a kind of definition', '某类定义的 JSON Schema'),
    answer: row,
    answerType: 'application/schema+json',
    errors: [404],
  },
  ...organisationOperations,
  ...deadlineOperations,
  ...approvalOperations,
  ...notificationOperations,
  ...packageOperations,
  ...pluginOperations,
  {
    method: 'get',
    path: '/api/metadata/{kind}',
    tag: 'metadata',
    summary: both('Definitions of a kind', '某类定义的列表'),
    query: { layer: text },
    answer: rows,
    errors: [403, 404],
  },
  {
    method: 'get',
    path: '/api/metadata/{kind}/{name}',
    tag: 'metadata',
    summary: both('One definition, merged or of one layer', '单个定义（合并后或某一层）'),
    query: { layer: text },
    answer: row,
    errors: [403, 404],
  },
  {
    method: 'post',
    path: '/api/metadata/plan',
    tag: 'metadata',
    summary: both('What a change would do', '预览变更'),
    body: changeSet,
    answer: row,
    errors: [403, 409, 422],
  },
  {
    method: 'post',
    path: '/api/metadata/plan/access',
    tag: 'metadata',
    summary: both(
      'Who would gain and lose what by a change: rights in words, records counted',
      '预览变更对权限的影响：权限变化说明及各用户增减的记录数',
    ),
    body: accessQuestion,
    answer: row,
    errors: [403, 409, 422],
  },
  {
    method: 'post',
    path: '/api/metadata/publish',
    tag: 'metadata',
    summary: both('Make a change effective', '发布变更'),
    body: changeSet,
    answer: row,
    errors: [403, 409, 422],
  },
  {
    method: 'get',
    path: '/api/metadata/revisions',
    tag: 'metadata',
    summary: both('Published changes, newest first', '已发布的变更（最新在前）'),
    query: { limit: { type: 'integer', minimum: 1, maximum: 200 }, before: { type: 'integer' } },
    answer: rows,
    errors: [403],
  },
  {
    method: 'get',
    path: '/api/metadata/revisions/{n}',
    tag: 'metadata',
    summary: both('What a published change did', '某次变更的内容'),
    answer: row,
    errors: [403, 404],
  },
  {
    method: 'post',
    path: '/api/metadata/revisions/{n}/revert',
    tag: 'metadata',
    summary: both('Undo a published change, or a part of it', '撤销某次变更或其中一部分'),
    query: { plan: flag },
    body: objectOf(
      {
        documents: { type: 'array', items: objectOf({ kind: text, name: text, path: text }, ['kind', 'name']) },
        confirm: flag,
        message: text,
      },
      [],
    ),
    answer: row,
    errors: [403, 404, 409, 422],
  },
  ...fileOperations,
  ...jobOperations,
  ...connectionOperations,
  ...channelOperations,
  ...reminderOperations,
  ...hookOperations,
  ...taskOperations,
  ...logOperations,
  ...backupOperations,
  ...accessOperations,
  {
    method: 'get',
    path: '/api/metadata/expressions/functions',
    tag: 'metadata',
    summary: both('Functions of the expression language', '表达式函数'),
    answer: row,
  },
  {
    method: 'post',
    path: '/api/metadata/expressions/check',
    tag: 'metadata',
    summary: both('Check an expression', '检查表达式'),
    body: expressionQuestion({ expects: text }),
    answer: row,
    errors: [403, 404],
  },
  {
    method: 'post',
    path: '/api/metadata/expressions/complete',
    tag: 'metadata',
    summary: both('Proposals at a place in an expression', '表达式补全'),
    body: expressionQuestion({ offset: { type: 'integer', minimum: 0 } }),
    answer: row,
    errors: [403, 404],
  },
  ...trialOperations,
  ...workflowOperations,
  {
    method: 'post',
    path: '/api/metadata/duplicates/try',
    tag: 'metadata',
    summary: both(
      'What duplicate rules, published or not, find for values; nothing is stored',
      '试用查重规则（包括未发布的规则），不保存任何内容',
    ),
    body: {
      type: 'object',
      required: ['object', 'values'],
      additionalProperties: false,
      properties: {
        object: text,
        values: { type: 'object', description: 'By field name' },
        id: { type: 'string', format: 'uuid', description: 'A record that is not to be found' },
        rules: {
          type: 'object',
          description: 'Rules by name, as in x-object.duplicates; those that are published when left out',
          maxProperties: 20,
          additionalProperties: { type: 'object' },
        },
      },
    },
    answer: row,
    errors: [403, 404, 422],
  },
  {
    method: 'get',
    path: '/api/catalog',
    tag: 'metadata',
    summary: both('Objects and field types, in short', '对象与字段类型概览'),
    answer: row,
    errors: [403],
  },
  {
    method: 'get',
    path: '/api/catalog/steps',
    tag: 'metadata',
    summary: both('Kinds of workflow steps', '工作流步骤类型'),
    answer: rows,
    errors: [403],
  },
  {
    method: 'get',
    path: '/api/catalog/triggers',
    tag: 'metadata',
    summary: both('What plugins begin workflows with', '插件提供的工作流触发方式'),
    answer: rows,
    errors: [403],
  },
  {
    method: 'get',
    path: '/api/catalog/kinds',
    tag: 'metadata',
    summary: both('Kinds of definitions that plugins add', '插件提供的定义类型'),
    answer: rows,
    errors: [403],
  },
  {
    method: 'get',
    path: '/api/recycle-bin',
    tag: 'recycle-bin',
    summary: both('Deleted records', '回收站'),
    query: { object: text, limit: { type: 'integer', minimum: 1, maximum: 500 }, after: text },
    answer: rows,
  },
  {
    method: 'delete',
    path: '/api/recycle-bin/{object}/{id}',
    tag: 'recycle-bin',
    summary: both('Delete a deleted record for good', '彻底删除回收站中的记录'),
    status: 204,
    errors: [403, 404, 409],
  },
  {
    method: 'post',
    path: '/api/recycle-bin/{object}/{id}/restore',
    tag: 'recycle-bin',
    summary: both('Bring a deleted record back', '恢复已删除的记录'),
    answer: row,
    errors: [403, 404, 409, 422],
  },
  {
    method: 'get',
    path: '/api/openapi.json',
    tag: 'health',
    summary: both('This document', '本文档'),
    answer: row,
    isPublic: true,
  },
  {
    method: 'get',
    path: '/api/docs',
    tag: 'health',
    summary: both('This document for people', '接口文档页面'),
    answer: text,
    answerType: 'text/html',
    isPublic: true,
  },
  {
    method: 'get',
    path: '/healthz',
    tag: 'health',
    summary: both('The process lives', '进程存活'),
    answer: row,
    isPublic: true,
  },
  {
    method: 'get',
    path: '/readyz',
    tag: 'health',
    summary: both('The database answers', '数据库可用'),
    answer: row,
    isPublic: true,
    errors: [503],
  },
  {
    method: 'get',
    path: '/metrics',
    tag: 'health',
    summary: both(
      'Figures for Prometheus: with `METRICS_TOKEN`, from the same computer, or for administrators',
      '供 Prometheus 采集的指标：须持 `METRICS_TOKEN`、来自本机，或为管理员',
    ),
    answer: text,
    answerType: 'text/plain',
    isPublic: true,
    errors: [403],
  },
]

import type { JsonSchema, LocalizedText } from '@fieldwork/fields'
import type { CompiledObject, Operation } from '@fieldwork/metadata'
import type { Draft } from './object-draft.ts'
import type { OperationSpec } from './operations.ts'
import { refTo } from './schemas.ts'

const text: JsonSchema = { type: 'string' }
const uuid: JsonSchema = { type: 'string', format: 'uuid' }
const both = (en: string, zh: string): LocalizedText => ({ en, 'zh-CN': zh })

const input = {
  id: { ...uuid, description: 'The record, for workflows of an object' },
  vars: { type: 'object', description: 'By variable of the workflow: its value' },
} satisfies Record<string, JsonSchema>

const bodyOf = (properties: Record<string, JsonSchema>): JsonSchema => ({
  type: 'object',
  additionalProperties: false,
  properties,
})

/** Workflows, and what has become of their runs. */
export const workflowOperations: readonly OperationSpec[] = [
  {
    method: 'post',
    path: '/api/workflows/{name}/run',
    tag: 'workflows',
    summary: both('Start a workflow', '启动工作流'),
    body: bodyOf(input),
    isBodyOptional: true,
    status: 202,
    answer: refTo('Row'),
    errors: [403, 404, 409, 422],
  },
  {
    method: 'post',
    path: '/api/workflows/{name}/test-run',
    tag: 'workflows',
    summary: both('Try a workflow; nothing of it is kept', '试运行工作流，不保留任何结果'),
    isBodyOptional: true,
    body: bodyOf({ ...input, workflow: { type: 'object', description: 'A definition, instead of the published one' } }),
    answer: refTo('Row'),
    errors: [403, 404, 422],
  },
  {
    method: 'get',
    path: '/api/workflows/summaries',
    tag: 'workflows',
    summary: both(
      'Every workflow: its latest revision, how many runs are under way, its last five runs',
      '各工作流的最新版本、进行中的运行数与最近五次运行',
    ),
    answer: refTo('Rows'),
    errors: [403],
  },
  {
    method: 'get',
    path: '/api/workflows/runs',
    tag: 'workflows',
    summary: both('Runs of workflows, newest first', '工作流运行记录（最新的在前）'),
    query: {
      workflow: text,
      object: text,
      record: uuid,
      state: { enum: ['queued', 'running', 'waiting', 'done', 'failed', 'cancelled'] },
      limit: { type: 'integer', minimum: 1, maximum: 200 },
      after: uuid,
    },
    answer: refTo('Row'),
    errors: [403],
  },
  {
    method: 'get',
    path: '/api/workflows/runs/{id}',
    tag: 'workflows',
    summary: both(
      'A run with every step: input, output, attempts, times, error',
      '一次运行的全部步骤：输入、输出、次数、时间、错误',
    ),
    answer: refTo('Row'),
    errors: [403, 404],
  },
  {
    method: 'post',
    path: '/api/workflows/runs/{id}/cancel',
    tag: 'workflows',
    summary: both('End a run where it stands', '终止运行'),
    status: 204,
    errors: [403, 404, 409],
  },
  {
    method: 'post',
    path: '/api/workflows/runs/{id}/retry',
    tag: 'workflows',
    summary: both('Go on with a run that failed', '重试失败的运行'),
    status: 204,
    errors: [403, 404, 409],
  },
]

/** What workflows do with the records of an object. */
export const automationOperations = (object: CompiledObject, rights: ReadonlySet<Operation>): Draft[] =>
  rights.has('read')
    ? [
        {
          method: 'get',
          path: `/api/records/${object.name}/{id}/workflows`,
          words: ['workflows that can be started', '可启动的工作流'],
          answer: refTo('Row'),
          errors: [404],
        },
        {
          method: 'get',
          path: `/api/records/${object.name}/{id}/automation`,
          words: ['what workflows did', '自动化日志'],
          query: { limit: { type: 'integer', minimum: 1, maximum: 200 }, after: uuid },
          answer: refTo('Row'),
          errors: [404],
        },
      ]
    : []

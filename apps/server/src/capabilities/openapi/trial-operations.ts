import type { JsonSchema, LocalizedText } from '@fieldwork/fields'
import type { OperationSpec } from './operations.ts'
import { refTo } from './schemas.ts'

const text: JsonSchema = { type: 'string' }
const both = (en: string, zh: string): LocalizedText => ({ en, 'zh-CN': zh })
const bodyOf = (properties: Record<string, JsonSchema>, required: string[]): JsonSchema => ({
  type: 'object',
  additionalProperties: false,
  required,
  properties,
})

const rollUp: JsonSchema = {
  type: 'object',
  description: 'What stands in x-field of a roll-up: object, via, function, field, by, where',
}

/** What a draft would give for a real record. */
export const trialOperations: readonly OperationSpec[] = [
  {
    method: 'post',
    path: '/api/metadata/expressions/evaluate',
    tag: 'metadata',
    summary: both('What an expression gives for a record', '用一条记录试算表达式'),
    body: bodyOf({ object: text, id: text, expression: text, expects: text }, ['object', 'id', 'expression']),
    answer: refTo('Row'),
    errors: [403, 404],
  },
  {
    method: 'post',
    path: '/api/metadata/roll-ups/evaluate',
    tag: 'metadata',
    summary: both('What a roll-up would hold for a record', '用一条记录试算汇总'),
    body: bodyOf({ object: text, id: text, rollUp }, ['object', 'id', 'rollUp']),
    answer: refTo('Row'),
    errors: [403, 404, 422],
  },
  {
    method: 'post',
    path: '/api/metadata/print-templates/preview',
    tag: 'metadata',
    summary: both('A record by a print template that is not published', '用一条记录预览打印模板'),
    body: bodyOf(
      {
        template: { type: 'object', description: 'A definition of the kind print-template' },
        id: text,
        locale: { enum: ['zh-CN', 'en'] },
      },
      ['template', 'id'],
    ),
    answer: { type: 'string', format: 'binary' },
    answerType: 'application/pdf',
    errors: [403, 404, 422],
  },
  {
    method: 'post',
    path: '/api/metadata/member-rules/preview',
    tag: 'metadata',
    summary: both('Whom a member rule would add now', '试算规则将添加的相关人员'),
    body: bodyOf({ rule: { type: 'object', description: 'A definition of the kind member-rule' } }, ['rule']),
    answer: refTo('Row'),
    errors: [403, 422],
  },
  {
    method: 'post',
    path: '/api/metadata/member-rules/recompute',
    tag: 'metadata',
    summary: both('Make the members by a rule anew, as a task', '按规则重新确定相关人员（后台任务）'),
    body: bodyOf({ rule: { ...text, description: 'Its name' } }, ['rule']),
    status: 202,
    answer: refTo('Row'),
    errors: [403, 404],
  },
]

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
]

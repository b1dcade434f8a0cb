import type { JsonSchema } from '@fieldwork/fields'
import type { CompiledObject } from '@fieldwork/metadata'
import type { Draft } from './object-draft.ts'
import { refTo } from './schemas.ts'

const text: JsonSchema = { type: 'string' }
const described = (schema: JsonSchema, description: string): JsonSchema => ({ ...schema, description })

/** Records for a printed page. */
export function printOperations(object: CompiledObject): Draft[] {
  return [
    {
      method: 'post',
      path: `/api/records/${object.name}/print`,
      words: ['records for a printed page', '打印'],
      body: {
        type: 'object',
        additionalProperties: false,
        properties: {
          id: described({ type: 'string', format: 'uuid' }, 'One record; left out: a list'),
          filter: text,
          q: text,
          sort: text,
          fields: { type: 'array', items: text },
        },
      },
      answer: refTo('Row'),
      errors: [403, 404, 413, 422],
    },
    {
      method: 'get',
      path: `/api/records/${object.name}/print-templates`,
      words: ['templates that records are printed by', '打印模板'],
      query: { id: described({ type: 'string', format: 'uuid' }, 'Those that fit this record') },
      answer: {
        type: 'object',
        required: ['data'],
        properties: {
          data: {
            type: 'array',
            items: {
              type: 'object',
              required: ['name', 'label'],
              properties: {
                name: text,
                label: text,
                language: { enum: ['en', 'zh-CN', null] },
                recordType: { type: ['string', 'null'] },
              },
            },
          },
        },
      },
      errors: [403, 404],
    },
    {
      method: 'post',
      path: `/api/records/${object.name}/print-tasks`,
      words: ['print several records into one PDF, as a task', '批量打印 PDF（后台任务）'],
      body: {
        type: 'object',
        additionalProperties: false,
        required: ['ids'],
        properties: {
          ids: { type: 'array', items: { type: 'string', format: 'uuid' }, maxItems: 1000 },
          template: described(text, 'Name of a print template; left out: for each record the first that fits'),
          locale: described({ enum: ['zh-CN', 'en'] }, 'Of labels and texts; left out: as the templates say'),
        },
      },
      status: 202,
      answer: refTo('Row'),
      errors: [403, 404, 413, 422],
    },
    {
      method: 'get',
      path: `/api/records/${object.name}/{id}/print.pdf`,
      words: ['a record as PDF', '打印 PDF'],
      query: {
        template: described(text, 'Name of a print template; left out: the first that fits'),
        locale: described(
          { enum: ['zh-CN', 'en'] },
          'Of labels and texts; left out: as the template says, else as Accept-Language',
        ),
        download: described({ enum: ['true', 'false'], default: 'false' }, 'true: to be kept instead of shown'),
      },
      answer: { type: 'string', format: 'binary' },
      answerType: 'application/pdf',
      errors: [403, 404, 413],
    },
  ]
}

/** Records as a file. */
export function exportOperations(object: CompiledObject, selection: Record<string, JsonSchema>): Draft[] {
  return [
    {
      method: 'get',
      path: `/api/records/${object.name}/export`,
      words: ['records as a file', '导出'],
      query: {
        ...selection,
        format: { enum: ['csv', 'xlsx', 'ndjson'], default: 'csv' },
        fields: described(text, 'Field paths: name,customer.name; left out: every field that people see'),
        headers: described({ enum: ['label', 'name'], default: 'label' }, 'What stands above the columns'),
        references: described({ enum: ['label', 'id', 'both'], default: 'both' }, 'What stands for records'),
        locale: described({ enum: ['zh-CN', 'en'] }, 'Of labels; left out: as Accept-Language says'),
        bom: described({ enum: ['true', 'false'], default: 'false' }, 'true: Excel knows the CSV file as UTF-8'),
      },
      answer: text,
      answerType: 'text/csv',
      otherTypes: ['application/vnd.openxmlformats-officedocument.spreadsheetml.sheet', 'application/x-ndjson'],
      errors: [403, 413, 429],
    },
  ]
}

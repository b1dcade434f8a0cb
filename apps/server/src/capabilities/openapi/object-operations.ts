import type { JsonSchema } from '@fieldwork/fields'
import type { CompiledObject, Operation } from '@fieldwork/metadata'
import { attachmentChanges, attachmentReads } from './file-operations.ts'
import type { Draft } from './object-draft.ts'
import type { OperationSpec } from './operations.ts'
import { refTo } from './schemas.ts'
import { exportOperations, printOperations } from './taking-operations.ts'
import { commentOperations, sharingOperations } from './sharing-operations.ts'
import { automationOperations } from './workflow-operations.ts'

const text: JsonSchema = { type: 'string' }
const uuid: JsonSchema = { type: 'string', format: 'uuid' }
const described = (schema: JsonSchema, description: string): JsonSchema => ({ ...schema, description })

const selection = {
  filter: described(text, 'An expression, e.g. amount > 1000 && stage == "open"'),
  q: described(text, 'Words to search for'),
  sort: described(text, 'Field paths, - for descending: -amount,name'),
} satisfies Record<string, JsonSchema>

const expand = described(
  text,
  'Collections read with each record, up to 3 deep: lines(limit:5,sort:-amount,filter:amount > 1,fields:a,b,expand:…);' +
    ' limit 50 unless told, 500 at most. <name>_page.more says whether there are more',
)

const list = {
  ...selection,
  fields: described(text, 'Field paths: name,customer.name'),
  expand,
  limit: { type: 'integer', minimum: 1, maximum: 500, default: 50 },
  after: described(text, 'page.after of the page before'),
  count: { enum: ['none', 'estimated', 'exact'], default: 'none' },
} satisfies Record<string, JsonSchema>

const tree = {
  parent: described(uuid, 'The record above; left out: the topmost records'),
  ...list,
} satisfies Record<string, JsonSchema>

const aggregate = {
  measures: described(text, 'count(), sum(amount), avg(amount), min(amount), max(amount)'),
  group: described(text, 'Field paths and periods: stage,month(close_date)'),
  ...selection,
  limit: { type: 'integer', minimum: 1, maximum: 10_000 },
} satisfies Record<string, JsonSchema>

const schema = {
  mode: { enum: ['create', 'update'] },
  recordType: described(text, 'The record type that the form is for'),
} satisfies Record<string, JsonSchema>
const validator = {
  mode: schema.mode,
  v: described(text, 'The hash that the form schema names: the answer may be kept for ever'),
  import: described(text, 'Means nothing; development servers add it'),
} satisfies Record<string, JsonSchema>
const history = {
  limit: { type: 'integer', minimum: 1, maximum: 500 },
  after: text,
  lines: described({ type: 'boolean', default: false }, 'With the writes of its lines, each with its line'),
  collections: described(text, 'Only the writes of the lines of these collections: lines,discounts'),
} satisfies Record<string, JsonSchema>
const restore: JsonSchema = {
  type: 'object',
  description: 'Either a version or a moment',
  properties: {
    version: { type: 'integer', minimum: 1 },
    at: { type: 'string', format: 'date-time' },
    reason: described(text, 'Kept in the history'),
  },
}
const once = {
  'Idempotency-Key': described(text, 'Repeated within 24 hours, the request is answered again and not done again'),
}
/** The parameters by which the caller of a write says what he agrees to. */
export const consent = {
  allow_duplicates: { enum: ['true', 'false'], description: 'Stores what duplicate rules only warn of' },
  accept_warnings: {
    enum: ['true', 'false'],
    description: 'false: what rules warn of is refused with confirmation_needed instead of answered in @warnings',
  },
} satisfies Record<string, JsonSchema>
const upsert = {
  ...consent,
  key: described(text, 'A unique field, or fields that are unique together, separated by commas'),
  atomic: { enum: ['true', 'false'], default: 'true' },
} satisfies Record<string, JsonSchema>
const unwritable: JsonSchema = {
  enum: ['true', 'false'],
  description: 'true: `_unwritable` names the fields that you may write on other records and not on this one',
}
const ifNoneMatch = {
  'If-None-Match': described(text, 'A version that is known already: 304 as long as it is that one'),
}
const ifMatch = { 'If-Match': described(text, 'The version that is changed, e.g. "3"') }

const convert: JsonSchema = {
  type: 'object',
  additionalProperties: false,
  properties: {
    dry_run: { type: 'boolean', default: false, description: 'true: answers what would be made, and makes nothing' },
    targets: {
      type: 'object',
      description: 'Decisions by target: whether it is made, what is taken instead, values, lines',
      additionalProperties: {
        type: 'object',
        additionalProperties: false,
        properties: {
          include: { type: 'boolean' },
          existing: { type: ['string', 'null'], format: 'uuid' },
          values: { type: 'object' },
          lines: {
            type: 'object',
            additionalProperties: {
              type: 'array',
              items: {
                type: 'object',
                additionalProperties: false,
                required: ['id'],
                properties: { id: { type: 'string', format: 'uuid' }, quantity: { type: 'number' } },
              },
            },
          },
        },
      },
    },
  },
}

const builders = {
  read: readOperations,
  create: createOperations,
  update: updateOperations,
  delete: deleteOperations,
  print: printOperations,
  export: (object: CompiledObject) => exportOperations(object, selection),
}

/** The operations on the records of one object that a caller with these rights has. */
export function objectOperations(object: CompiledObject, rights: ReadonlySet<Operation>): OperationSpec[] {
  const allowed = (['read', 'create', 'update', 'delete', 'print', 'export'] as const).filter(
    (operation) =>
      rights.has(operation) &&
      (operation === 'read' || operation === 'export' || operation === 'print' || !object.managed),
  )
  const drafts = allowed.flatMap((operation) => builders[operation](object))
  const more = [
    ...sharingOperations(object, rights),
    ...commentOperations(object, rights),
    ...automationOperations(object, rights),
  ]
  return [...drafts, ...more].map((draft) => finish(draft, object))
}

function finish({ words: [en, zh], ...draft }: Draft, { name, label }: CompiledObject): OperationSpec {
  return { ...draft, tag: name, summary: { en: `${label.en}: ${en}`, 'zh-CN': `${label['zh-CN']}：${zh}` } }
}

const baseOf = ({ name }: CompiledObject) => `/api/records/${name}`

/** Records tell as `_has_children` whether there is something below them. */
const treeOperation = (object: CompiledObject): Draft => ({
  method: 'get',
  path: `${baseOf(object)}/tree`,
  words: ['one level of the tree', '树形层级'],
  query: tree,
  answer: refTo(`${object.name}_page`),
})

function readOperations(object: CompiledObject): Draft[] {
  const base = baseOf(object)
  const [row, rows] = [refTo('Row'), refTo('Rows')]
  return [
    { method: 'get', path: base, words: ['list', '列表'], query: list, answer: refTo(`${object.name}_page`) },
    ...(object.hierarchy === null ? [] : [treeOperation(object)]),
    { method: 'get', path: `${base}/aggregate`, words: ['figures', '汇总'], query: aggregate, answer: rows },
    { method: 'get', path: `${base}/schema`, words: ['what a form needs', '表单结构'], query: schema, answer: row },
    { method: 'get', path: `${base}/views`, words: ['views', '视图'], answer: row },
    {
      method: 'get',
      path: `${base}/validator.js`,
      words: ['a module that checks values as the server does', '与服务器一致的校验脚本'],
      query: validator,
      answer: text,
      answerType: 'text/javascript',
    },
    {
      method: 'get',
      path: `${base}/{id}`,
      words: ['one record', '单条记录'],
      query: { fields: list.fields, expand, rights: unwritable },
      headers: ifNoneMatch,
      answer: refTo(object.name),
      otherStatuses: { 304: 'empty' },
      errors: [404],
    },
    {
      method: 'get',
      path: `${base}/{id}/conversions`,
      words: ['possible conversions', '可用转换'],
      answer: rows,
      errors: [404],
    },
    {
      method: 'post',
      path: `${base}/{id}/convert/{conversion}`,
      words: ['convert', '转换'],
      query: consent,
      headers: { ...once, ...ifMatch },
      body: convert,
      answer: row,
      errors: [404, 409, 422],
    },
    {
      method: 'get',
      path: `${base}/{id}/history`,
      words: ['history', '变更历史'],
      query: history,
      answer: rows,
      errors: [404],
    },
    {
      method: 'get',
      path: `${base}/{id}/deadlines`,
      words: ['deadlines and what has happened to them', '时限及其过程'],
      answer: rows,
      errors: [404],
    },
    ...(object.hasAttachments && !object.managed ? attachmentReads(base) : []),
  ]
}

function createOperations(object: CompiledObject): Draft[] {
  return [
    {
      method: 'post',
      path: baseOf(object),
      words: ['create', '新建'],
      query: consent,
      headers: once,
      body: refTo(`${object.name}_create`),
      status: 201,
      answer: refTo(object.name),
      errors: [403, 409, 422],
    },
    {
      method: 'post',
      path: `${baseOf(object)}/batch`,
      words: ['many writes at once', '批量写入'],
      query: consent,
      headers: once,
      body: batchSchema(object.name),
      answer: refTo('Row'),
      errors: [403, 404, 409, 413, 422],
    },
    {
      method: 'post',
      path: `${baseOf(object)}/duplicates`,
      words: ['duplicates of values that are being entered', '录入时查重'],
      body: {
        type: 'object',
        required: ['values'],
        properties: { values: refTo(`${object.name}_update`), id: uuid },
      },
      answer: refTo('Row'),
      errors: [403, 422],
    },
    {
      method: 'post',
      path: `${baseOf(object)}/next-numbers`,
      words: ['next auto-numbers', '下一个自动编号'],
      body: { type: 'object', required: ['values'], properties: { values: refTo(`${object.name}_update`) } },
      answer: refTo('Row'),
      errors: [403, 422],
    },
    {
      method: 'put',
      path: baseOf(object),
      words: ['create or merge by a key', '按唯一字段新建或更新'],
      query: upsert,
      body: {
        type: ['object', 'array'],
        description: `One ${object.name}_create, or a list of them`,
        items: refTo('Row'),
      },
      answer: refTo('Row'),
      otherStatuses: { 201: 'same' },
      errors: [403, 409, 413, 422],
    },
  ]
}

function updateOperations(object: CompiledObject): Draft[] {
  const one = `${baseOf(object)}/{id}`
  const answer = refTo(object.name)
  const body = refTo(`${object.name}_update`)
  const errors = [403, 404, 409, 422]
  const transitions = Object.values(object.states?.transitions ?? {})
  return [
    {
      method: 'patch',
      path: one,
      words: ['change', '修改'],
      query: consent,
      headers: ifMatch,
      body,
      bodyTypes: ['application/json', 'application/merge-patch+json'],
      answer,
      errors,
    },
    {
      method: 'post',
      path: `${one}/restore`,
      words: ['back to an earlier version', '恢复到历史版本'],
      headers: ifMatch,
      body: restore,
      answer,
      errors,
    },
    ...(object.hasAttachments ? attachmentChanges(baseOf(object)) : []),
    ...transitions.map(({ name, label }): Draft => ({
      method: 'post',
      path: `${one}/transitions/${name}`,
      words: [label.en, label['zh-CN']],
      query: consent,
      headers: { ...ifMatch, ...once },
      body,
      isBodyOptional: true,
      answer,
      errors,
    })),
  ]
}

function deleteOperations(object: CompiledObject): Draft[] {
  const path = `${baseOf(object)}/{id}`
  const words = ['into the recycle bin', '移入回收站'] as const
  return [
    { method: 'delete', path, words, query: consent, headers: ifMatch, status: 204, errors: [403, 404, 409, 422] },
  ]
}

function batchSchema(object: string): JsonSchema {
  const changed: JsonSchema = {
    type: 'object',
    required: ['id'],
    description: `The properties of ${object}_update beside id and version`,
    properties: { id: uuid, version: { type: 'integer' } },
  }
  return {
    type: 'object',
    additionalProperties: false,
    properties: {
      create: { type: 'array', items: refTo(`${object}_create`) },
      update: { type: 'array', items: changed },
      delete: { type: 'array', items: uuid },
      atomic: { type: 'boolean', default: true },
    },
  }
}

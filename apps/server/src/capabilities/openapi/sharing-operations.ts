import type { JsonSchema } from '@fieldwork/fields'
import type { CompiledObject, Operation } from '@fieldwork/metadata'
import type { Draft } from './object-draft.ts'
import { refTo } from './schemas.ts'

const text: JsonSchema = { type: 'string' }
const uuid: JsonSchema = { type: 'string', format: 'uuid' }
const users: JsonSchema = { type: 'array', items: uuid, maxItems: 1000 }
const level: JsonSchema = { enum: ['read', 'edit'] }
const once = {
  'Idempotency-Key': {
    ...text,
    description: 'Repeated within 24 hours, the request is answered again and not done again',
  },
}
const ifMatch = { 'If-Match': { ...text, description: 'The version that is changed, e.g. "3"' } }

const bodyOf = (properties: Record<string, JsonSchema>, required: string[] = []): JsonSchema => ({
  type: 'object',
  additionalProperties: false,
  properties,
  ...(required.length > 0 && { required }),
})

const share = bodyOf(
  {
    to: {
      ...bodyOf({ user: uuid, department: uuid, role: text }),
      description: 'Exactly one: a user, a department with those below it, or a role by its name',
    },
    level,
    until: { anyOf: [{ type: 'string', format: 'date' }, { type: 'null' }], description: 'The last day' },
  },
  ['to', 'level'],
)

const members = bodyOf({ add: users, remove: users, level: { ...level, default: 'edit' } })

const assignment = {
  owner: uuid,
  reason: { ...text, description: 'Kept in the history' },
  children: { type: 'array', items: text, description: 'Collections whose records of the same owner go along' },
} satisfies Record<string, JsonSchema>

const many = bodyOf(
  { ...assignment, ids: users, filter: { ...text, description: 'Instead of ids; at most 1,000 records' } },
  ['owner'],
)

/** What people say of the records of an object. */
export function commentOperations({ name, managed }: CompiledObject, rights: ReadonlySet<Operation>): Draft[] {
  if (managed || !rights.has('read')) return []
  const path = `/api/records/${name}/{id}/comments`
  const reading: Draft = {
    method: 'get',
    path,
    words: ['comments, newest first', '评论（由新到旧）'],
    query: { limit: { type: 'integer', minimum: 1, maximum: 500 }, after: text },
    answer: refTo('Rows'),
    errors: [404],
  }
  const writing: Draft = {
    method: 'post',
    path,
    words: ['comment', '发表评论'],
    headers: once,
    body: bodyOf({ text: { type: 'string', minLength: 1, maxLength: 10_000 } }, ['text']),
    status: 201,
    answer: refTo('Row'),
    errors: [403, 404, 422],
  }
  return rights.has('comment') || rights.has('update') ? [reading, writing] : [reading]
}

/** Owners, members and shares of the records of an object, as far as a caller with these rights comes to them. */
export function sharingOperations(object: CompiledObject, rights: ReadonlySet<Operation>): Draft[] {
  const { name, hasOwner, master, managed } = object
  if (master || managed || !rights.has('read')) return []
  const one = `/api/records/${name}/{id}`
  const row = refTo('Row')
  return [
    {
      method: 'get',
      path: `${one}/access`,
      words: ['members and shares', '相关人员与共享'],
      answer: row,
      errors: [404],
    },
    ...(hasOwner ? [memberOperation(one)] : []),
    ...(rights.has('share') ? shareOperations(one) : []),
    ...(hasOwner && rights.has('assign') ? assignOperations(name) : []),
  ]
}

const memberOperation = (one: string): Draft => ({
  method: 'post',
  path: `${one}/members`,
  words: ['add and remove members', '增减相关人员'],
  headers: once,
  body: members,
  answer: refTo('Row'),
  errors: [403, 404, 422],
})

const shareOperations = (one: string): Draft[] => [
  {
    method: 'post',
    path: `${one}/share`,
    words: ['share', '共享'],
    headers: once,
    body: share,
    status: 201,
    answer: refTo('Row'),
    errors: [403, 404, 422],
  },
  {
    method: 'delete',
    path: `${one}/share/{share}`,
    words: ['end a share', '取消共享'],
    status: 204,
    errors: [403, 404],
  },
]

const assignOperations = (name: string): Draft[] => [
  {
    method: 'post',
    path: `/api/records/${name}/{id}/assign`,
    words: ['assign', '分派'],
    headers: { ...once, ...ifMatch },
    body: bodyOf(assignment, ['owner']),
    answer: refTo(name),
    errors: [403, 404, 409, 422],
  },
  {
    method: 'post',
    path: `/api/records/${name}/assign`,
    words: ['assign many', '批量分派'],
    headers: once,
    body: many,
    answer: refTo('Row'),
    errors: [403, 413, 422],
  },
]

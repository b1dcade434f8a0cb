import type { JsonSchema, LocalizedText } from '@fieldwork/fields'
import type { OperationSpec } from './operations.ts'
import { refTo } from './schemas.ts'

const both = (en: string, zh: string): LocalizedText => ({ en, 'zh-CN': zh })
const binary: JsonSchema = { type: 'string', contentMediaType: 'application/octet-stream' }

/** Files as they are sent and read; what records make of them is with the records. */
export const fileOperations: readonly OperationSpec[] = [
  {
    method: 'post',
    path: '/api/files',
    tag: 'files',
    summary: both(
      'Send a file; its id can then be written into a field or attached, within 24 hours',
      '上传文件；24 小时内可将其编号写入字段或作为附件',
    ),
    body: { type: 'object', required: ['file'], properties: { file: binary } },
    bodyTypes: ['multipart/form-data'],
    status: 201,
    answer: refTo('File'),
    errors: [413, 415],
  },
  {
    method: 'get',
    path: '/api/files/{id}',
    tag: 'files',
    summary: both('The content of a file, or a part of it (Range)', '文件内容（支持 Range 分段）'),
    query: { download: { enum: ['0', '1'], description: '1: to be saved, not shown' } },
    answer: {},
    answerType: 'application/octet-stream',
    errors: [404, 416],
  },
  {
    method: 'get',
    path: '/api/files/{id}/preview',
    tag: 'files',
    summary: both('A small version of an image', '图片缩略图'),
    query: { size: { type: 'integer', minimum: 1, maximum: 4096, description: 'Pixels wide and high at most' } },
    answer: {},
    answerType: 'image/webp',
    errors: [404],
  },
]

type Draft = Omit<OperationSpec, 'tag' | 'summary'> & { words: readonly [en: string, zh: string] }

/** Attachments, for who may read a record. */
export const attachmentReads = (base: string): Draft[] => [
  {
    method: 'get',
    path: `${base}/{id}/files`,
    words: ['attachments', '附件'],
    query: { deleted: { enum: ['true', 'false'], description: 'true: those in the recycle bin' } },
    answer: {
      type: 'object',
      required: ['data'],
      properties: { data: { type: 'array', items: refTo('Attachment') } },
    },
    errors: [404],
  },
]

/** Attachments, for who may change a record. */
export const attachmentChanges = (base: string): Draft[] => [
  {
    method: 'post',
    path: `${base}/{id}/files`,
    words: ['attach a file, sent here (multipart) or before', '添加附件（直接上传或引用已上传的文件）'],
    body: {
      type: 'object',
      required: ['file'],
      properties: {
        file: { type: 'string', description: 'The content (multipart), or the id of a file sent before (JSON)' },
        category: { type: 'string', maxLength: 100 },
        version_of: { type: 'string', description: 'The attachment that it is a new version of' },
      },
    },
    bodyTypes: ['application/json', 'multipart/form-data'],
    status: 201,
    answer: refTo('Attachment'),
    errors: [403, 404, 409, 413, 415, 422],
  },
  {
    method: 'delete',
    path: `${base}/{id}/files/{file}`,
    words: ['an attachment into the recycle bin, with its versions', '移除附件及其所有版本'],
    status: 204,
    errors: [403, 404],
  },
  {
    method: 'post',
    path: `${base}/{id}/files/{file}/restore`,
    words: ['an attachment back from the recycle bin', '恢复附件'],
    answer: refTo('Attachment'),
    errors: [403, 404],
  },
]

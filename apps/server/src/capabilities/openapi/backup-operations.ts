import type { JsonSchema, LocalizedText } from '@fieldwork/fields'
import type { OperationSpec } from './operations.ts'
import { refTo } from './schemas.ts'

const row = refTo('Row')
const both = (en: string, zh: string): LocalizedText => ({ en, 'zh-CN': zh })
const passphrase: JsonSchema = { type: 'string', minLength: 1, description: 'Seals the backup, or opens one' }
const bodyOf = (properties: Record<string, JsonSchema>, required: string[] = []): JsonSchema => ({
  type: 'object',
  additionalProperties: false,
  properties,
  ...(required.length > 0 && { required }),
})

/** Backups of the workspace: making, taking away and restoring are rights of their own. */
export const backupOperations: readonly OperationSpec[] = [
  {
    method: 'get',
    path: '/api/backups',
    tag: 'backups',
    summary: both('Backups, newest first', '备份列表（最新在前）'),
    answer: refTo('Rows'),
    errors: [403],
  },
  {
    method: 'post',
    path: '/api/backups',
    tag: 'backups',
    summary: both('Begin a backup of the whole workspace', '开始备份整个工作区'),
    body: bodyOf({
      note: { type: 'string' },
      passphrase,
      with_files: { type: 'boolean', default: true, description: 'false leaves uploaded files out' },
    }),
    isBodyOptional: true,
    status: 202,
    answer: row,
    errors: [403, 409, 422],
  },
  {
    method: 'get',
    path: '/api/backups/schedule',
    tag: 'backups',
    summary: both('When backups are made by themselves', '备份计划'),
    answer: row,
    errors: [403],
  },
  {
    method: 'put',
    path: '/api/backups/schedule',
    tag: 'backups',
    summary: both('Set when backups are made, and how many are kept', '设置备份计划与保留数量'),
    body: bodyOf(
      {
        enabled: { type: 'boolean' },
        cron: { type: 'string', description: 'Five fields, in the time zone of the workspace: 0 2 * * *' },
        keep: { type: ['integer', 'null'], minimum: 1, maximum: 10_000, description: 'So many; null: any number' },
        days: { type: ['integer', 'null'], minimum: 1, maximum: 36_500, description: 'So long; null: for ever' },
        with_files: { type: 'boolean' },
        sealed: { type: 'boolean', description: 'Whether they are sealed with the passphrase' },
        passphrase: { ...passphrase, description: 'Left out: the one there is' },
      },
      ['enabled', 'cron', 'with_files', 'sealed'],
    ),
    answer: row,
    errors: [403, 422],
  },
  {
    method: 'get',
    path: '/api/backups/{id}',
    tag: 'backups',
    summary: both('One backup, with what is done to it', '备份详情与进度'),
    answer: row,
    errors: [403, 404],
  },
  {
    method: 'delete',
    path: '/api/backups/{id}',
    tag: 'backups',
    summary: both('Delete a backup with its file', '删除备份及其文件'),
    status: 204,
    errors: [403, 404, 409],
  },
  {
    method: 'post',
    path: '/api/backups/{id}/cancel',
    tag: 'backups',
    summary: both('Stop what is done to a backup', '取消正在进行的备份、校验或恢复'),
    answer: row,
    errors: [403, 404, 409],
  },
  {
    method: 'get',
    path: '/api/backups/{id}/content',
    tag: 'backups',
    summary: both('Take the file of a backup away, or a range of it', '下载备份文件（支持断点续传）'),
    answer: { type: 'string', contentMediaType: 'application/octet-stream' },
    answerType: 'application/octet-stream',
    otherStatuses: { 206: 'same', 416: 'empty' },
    errors: [403, 404, 409],
  },
  {
    method: 'post',
    path: '/api/backups/{id}/verify',
    tag: 'backups',
    summary: both('Test whether a backup could be restored', '校验备份能否恢复'),
    body: bodyOf({
      passphrase,
      kind: {
        type: 'string',
        enum: ['file', 'database'],
        default: 'database',
        description: 'file: compare it with its checksums; database: load it beside the workspace as well',
      },
    }),
    isBodyOptional: true,
    status: 202,
    answer: row,
    errors: [403, 404, 409, 422],
  },
  {
    method: 'get',
    path: '/api/backups/{id}/restore',
    tag: 'backups',
    summary: both('What restoring a backup would replace', '恢复预览：将被替换的内容'),
    answer: row,
    errors: [403, 404, 409],
  },
  {
    method: 'post',
    path: '/api/backups/{id}/restore',
    tag: 'backups',
    summary: both('Replace the whole workspace by a backup', '用备份替换整个工作区'),
    body: bodyOf(
      {
        confirm: { type: 'string', description: 'The name of the workspace' },
        passphrase,
        keep: { type: 'boolean', default: true, description: 'Back up the present state before' },
      },
      ['confirm'],
    ),
    status: 202,
    answer: row,
    errors: [403, 404, 409, 422],
  },
]

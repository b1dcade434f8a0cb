import type { JsonSchema, LocalizedText } from '@fieldwork/fields'
import type { OperationSpec } from './operations.ts'
import { refTo } from './schemas.ts'

const text: JsonSchema = { type: 'string' }
const flag: JsonSchema = { type: 'boolean' }
const row = refTo('Row')
const rows = refTo('Rows')
const revision: JsonSchema = { type: 'integer', minimum: 0 }

const both = (en: string, zh: string): LocalizedText => ({ en, 'zh-CN': zh })

/** Packages: what is installed, how it travels, and what upgrades leave to decide. */
export const packageOperations: readonly OperationSpec[] = [
  {
    method: 'get',
    path: '/api/metadata/packages',
    tag: 'metadata',
    summary: both('Installed packages, lowest first', '已安装的软件包（自底向上）'),
    answer: rows,
    errors: [403],
  },
  {
    method: 'get',
    path: '/api/metadata/hidden',
    tag: 'metadata',
    summary: both('What is shipped and hidden here', '已隐藏的自带内容'),
    answer: rows,
    errors: [403],
  },
  {
    method: 'get',
    path: '/api/metadata/export',
    tag: 'metadata',
    summary: both(
      'A layer as one package: workspace, a package, or all',
      '将某一层导出为软件包：workspace、软件包名或 all',
    ),
    query: { layer: text },
    answer: row,
    errors: [403, 404],
  },
  {
    method: 'post',
    path: '/api/metadata/import',
    tag: 'metadata',
    summary: both('Import a package; with dry_run, what that would do', '导入软件包；dry_run 仅预览'),
    body: {
      type: 'object',
      required: ['package'],
      properties: {
        package: row,
        layer: {
          type: 'string',
          description: 'workspace (default): as changes of the workspace; the package’s name: as a layer of its own',
        },
        prune: { type: 'boolean', description: 'Drop changes of the workspace that the package does not have' },
        dry_run: flag,
        confirm: flag,
        message: text,
        base_revision: revision,
      },
    },
    answer: row,
    errors: [403, 409, 413, 422],
  },
  {
    method: 'post',
    path: '/api/metadata/packages/{name}/uninstall',
    tag: 'metadata',
    summary: both(
      'Uninstall an imported package; its records are kept. With dry_run, what that would do',
      '卸载已导入的软件包（记录予以保留）；dry_run 仅预览',
    ),
    body: {
      type: 'object',
      additionalProperties: false,
      properties: { dry_run: flag, confirm: flag, message: text },
    },
    answer: row,
    errors: [403, 404, 409, 422],
  },
  {
    method: 'get',
    path: '/api/metadata/conflicts',
    tag: 'metadata',
    summary: both('Where upgrades and this workspace disagree', '升级与工作区修改的冲突'),
    answer: rows,
    errors: [403],
  },
  {
    method: 'post',
    path: '/api/metadata/conflicts/{id}/resolve',
    tag: 'metadata',
    summary: both('Decide a conflict', '解决冲突'),
    body: {
      type: 'object',
      additionalProperties: false,
      required: ['take'],
      properties: { take: { type: 'string', enum: ['ours', 'theirs'] }, confirm: flag, message: text },
    },
    answer: row,
    errors: [403, 404, 409, 422],
  },
  {
    method: 'get',
    path: '/api/metadata/{kind}/{name}/history',
    tag: 'metadata',
    summary: both(
      'Revisions of one definition; with from and to, their difference',
      '单个定义的版本；提供 from 与 to 时为差异',
    ),
    query: { limit: { type: 'integer', minimum: 1, maximum: 200 }, before: revision, from: revision, to: revision },
    answer: row,
    errors: [403, 404],
  },
]

import { attachFile, isId, listAttachments, mayAttach, moveAttachment } from '@fieldwork/database'
import type { Attachment, QueryContext } from '@fieldwork/database'
import { appError } from '@fieldwork/metadata'
import type { LocalizedText } from '@fieldwork/fields'
import { demand } from '../actor-context.ts'
import { staleCatalog } from '../fresh-catalog.ts'
import type { RecordAddress } from '../types.ts'
import type { AttachmentInput } from './files.ts'

const maxCategory = 100

type Refused = Exclude<Awaited<ReturnType<typeof attachFile>>, null>

/** @throws forbidden, not_found */
export async function attachmentsOf(
  ctx: QueryContext,
  { object, id, deleted = false }: RecordAddress & { deleted?: boolean },
): Promise<Attachment[]> {
  demand(ctx, object, 'read')
  const found = await listAttachments(ctx, { object, id, deleted })
  if (!found) throw appError('not_found', { name: id })
  return found
}

/** @throws forbidden, not_found, attachments_off */
export async function demandAttach(ctx: QueryContext, address: RecordAddress): Promise<void> {
  demandOn(ctx, address.object)
  throwRefusal(await mayAttach(ctx, address), address.id)
}

/** @throws forbidden, not_found, attachments_off, validation_failed */
export async function attach(ctx: QueryContext, input: AttachmentInput): Promise<Attachment> {
  const { object, id, file, versionOf = null } = input
  demandOn(ctx, object)
  if (!isId(file)) throwRefusal('unknown_file', id)
  if (versionOf !== null && !isId(versionOf)) throwRefusal('unknown_attachment', id)
  const category = categoryOf(input.category)
  throwRefusal(await attachFile(ctx, { object, id, file, category, versionOf }), id)
  const found = (await attachmentsOf(ctx, { object, id })).find((each) => each.id === file)
  if (!found) throw appError('not_found', { name: file })
  return found
}

/** @throws forbidden, not_found */
export async function moveTo(
  ctx: QueryContext,
  input: RecordAddress & { file: string; to: 'detach' | 'reattach' },
): Promise<void> {
  demand(ctx, input.object, 'update')
  if (!isId(input.file)) throw appError('not_found', { name: input.file })
  const refused = await moveAttachment(ctx, input)
  throwRefusal(refused === 'unknown_attachment' ? 'not_found' : refused, input.file)
}

function demandOn(ctx: QueryContext, object: string): void {
  demand(ctx, object, 'update')
  const { hasAttachments, label } = ctx.catalog.object(object)
  if (!hasAttachments) throw appError('attachments_off', { object: label })
}

function categoryOf(category: string | null | undefined): string | null {
  const text = category?.trim() ?? ''
  if (text === '') return null
  if ([...text].length > maxCategory) throw appError('validation_failed', {}, [tooLong])
  return text
}

function throwRefusal(code: Refused | null, name: string): void {
  if (code === null) return
  if (code === 'stale_revision') throw staleCatalog()
  if (code === 'not_found') throw appError('not_found', { name })
  if (code === 'forbidden') throw appError('forbidden')
  const [pointer, message] =
    code === 'unknown_file' ? (['/file', unknownFile] as const) : (['/version_of', unknownAttachment] as const)
  throw appError('validation_failed', {}, [{ pointer, code, message }])
}

const unknownFile: LocalizedText = {
  en: 'The file does not exist, is not yours or belongs to a record already',
  'zh-CN': '文件不存在、不是由您上传，或已属于某条记录',
}
const unknownAttachment: LocalizedText = {
  en: 'The record has no such attachment',
  'zh-CN': '该记录没有此附件',
}
const tooLong = {
  pointer: '/category',
  code: 'maxLength',
  message: { en: `A category has at most ${maxCategory} characters`, 'zh-CN': `分类最多 ${maxCategory} 个字符` },
}

import { noteEvent, readComments } from '@fieldwork/database'
import type { RecordComment } from '@fieldwork/database'
import { isStorableText } from '@fieldwork/fields'
import type { Problem } from '@fieldwork/fields'
import { appError } from '@fieldwork/metadata'
import { inTransaction } from '../in-transaction.ts'
import { standingFor } from '../sharing/standing.ts'
import type { RecordAddress } from '../types.ts'
import type { WriteContext } from '../write-context.ts'

/** characters */
const maxText = 10_000

/**
 * Says something of a record: for who may comment on it or change it. The comment is an event of its history.
 *
 * @throws forbidden, not_found, validation_failed
 */
export function commentRecord(
  ctx: WriteContext,
  { text, ...address }: RecordAddress & { text: string },
): Promise<RecordComment> {
  return inTransaction(ctx, async (tx) => {
    const { may } = await standingFor(tx, address, true)
    if (tx.catalog.object(address.object).managed || !(may.comment || may.update)) throw appError('forbidden')
    const problem = problemOf(text)
    if (problem) throw appError('validation_failed', {}, [problem])
    await noteEvent(tx, { ...address, op: 'comment', changes: {}, reason: text.trim() })
    const [made] = (await readComments(tx, { ...address, limit: 1 })).data
    if (!made) throw new Error('A comment was not stored')
    return made
  })
}

function problemOf(text: string): Problem | null {
  if (text.trim() === '') return { pointer: '/text', code: 'required', message: empty }
  if (text.length > maxText) return { pointer: '/text', code: 'max_length', message: tooLong }
  return isStorableText(text) ? null : { pointer: '/text', code: 'text', message: unstorable }
}

const empty = { en: 'Write something', 'zh-CN': '请填写评论内容' }
const tooLong = { en: `At most ${maxText} characters`, 'zh-CN': `最多 ${maxText} 个字符` }
const unstorable = { en: 'There are characters that no text can have', 'zh-CN': '含有无法保存的字符' }

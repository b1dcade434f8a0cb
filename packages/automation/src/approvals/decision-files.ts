import { takeForApproval } from '@fieldwork/database'
import type { FileInfo } from '@fieldwork/database'
import { appError } from '@fieldwork/metadata'
import type { Actor } from '@fieldwork/records'
import type { Problem } from './problem.ts'
import type { Run } from './run.ts'

const MAX_FILES = 20

/**
 * Gives uploads of the actor to the approval, for the details of what he does: they are open to whom the approval is.
 *
 * @throws validation_failed (every file that is not his, or taken already)
 */
export async function withFiles(
  { scene, approval }: Run,
  actor: Actor,
  files: readonly string[] = [],
): Promise<{ files?: FileInfo[] }> {
  if (files.length === 0) return {}
  if (files.length > MAX_FILES) throw appError('validation_failed', {}, [tooMany])
  const taken = await takeForApproval(scene.db, { approval: approval.id, actor: actor.id, files })
  const problems = files.flatMap((id, at): Problem[] => {
    const isTaken = taken.some((file) => file.id === id) && files.indexOf(id) === at
    return isTaken ? [] : [{ pointer: `/files/${at}`, code: 'unknown_file', message: unknownFile }]
  })
  if (problems.length > 0) throw appError('validation_failed', {}, problems)
  return { files: taken }
}

const tooMany: Problem = {
  pointer: '/files',
  code: 'maxItems',
  message: { en: `At most ${MAX_FILES} files`, 'zh-CN': `最多 ${MAX_FILES} 个文件` },
}

const unknownFile = {
  en: 'The file does not exist, is not yours or has been used already',
  'zh-CN': '文件不存在、不是由您上传，或已被使用',
}

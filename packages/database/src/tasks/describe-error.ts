import { AppError } from '@fieldwork/metadata'
import type { TaskError } from './task.ts'

/** Why work beside the requests failed, to be kept and shown. */
export function describeError(error: unknown): TaskError {
  if (error instanceof AppError) {
    const { code, localized, problems } = error
    return { code, message: localized, ...(problems.length > 0 && { problems }) }
  }
  const reason = error instanceof Error ? error.message : String(error)
  return { code: 'internal_error', message: { en: `It stopped with: ${reason}`, 'zh-CN': `已中止：${reason}` } }
}

import { isId } from '@fieldwork/database'
import type { Problem } from '@fieldwork/fields'
import { pointerOf } from '@fieldwork/metadata'
import { refuse } from '../../errors.ts'

/**
 * Whom a submitter chooses: ids of users by `step.source`.
 *
 * @throws validation_failed (every wrong entry)
 */
export function readChosen(given: Record<string, unknown> = {}): Record<string, string[]> {
  const problems: Problem[] = []
  const chosen = Object.entries(given).map(([key, users]) => {
    if (!isIds(users)) problems.push({ pointer: pointerOf('chosen', key), code: 'type', message })
    return [key, isIds(users) ? users : []] as const
  })
  if (problems.length > 0) throw refuse('validation_failed', {}, problems)
  return Object.fromEntries(chosen)
}

const isIds = (value: unknown): value is string[] =>
  Array.isArray(value) && value.length <= 100 && value.every((id) => typeof id === 'string' && isId(id))

const message = { en: 'Expected a list of ids of users', 'zh-CN': '应为用户标识列表' }

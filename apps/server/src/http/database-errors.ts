import { sqlState } from '@fieldwork/database'
import type { LocalizedText } from '@fieldwork/fields'
import { refuse, say, type Refusal } from '../errors.ts'

const UNSTORABLE = say('a text holds characters that cannot be stored', '文本含有无法保存的字符')

/** What PostgreSQL reports by code. Its own words may hold SQL, so they stay here. */
const REASONS: Record<string, LocalizedText> = {
  '22001': say('a text is too long', '文本过长'),
  '22003': say('a number is out of range', '数值超出范围'),
  '22007': say('a date or time is not valid', '日期或时间无效'),
  '22008': say('a date or time is out of range', '日期或时间超出范围'),
  '22012': say('division by zero', '除数为零'),
  '22021': UNSTORABLE,
  '22P02': say('a value has the wrong form', '值的格式不正确'),
  '22P05': UNSTORABLE,
}
const MISFIT = say('a value does not fit', '值不符合要求')
const BROKEN_RULE = say('a rule of the stored data is broken', '违反了数据约束')
const TOO_COMPLEX = say('it is too complex', '过于复杂')

const CONNECTION_CODES = new Set([
  '08000',
  '08001',
  '08003',
  '08004',
  '08006',
  'ECONNREFUSED',
  'ECONNRESET',
  'ENOENT',
  'EPIPE',
  '57P01',
  '57P02',
  '57P03',
  '53300',
])
const LOST_RACE = new Set<string>([sqlState.serializationFailure, sqlState.deadlockDetected, sqlState.lockNotAvailable])
const BROKEN_CONSTRAINT = new Set(['23502', sqlState.foreignKeyViolation, '23514'])

/**
 * Turns an error that the database raised because of what was sent, or because of the moment, into a refusal.
 *
 * @returns null for errors that only a bug can cause
 */
export function describeDatabaseError(error: Error): Refusal | null {
  const { code } = error as { code?: unknown }
  if (typeof code !== 'string') return null
  if (CONNECTION_CODES.has(code)) return refuse('unavailable')
  if (code === sqlState.queryCanceled) return refuse('too_slow')
  if (LOST_RACE.has(code)) return refuse('stale_revision')
  if (code === sqlState.uniqueViolation) return refuse('duplicate')
  if (code.startsWith('22')) return refuse('invalid_data', { reason: REASONS[code] ?? MISFIT })
  if (BROKEN_CONSTRAINT.has(code)) return refuse('invalid_data', { reason: BROKEN_RULE })
  return code === '54001' ? refuse('invalid_request', { reason: TOO_COMPLEX }) : null
}

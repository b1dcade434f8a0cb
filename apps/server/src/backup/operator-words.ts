import { sqlStateOf } from '@fieldwork/database'
import type { LocalizedText } from '@fieldwork/fields'
import { AppError } from '@fieldwork/metadata'
import { say } from '../errors.ts'
import { LauncherError } from '../launcher/index.ts'

/**
 * What an operator is told of an error that is none of the program's: of the backup, the database, the disk or a
 * setting. Null: the program has a fault.
 */
export function wordsForOperator(error: unknown): LocalizedText | null {
  if (error instanceof AppError) return error.localized
  if (error instanceof LauncherError) return error.texts
  const state = sqlStateOf(error)
  if (state !== null) return wordsOfDatabase(state, reasonOf(error))
  const { code = '', syscall = '', path = '' } = error as NodeJS.ErrnoException
  if (isLostConnection(error, { code, syscall })) return unreachable(reasonOf(error))
  if (path !== '' || code === 'ENOSPC') return wordsOfFile(reasonOf(error))
  return null
}

const wordsOfFile = (reason: string): LocalizedText =>
  say(`The file cannot be used: ${reason}`, `文件无法读写：${reason}`)

/** A connection that was tried at several addresses failed at each; the error of all of them has no words. */
function reasonOf(error: unknown): string {
  if (error instanceof AggregateError && error.errors.length > 0) return error.errors.map(reasonOf).join('; ')
  return error instanceof Error ? error.message : String(error)
}

function isLostConnection(error: unknown, { code, syscall }: { code: string; syscall: string }): boolean {
  const isSocket = ['connect', 'getaddrinfo', 'read', 'write'].includes(syscall) && /^E(?!ISDIR|IO$)/.test(code)
  return (isSocket && !('path' in (error as object))) || code === 'ECONNREFUSED' || isTerminated(error)
}

const isTerminated = (error: unknown): boolean =>
  error instanceof Error && /^(?:Connection terminated|timeout expired|Client has encountered)/.test(error.message)

const unreachable = (reason: string): LocalizedText =>
  say(`The database cannot be reached: ${reason}`, `无法连接数据库：${reason}`)

/** By class of SQLSTATE, PostgreSQL's own words after ours. */
const classes: Readonly<Record<string, (reason: string) => LocalizedText>> = {
  '08': unreachable,
  '57': unreachable,
  '28': (reason) => say(`The database refuses the log-in: ${reason}`, `数据库拒绝登录：${reason}`),
  '3D': (reason) => say(`The database does not exist: ${reason}`, `数据库不存在：${reason}`),
  '53': (reason) => say(`The database has no room for it: ${reason}`, `数据库资源不足：${reason}`),
}

function wordsOfDatabase(state: string, reason: string): LocalizedText {
  if (state === '42501') return say(`The database user lacks a right: ${reason}`, `数据库用户缺少权限：${reason}`)
  const known = classes[state.slice(0, 2)]
  return known?.(reason) ?? say(`The database reports error ${state}: ${reason}`, `数据库报错 ${state}：${reason}`)
}

import { AppError } from '@fieldwork/metadata'
import type { CompiledObject } from '@fieldwork/metadata'
import type { Problem } from '@fieldwork/fields'
import type { Warned } from '../asking-at-end.ts'

type Texts = readonly [code: string, en: string, zh: string]

const problem = (pointer: string, [code, en, zh]: Texts, params?: Record<string, unknown>): Problem => ({
  pointer,
  code,
  message: { en, 'zh-CN': zh },
  ...(params && { params }),
})

export const notAList = (pointer: string): Problem =>
  problem(pointer, ['type', 'Send the lines as a list', '明细必须是数组'])

export const notALine = (pointer: string): Problem =>
  problem(pointer, ['type', 'A line is an object', '明细行必须是对象'])

export const notAnId = (pointer: string): Problem =>
  problem(pointer, ['type', 'Send the id of a line', '须为明细行的 ID'])

export const unknownMember = (pointer: string, known: readonly string[]): Problem =>
  problem(pointer, ['unknown_member', `Changed lines have ${known.join(', ')}`, `明细变更仅支持 ${known.join('、')}`])

export const tooManyNew = (pointer: string): Problem =>
  problem(pointer, ['unknown_line', 'There are fewer new lines than places for them', '新增明细少于预留的位置'])

export const tooFewLines = (pointer: string, limit: number): Problem =>
  problem(pointer, ['too_few_lines', `At least ${limit} lines are needed`, `至少需要 ${limit} 行明细`], { limit })

export const tooManyLines = (pointer: string, limit: number): Problem =>
  problem(pointer, ['too_many_lines', `At most ${limit} lines are possible`, `明细最多 ${limit} 行`], { limit })

export const newLineHasNoId = (pointer: string): Problem =>
  problem(`${pointer}/id`, ['unknown_line', 'A new record has new lines: leave out the id', '新建记录的明细不能带 ID'])

/** @param pointer of the id */
export const unknownLine = (pointer: string): Problem =>
  problem(pointer, ['unknown_line', 'The record has no such line', '该记录没有这一行明细'])

/** @param pointer of the id */
export const repeatedLine = (pointer: string): Problem =>
  problem(pointer, ['repeated_line', 'The line is there twice', '同一行明细重复出现'])

export const otherMaster = (pointer: string, field: string): Problem =>
  problem(`${pointer}/${field}`, [
    'other_master',
    'A line belongs to the record it is sent with',
    '明细只能属于所提交的主记录',
  ])

export const fixedMaster = ({ label }: CompiledObject, field: string): Problem =>
  problem(`/${field}`, [
    'fixed_master',
    `${label.en} cannot be moved to another record`,
    `${label['zh-CN']}不能改属其他记录`,
  ])

/** The problems with their places inside the whole that was sent. */
export const within = (pointer: string, problems: readonly Problem[]): Problem[] =>
  problems.map((found) => ({ ...found, pointer: pointer + (found.pointer ?? '') }))

/** Does a write inside of a whole; what it is warned of is told with its place in the whole. */
export async function warningsAt(pointer: string, work: () => Promise<Warned>): Promise<Problem[]> {
  return within(pointer, (await pointingTo(pointer, work)).warnings ?? [])
}

/** What is refused inside of `work` is told with its place in the whole; a refusal without one gets it. */
export async function pointingTo<T>(place: string | ((pointer: string) => string), work: () => Promise<T>): Promise<T> {
  try {
    return await work()
  } catch (error) {
    if (!(error instanceof AppError)) throw error
    const { code, status, localized, params, problems } = error
    const at = typeof place === 'string' ? (pointer: string) => place + pointer : place
    const own = problems.length > 0 ? problems : [{ code, message: localized }]
    throw new AppError(code, {
      status,
      message: localized,
      params,
      problems: own.map((found) => ({ ...found, pointer: at(found.pointer ?? '') })),
    })
  }
}

import { AppError, appError } from '@fieldwork/metadata'
import type { CompiledConversion } from '@fieldwork/metadata'
import type { LocalizedText, Problem } from '@fieldwork/fields'

type Reason = keyof typeof reasons

const reasons = {
  condition: { en: 'its condition does not hold for this record', 'zh-CN': '该记录不满足转换条件' },
  done: { en: 'the record has been converted already', 'zh-CN': '该记录已转换' },
  replaced: {
    en: 'something else has been made of it meanwhile',
    'zh-CN': '期间已转换为其他单据',
  },
  nothingLeft: { en: 'nothing is left to be converted', 'zh-CN': '已全部转换，没有剩余' },
} satisfies Record<string, LocalizedText>

/** A conversion that the record as a whole does not allow, in both languages. */
export function notPossible({ label }: Pick<CompiledConversion, 'label'>, reason: Reason): AppError {
  const words = (locale: 'en' | 'zh-CN') =>
    appError('conversion_not_possible', { conversion: label[locale], reason: reasons[reason][locale] }).localized[
      locale
    ]
  const { status } = appError('conversion_not_possible')
  const message = { en: words('en'), 'zh-CN': words('zh-CN') }
  return new AppError('conversion_not_possible', { status, message, params: { reason } })
}

const problem = (pointer: string, code: string, en: string, zh: string): Problem => ({
  pointer,
  code,
  message: { en, 'zh-CN': zh },
})

export const unknownTarget = (pointer: string): Problem =>
  problem(pointer, 'unknown_name', 'The conversion has no such target', '该转换没有此目标')

export const neededTarget = (pointer: string): Problem =>
  problem(`${pointer}/include`, 'needed_target', 'This one is always made', '此目标必须生成，不能省略')

export const alwaysNew = (pointer: string): Problem =>
  problem(`${pointer}/existing`, 'always_new', 'This one is always new', '此目标只能新建')

export const notThere = (pointer: string): Problem =>
  problem(
    `${pointer}/existing`,
    'unknown_reference',
    'There is no such record, or you may not see it',
    '记录不存在或您无权查看',
  )

export const unknownLines = (pointer: string): Problem =>
  problem(pointer, 'unknown_name', 'The target has no such lines', '该目标没有此明细')

export const unknownLine = (pointer: string): Problem =>
  problem(`${pointer}/id`, 'unknown_line', 'Nothing of this line can be converted', '该明细行没有可转换的数量')

export const repeatedLine = (pointer: string): Problem =>
  problem(`${pointer}/id`, 'repeated_line', 'The line is there twice', '同一行明细重复出现')

export const wholeLine = (pointer: string): Problem =>
  problem(`${pointer}/quantity`, 'whole_line', 'The line is converted as a whole', '该明细行只能整行转换')

export const notPositive = (pointer: string): Problem =>
  problem(`${pointer}/quantity`, 'below_minimum', 'Enter a quantity above 0', '数量必须大于 0')

export const tooMuch = (pointer: string, remaining: number): Problem => ({
  ...problem(`${pointer}/quantity`, 'above_remaining', `At most ${remaining} is left`, `最多还可转换 ${remaining}`),
  params: { remaining },
})

import { appError, fillText, type AppError, type ErrorCode } from '@fieldwork/metadata'
import type { LocalizedText, Problem } from '@fieldwork/fields'

interface ErrorEntry {
  status: number
  message: LocalizedText
}

/** Refusals that only the HTTP layer makes; all others are in the table of the metadata package. */
export const httpErrors = {
  invalid_json: entry(400, 'The body is not readable JSON: {reason}', '请求正文不是可读取的 JSON：{reason}'),
  invalid_text: entry(
    400,
    'The text at “{pointer}” holds characters that cannot be stored (NUL or half of a surrogate pair)',
    '“{pointer}”处的文本含有无法保存的字符（空字符或不完整的代理对）',
  ),
  invalid_parameter: entry(400, 'Parameter {name}: {reason}', '参数 {name}：{reason}'),
  unknown_parameter: entry(
    400,
    'Unknown parameter {names}; this operation knows: {allowed}',
    '未知参数 {names}；此操作支持：{allowed}',
  ),
  invalid_data: entry(400, 'A value does not fit what is stored: {reason}', '某个值与存储的数据不符：{reason}'),
  last_administrator: entry(
    409,
    'The last active administrator must stay; appoint another one first',
    '必须保留至少一名有效的管理员，请先指定其他管理员',
  ),
} as const satisfies Record<string, ErrorEntry>

/** A refusal of the HTTP layer; has the shape of AppError. */
export class HttpError extends Error {
  readonly code: keyof typeof httpErrors
  readonly status: number
  readonly localized: LocalizedText
  readonly problems: Problem[]
  readonly params: Record<string, unknown>

  constructor(code: keyof typeof httpErrors, message: LocalizedText, params: Record<string, unknown>) {
    super(message.en)
    this.name = 'HttpError'
    this.code = code
    this.status = httpErrors[code].status
    this.localized = message
    this.problems = []
    this.params = params
  }
}

/** Whatever is answered as a problem. */
export type Refusal = AppError | HttpError

/**
 * A refusal of any table, ready to throw.
 *
 * @param params fill the placeholders of its message; texts for people in both languages
 */
export function refuse(
  code: ErrorCode | keyof typeof httpErrors,
  params: Record<string, unknown> = {},
  problems: Problem[] = [],
): Refusal {
  if (!(code in httpErrors)) return appError(code as ErrorCode, params, problems)
  const own = code as keyof typeof httpErrors
  return new HttpError(own, fillText(httpErrors[own].message, params), params)
}

/** A text for people in both languages. */
export function say(en: string, zh: string): LocalizedText {
  return { en, 'zh-CN': zh }
}

function entry(status: number, en: string, zh: string): ErrorEntry {
  return { status, message: { en, 'zh-CN': zh } }
}

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
  captcha_required: entry(401, 'Type the characters of the picture as well', '请同时输入图片中的验证码'),
  wrong_code: entry(401, 'This code is wrong or was used before', '验证码错误或已被使用'),
  login_incomplete: entry(403, 'The log-in is not complete: {steps}', '登录尚未完成：{steps}'),
  address_refused: entry(
    403,
    'This account may not be used from your network address',
    '不允许从当前网络地址使用该账号',
  ),
  device_waiting: entry(
    403,
    'This device is new for the account; an administrator has to approve it first',
    '该设备首次用于此账号，需管理员批准后才能登录',
  ),
  no_role: entry(
    403,
    'No role has been granted to this account yet; ask your administrator',
    '该账号尚未授予任何角色，请联系管理员',
  ),
  token_scope: entry(403, 'This token may not be used for that', '该令牌无权执行此操作'),
  second_factor_set: entry(409, 'A second factor is set already', '已设置第二重验证'),
  notice_changed: entry(409, 'The notice has changed meanwhile; read it again', '保密须知已更新，请重新阅读'),
  sign_on_unavailable: entry(
    502,
    'The sign-on service did not answer as expected: {reason}',
    '单点登录服务未正常响应：{reason}',
  ),
  sign_on_refused: entry(403, 'The sign-on did not succeed: {reason}', '单点登录未成功：{reason}'),
  view_as_reads_only: entry(
    403,
    'While you see the system as another user you can only look; go back to yourself to change anything',
    '以其他用户身份查看时只能浏览；如需修改，请先返回本人身份',
  ),
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

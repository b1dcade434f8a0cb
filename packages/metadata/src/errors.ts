import type { LocalizedText, Problem } from '@fieldwork/fields'
import { fillText } from './words.ts'

/** One line of the error table: the HTTP status, and words for people with `{param}` placeholders. */
interface ErrorEntry {
  status: number
  message: LocalizedText
}

const entry = (status: number, en: string, zh: string): ErrorEntry => ({ status, message: { en, 'zh-CN': zh } })

/** Every refusal the platform raises. Codes are part of the public API and never change their meaning. */
export const errors = {
  invalid_request: entry(400, 'The request could not be understood: {reason}', '请求无法识别：{reason}'),
  invalid_expression: entry(400, 'The expression is not correct', '表达式不正确'),
  invalid_cursor: entry(
    400,
    'The page marker does not belong to this list; start again from the first page',
    '翻页标记与当前列表不符，请从第一页重新开始',
  ),
  unknown_field: entry(400, 'There is no field “{field}” on “{object}”', '“{object}”没有字段“{field}”'),
  unauthenticated: entry(401, 'Log in first', '请先登录'),
  invalid_credentials: entry(401, 'The user name or the password is wrong', '用户名或密码错误'),
  forbidden: entry(403, 'You are not allowed to do this', '您没有执行此操作的权限'),
  csrf_failed: entry(403, 'The page is out of date; reload it and try again', '页面已过期，请刷新后重试'),
  not_found: entry(404, '“{name}” does not exist or is not visible to you', '“{name}”不存在或您无权查看'),
  method_not_allowed: entry(405, 'This address does not support {method}', '该地址不支持 {method} 请求'),
  stale_version: entry(
    409,
    'Somebody changed this record meanwhile; reload it and apply your change again',
    '该记录已被他人修改，请刷新后重新提交您的修改',
  ),
  stale_revision: entry(409, 'The configuration changed meanwhile; try again', '系统配置刚刚发生变化，请重试'),
  changed_meanwhile: entry(
    409,
    'Somebody else changed these definitions meanwhile; look at their change and apply yours again',
    '其他人已修改了这些定义，请查看其修改后重新提交您的修改',
  ),
  confirmation_needed: entry(409, 'This can be saved, but look at the warnings first', '可以保存，但请先确认以下提示'),
  duplicate: entry(409, 'A record with the same value exists already', '已存在相同内容的记录'),
  still_referenced: entry(
    409,
    'Other records refer to this one, so it cannot be deleted',
    '该记录正被其他记录引用，不能删除',
  ),
  workflow_limit: entry(
    409,
    'The run was ended: it would go beyond the limit of {limit} {what}, probably it leads to itself',
    '运行已终止：超过 {limit} {what}的上限，可能形成了循环',
  ),
  workflow_state: entry(409, 'This run is {state}, so this is not possible', '该运行的状态为“{state}”，不能执行此操作'),
  workflow_failed: entry(409, 'The run ends here: {reason}', '运行在此终止：{reason}'),
  call_failed: entry(409, 'The call of “{name}” did not succeed: {reason}', '调用“{name}”失败：{reason}'),
  script_failed: entry(409, 'The script did not work: {reason}', '脚本执行失败：{reason}'),
  approval_pending: entry(409, 'An approval of this record is under way already', '该记录的审批正在进行中'),
  approval_decided: entry(
    409,
    'This has been decided already, or it is not your turn; reload it to see where it stands',
    '该审批已处理或尚未轮到您，请刷新查看进度',
  ),
  approval_not_possible: entry(409, 'This cannot be done with the approval: {reason}', '审批无法执行此操作：{reason}'),
  hooks_too_deep: entry(
    409,
    'Nothing was saved: what happens before saving leads to further writes more than {limit} times over, probably to itself',
    '未保存：保存前的处理相互触发超过 {limit} 层，可能形成了循环',
  ),
  too_many_dependents: entry(
    409,
    'More than {limit} records would be deleted together; delete some of those that belong to this one first',
    '将一并删除的记录超过 {limit} 条，请先删除其中一部分下属记录',
  ),
  whole_is_deleted: entry(
    409,
    'The record that this one belongs to is deleted; bring that one back first',
    '该记录所属的记录已被删除，请先恢复所属记录',
  ),
  transition_not_allowed: entry(
    409,
    '“{transition}” is not possible in the present state',
    '当前状态下不能执行“{transition}”',
  ),
  plan_needs_confirmation: entry(
    409,
    'The change can lose data; look at the plan and confirm it',
    '此变更可能造成数据丢失，请查看变更计划并确认',
  ),
  plan_conflict: entry(409, 'Somebody else is publishing at the moment; try again', '其他人正在发布变更，请稍后重试'),
  task_state: entry(409, 'The task is {state}, so this is not possible', '任务当前状态为 {state}，不能执行此操作'),
  conversion_not_possible: entry(409, '“{conversion}” is not possible: {reason}', '不能执行“{conversion}”：{reason}'),
  package_downgrade: entry(
    409,
    'The workspace has {package} {from}, which is newer than {to}; to go back to the older release, confirm it',
    '工作区中的 {package} 为 {from}，比 {to} 新；如需退回旧版本，请予以确认',
  ),
  hand_over_incomplete: entry(
    409,
    '{count} records could not be handed over; they stay with their owner',
    '{count} 条记录未能交接，仍由原负责人负责',
  ),
  backup_busy: entry(
    409,
    'Another backup, test or restoration is under way; wait for it or cancel it',
    '已有备份、校验或恢复正在进行，请等待其完成或先取消',
  ),
  backup_unfinished: entry(409, 'This backup has no file: {state}', '该备份没有可用的文件：{state}'),
  backup_lost: entry(
    409,
    'The file of this backup is not where backups are kept any more',
    '该备份的文件已不在备份存储中',
  ),
  backup_newer: entry(
    409,
    'The backup was made by a newer program (format {found}, this one knows {known}); start a newer program and restore it there',
    '该备份由更新版本的程序创建（格式 {found}，当前程序支持 {known}），请使用新版本程序恢复',
  ),
  backup_elsewhere: entry(
    409,
    'The backup is of the workspace “{found}”, this one is “{expected}”',
    '该备份属于工作区“{found}”，当前工作区为“{expected}”',
  ),
  no_workspace: entry(404, 'There is no workspace “{name}” in the database', '数据库中没有工作区“{name}”'),
  workspace_exists: entry(
    409,
    'There is a workspace already; confirm that the backup shall replace it',
    '已存在工作区，请确认用该备份替换',
  ),
  restore_interrupted: entry(
    409,
    'The restoration was interrupted before it took effect; nothing was changed',
    '恢复在生效前中断，未做任何更改',
  ),
  structure_unsteady: entry(
    409,
    'The definitions were changed again and again while the backup was read; try again when nobody publishes',
    '读取备份期间定义被反复修改，请在无人发布时重试',
  ),
  attachments_off: entry(409, 'Records of {object} take no attachments', '{object}未启用附件'),
  too_large: entry(413, 'This is too large; at most {limit} are accepted', '内容过大，最多允许 {limit}'),
  too_many_rows: entry(
    413,
    '{count} records are selected, and you may take at most {limit} at once; narrow the selection or ask an administrator',
    '所选记录共 {count} 条，您一次最多可导出或打印 {limit} 条，请缩小范围或联系管理员',
  ),
  file_refused: entry(415, '“{name}” is not accepted: {reason}', '不接受文件“{name}”：{reason}'),
  unsupported_media_type: entry(415, 'Send {expected} instead of {found}', '请使用 {expected} 格式，而不是 {found}'),
  idempotency_mismatch: entry(
    422,
    'The same Idempotency-Key was used for a different request',
    '同一 Idempotency-Key 已用于另一个请求',
  ),
  backup_damaged: entry(422, 'The backup cannot be used: {reason}', '该备份无法使用：{reason}'),
  backup_passphrase: entry(
    422,
    'The backup is sealed, and this is not its passphrase',
    '该备份已加密，口令缺失或不正确',
  ),
  validation_failed: entry(422, 'Some values are not acceptable', '部分内容不符合要求'),
  account_locked: entry(
    423,
    'The account is locked after too many wrong passwords; try again later',
    '密码错误次数过多，账号已锁定，请稍后再试',
  ),
  record_locked: entry(423, 'The record is locked at the moment', '该记录当前已锁定'),
  rate_limited: entry(
    429,
    'Too many requests; try again in {seconds} seconds',
    '请求过于频繁，请在 {seconds} 秒后重试',
  ),
  internal_error: entry(500, 'Something went wrong on our side; nothing was changed', '系统内部发生错误，未做任何修改'),
  unavailable: entry(503, 'The service is not ready at the moment; try again shortly', '服务暂不可用，请稍后重试'),
  busy: entry(
    503,
    'Nothing was changed: the data is in use by {holders}; try again when that has ended',
    '未做任何修改：数据正被 {holders} 使用，请在其结束后重试',
  ),
  too_slow: entry(503, 'This took too long and was stopped; narrow the selection', '查询耗时过长已中止，请缩小范围'),
} as const satisfies Record<string, ErrorEntry>

export type ErrorCode = keyof typeof errors

/** The code of a refusal that a plugin raises: its name, a slash, a word of its own. */
export type ForeignCode = `${string}/${string}`

interface AppErrorInit {
  status: number
  message: LocalizedText
  problems?: Problem[]
  params?: Record<string, unknown>
}

/** A refusal that people are meant to read. Anything else that is thrown is a bug. */
export class AppError extends Error {
  readonly code: ErrorCode | ForeignCode
  /** HTTP status */
  readonly status: number
  readonly localized: LocalizedText
  readonly problems: Problem[]
  readonly params: Record<string, unknown>

  constructor(code: ErrorCode | ForeignCode, init: AppErrorInit) {
    super(init.message.en)
    this.name = 'AppError'
    this.code = code
    this.status = init.status
    this.localized = init.message
    this.problems = init.problems ?? []
    this.params = init.params ?? {}
  }
}

/** An error of the table with its placeholders filled in. */
export function appError(code: ErrorCode, params: Record<string, unknown> = {}, problems: Problem[] = []): AppError {
  const { status, message } = errors[code]
  return new AppError(code, { status, message: fillText(message, params), params, problems })
}

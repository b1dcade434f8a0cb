import type { Queryable } from '@fieldwork/database'
import type { LocalizedText } from '@fieldwork/metadata'

/** What of the way somebody proves who he is has changed. */
export type AccountChange =
  | 'password'
  | 'password_by_administrator'
  | 'second_factor_set'
  | 'second_factor_removed'
  | 'second_factor_by_administrator'
  | 'recovery_codes'
  | 'email'

/** Tells whose account it is, in the transaction of the change: it may not have been him. */
export type TellAccount = (tx: Queryable, userId: string, change: AccountChange) => Promise<void>

/** How each change is told. */
export const accountNews: Readonly<Record<AccountChange, LocalizedText>> = {
  password: { en: 'Your password was changed', 'zh-CN': '您的密码已修改' },
  password_by_administrator: { en: 'An administrator set your password', 'zh-CN': '管理员重置了您的密码' },
  second_factor_set: { en: 'A second factor was set up for your account', 'zh-CN': '您的账号已设置第二重验证' },
  second_factor_removed: { en: 'The second factor of your account was removed', 'zh-CN': '您的账号已取消第二重验证' },
  second_factor_by_administrator: {
    en: 'An administrator removed the second factor of your account',
    'zh-CN': '管理员重置了您的第二重验证',
  },
  recovery_codes: {
    en: 'You have new recovery codes; the old ones count no longer',
    'zh-CN': '恢复码已更换，旧码失效',
  },
  email: { en: 'The address of your account was changed', 'zh-CN': '您的账号邮箱已变更' },
}

/** What to do where it was somebody else. */
export const accountWarning: LocalizedText = {
  en: 'If this was not you, end your other sessions and tell an administrator at once.',
  'zh-CN': '如非本人操作，请立即结束其他会话并通知管理员。',
}

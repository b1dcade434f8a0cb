import type { SecurityPolicy } from './policy.ts'

/** What somebody who has logged in may still have to do, in this order. */
export type LoginStep = 'second_factor' | 'password' | 'enrol_second_factor' | 'notice'

/** What a session is judged by. */
export interface BeginningRow {
  method: 'password' | 'oidc'
  factor: 'none' | 'pending' | 'passed'
  must_change: boolean
  password_days: number
  has_factor: boolean
  needs_factor: boolean
  notice_version: number | null
}

/** What is left to do before the session may be used; the password only concerns those who came in with it. */
export function stepsOf(row: BeginningRow, policy: SecurityPolicy, roles: readonly string[]): LoginStep[] {
  const { expires_days: days } = policy.password
  const isOld = days !== null && row.password_days >= days
  const needsFactor =
    row.needs_factor ||
    policy.second_factor === 'required' ||
    roles.some((role) => policy.roles[role]?.second_factor === true)
  const steps: Record<LoginStep, boolean> = {
    second_factor: row.factor === 'pending' && row.has_factor,
    password: row.method === 'password' && (row.must_change || isOld),
    enrol_second_factor: needsFactor && !row.has_factor,
    notice: policy.notice !== null && policy.notice.version !== row.notice_version,
  }
  return (Object.keys(steps) as LoginStep[]).filter((step) => steps[step])
}

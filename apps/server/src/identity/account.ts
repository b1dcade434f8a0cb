import type { Database } from '@fieldwork/database'
import type { Problem } from '@fieldwork/fields'
import { refuse } from '../errors.ts'
import type { AccessKeeper } from './access.ts'
import type { TellAccount } from './account-news.ts'
import type { Login } from './login.ts'
import { checkNewPassword } from './password-rules.ts'
import { hashPassword, isPassword } from './passwords.ts'
import { readPolicy } from './policy.ts'
import type { SecondFactor } from './second-factor.ts'
import { endSessionsOf, type OpenSession, type Sessions } from './sessions.ts'
import { statements } from './statements.ts'
import { isoTime } from './tokens.ts'

export interface ChangePasswordInput {
  userId: string
  current: string
  next: string
  address: string
  /** the session that stays */
  sessionId: string | null
}

/** What a user sees of his own account. */
export interface AccountInfo {
  username: string
  email: string | null
  password_changed_at: string
  password_expires_at: string | null
  second_factor: { enrolled: boolean; required: boolean; recovery_codes: number }
  bind_devices: boolean
  last_login_at: string | null
  rules: { min_length: number; history: number }
}

/** What users do with their own accounts. */
export interface Account {
  /**
   * Changes one's own password; every other session of the user ends.
   *
   * @throws invalid_credentials, account_locked, validation_failed
   */
  changePassword(input: ChangePasswordInput): Promise<void>
  /** @throws invalid_parameter when another version is to be accepted */
  acceptNotice(userId: string, version: number): Promise<void>
  /**
   * Shows the second factor that a session waits for.
   *
   * @throws wrong_code, account_locked
   */
  passSecondFactor(input: { userId: string; sessionId: string; code: string; address: string }): Promise<OpenSession>
  info(userId: string, roles: readonly string[]): Promise<AccountInfo>
}

export interface AccountOptions {
  db: Database
  access: AccessKeeper
  login: Login
  sessions: Sessions
  secondFactor: SecondFactor
  tell: TellAccount | undefined
}

interface InfoRow {
  username: string
  email: string | null
  password_changed_at: string
  has_factor: boolean
  needs_factor: boolean
  bind_devices: boolean
  last_login_at: string | null
}

export function createAccount({ db, access, login, sessions, secondFactor, tell }: AccountOptions): Account {
  async function infoRow(userId: string): Promise<InfoRow> {
    const { rows } = await db.query<InfoRow>({ text: statements.accountInfo, values: [userId] })
    if (!rows[0]) throw refuse('not_found', { name: userId })
    return rows[0]
  }

  return {
    async changePassword({ userId, current, next, address, sessionId }) {
      const { username } = await infoRow(userId)
      const { password: rules } = await readPolicy(db)
      const problems = await checkNewPassword(next, { rules, username, pointer: '/new_password' })
      if (problems.length > 0) throw refuse('validation_failed', {}, problems)
      await login.demandPassword(userId, current, address)
      if (await isUsedBefore(db, { userId, password: next, count: rules.history })) {
        throw refuse('validation_failed', {}, [usedBefore])
      }
      const hash = await hashPassword(next)
      await db.transaction(async (tx) => {
        await tx.query({ text: statements.keepPassword, values: [userId, rules.history] })
        await tx.query({ text: statements.changePassword, values: [userId, hash, false] })
        await endSessionsOf(tx, { userId, keep: sessionId, by: 'password' })
        await tell?.(tx, userId, 'password')
      })
      await access.forgetUser(userId)
    },

    async acceptNotice(userId, version) {
      const { notice } = await readPolicy(db)
      if (notice?.version !== version) throw refuse('notice_changed')
      await db.query({ text: statements.acceptNotice, values: [userId, version] })
      await access.forgetUser(userId)
    },

    async passSecondFactor({ userId, sessionId, code, address }) {
      await demandUnlocked(db, userId)
      if (!(await secondFactor.isRight(userId, code))) throw await login.countWrongCode(userId, address)
      await login.settle(userId)
      return sessions.pass(sessionId)
    },

    async info(userId, roles) {
      const { has_factor: enrolled, needs_factor, ...row } = await infoRow(userId)
      const policy = await readPolicy(db)
      const days = policy.password.expires_days
      const changedAt = isoTime(row.password_changed_at)
      return {
        ...row,
        last_login_at: row.last_login_at && isoTime(row.last_login_at),
        password_changed_at: changedAt,
        password_expires_at: days === null ? null : new Date(Date.parse(changedAt) + days * 86_400_000).toISOString(),
        second_factor: {
          enrolled,
          required:
            needs_factor ||
            policy.second_factor === 'required' ||
            roles.some((role) => policy.roles[role]?.second_factor === true),
          recovery_codes: enrolled ? await secondFactor.remaining(userId) : 0,
        },
        rules: { min_length: policy.password.min_length, history: policy.password.history },
      }
    },
  }
}

async function demandUnlocked(db: Database, userId: string): Promise<void> {
  const { rowCount } = await db.query({ text: statements.isLocked, values: [userId] })
  if (rowCount !== 0) throw refuse('account_locked')
}

async function isUsedBefore(
  db: Database,
  { userId, password, count }: { userId: string; password: string; count: number },
): Promise<boolean> {
  const { rows } = await db.query<{ password_hash: string }>({
    text: statements.lastPasswords,
    values: [userId, Math.max(count, 1)],
  })
  for (const { password_hash: hash } of rows) if (await isPassword(hash, password)) return true
  return false
}

const usedBefore: Problem = {
  pointer: '/new_password',
  code: 'password_used',
  message: { en: 'You have used this password before; choose another', 'zh-CN': '该密码最近使用过，请更换' },
}

import { refuse } from '../errors.ts'
import { personTexts } from './access.ts'
import type { AccessKeeper, AccessOptions } from './access.ts'
import { createExpiringCache } from './expiring-cache.ts'
import { checkPassword, hashPassword, isPassword } from './passwords.ts'
import { createSecret, csrfTokenOf, hashSecret } from './secrets.ts'
import { statements } from './statements.ts'

/** Wrong passwords in a row after which an account is locked, and for how long. */
const MAX_FAILURES = 5
const LOCK_MINUTES = 15
const MAX_STRANGERS = 10_000
const MAX_AGENT_LENGTH = 300

export interface LoginInput {
  username: string
  password: string
  address: string
  agent: string
}

/** Logging in and out with a password. */
export interface Accounts {
  /**
   * Opens a session.
   *
   * @returns the session's secret, for the cookie alone
   * @throws invalid_credentials (also for unknown and inactive users), account_locked
   */
  login(input: LoginInput): Promise<{ secret: string; csrf: string }>
  logout(sessionId: string): Promise<void>
  /**
   * Changes one's own password; every other session of the user ends.
   *
   * @throws invalid_credentials, account_locked, validation_failed
   */
  changePassword(input: ChangePasswordInput): Promise<void>
}

export interface ChangePasswordInput {
  userId: string
  current: string
  next: string
  /** the session that stays */
  sessionId: string | null
}

interface AccountsOptions extends AccessOptions {
  access: AccessKeeper
}

export function createAccounts({ db, registry, access, sessionHours, timeZone }: AccountsOptions): Accounts {
  const strangers = createExpiringCache<{ failures: number }>({
    maxEntries: MAX_STRANGERS,
    ttlMs: LOCK_MINUTES * 60_000,
  })

  /** @returns the user's id */
  async function verify(username: string, password: string): Promise<string> {
    const { rows } = await db.query<{ user_id: string; password_hash: string; active: boolean }>({
      text: personTexts(registry.catalog(), timeZone).account,
      values: [username],
    })
    const account = rows[0]
    const isRight = await isPassword(account?.password_hash ?? null, password)
    if (!account) throw countStranger(username.toLowerCase())
    if (!isRight || !account.active) throw await countFailure(account.user_id)
    const admitted = await db.query({ text: statements.admit, values: [account.user_id] })
    if (admitted.rowCount === 0) throw refuse('account_locked')
    return account.user_id
  }

  async function countFailure(userId: string) {
    const values = [userId, MAX_FAILURES, `${LOCK_MINUTES} minutes`]
    const { rows } = await db.query<{ was_locked: boolean }>({ text: statements.countFailure, values })
    return refuse(rows[0]?.was_locked ? 'account_locked' : 'invalid_credentials')
  }

  /** Unknown names are locked like known ones, so that the lock tells nobody which names exist. */
  function countStranger(username: string) {
    const failures = strangers.get(username)?.failures ?? 0
    strangers.set(username, { failures: failures + 1 })
    return refuse(failures >= MAX_FAILURES ? 'account_locked' : 'invalid_credentials')
  }

  return {
    async login({ username, password, address, agent }) {
      const userId = await verify(username, password)
      const secret = createSecret()
      const csrf = csrfTokenOf(secret)
      await db.query({ text: statements.endOldSessions })
      await db.query({
        text: statements.addSession,
        values: [hashSecret(secret), userId, csrf, `${sessionHours} hours`, address, agent.slice(0, MAX_AGENT_LENGTH)],
      })
      return { secret, csrf }
    },

    async logout(sessionId) {
      await db.query({ text: statements.endSession, values: [sessionId] })
      access.forget(sessionId)
    },

    async changePassword({ userId, current, next, sessionId }) {
      const problems = checkPassword(next, '/new_password')
      if (problems.length > 0) throw refuse('validation_failed', {}, problems)
      const { rows } = await db.query<{ username: string }>({ text: statements.accountOfUser, values: [userId] })
      await verify(rows[0]?.username ?? '', current)
      const hash = await hashPassword(next)
      await db.transaction(async (tx) => {
        await tx.query({ text: statements.changePassword, values: [userId, hash] })
        await tx.query({ text: statements.endSessionsOfUser, values: [userId, sessionId] })
      })
      access.forgetUser(userId)
    },
  }
}

import { refuse, type Refusal } from '../errors.ts'
import { everyLevel } from './addresses.ts'
import { createAdmission, type Account, type AdmissionOptions, type LoggedIn, type Origin } from './admission.ts'
import type { Attempt, Attempts, Counts } from './attempts.ts'
import type { Captcha, CaptchaAnswer } from './captcha.ts'
import { isPassword } from './passwords.ts'
import { POLICY_SQL, policyOf, type SecurityPolicy } from './policy.ts'

export interface LoginInput extends Origin {
  username: string
  password: string
  captcha?: CaptchaAnswer | undefined
}

/** Logging in. */
export interface Login {
  /**
   * Opens a session with a password.
   *
   * @throws invalid_credentials (also for unknown and inactive users), captcha_required, account_locked, rate_limited,
   *   address_refused, no_role, device_waiting (a problem that carries the device's cookie)
   */
  withPassword(input: LoginInput): Promise<LoggedIn>
  /** Opens a session for whom another service has recognised; the same rules hold. */
  withIdentity(userId: string, origin: Origin): Promise<LoggedIn>
  /**
   * Checks the password of a user who is logged in.
   *
   * @throws invalid_credentials, account_locked
   */
  demandPassword(userId: string, password: string, address: string): Promise<void>
  /** counts a wrong code of a second factor like a wrong password */
  countWrongCode(userId: string, address: string): Promise<Refusal>
  /** the second factor was right: nothing is held against the account any more */
  settle(userId: string): Promise<void>
}

export interface LoginOptions extends AdmissionOptions {
  attempts: Attempts
  captcha: Captcha
}

/** One row, whether there is such an account or not. */
const accountWhere = (condition: string): string => `
  select ${POLICY_SQL} as policy, a.* from (select) one left join lateral (
    select i.user_id, i.username, i.password_hash, u.active and u.deleted_at is null as active, i.failed_attempts,
      coalesce(i.locked_until > now(), false) as locked, i.totp_confirmed_at is not null as has_factor, i.bind_devices,
      i.allowed_addresses
    from fw_identity i join "user" u on u.id = i.user_id where ${condition}) a on true`

const statements = {
  byName: accountWhere('lower(i.username) = lower($1)'),
  byId: accountWhere('i.user_id = $1'),
  settle: `update fw_identity set failed_attempts = 0, locked_until = null where user_id = $1`,
} as const

export function createLogin(options: LoginOptions): Login {
  const { db, attempts, captcha } = options
  const { open, noting } = createAdmission(options)

  async function find(name: 'byName' | 'byId', value: string) {
    const { rows } = await db.query<{ policy: Partial<SecurityPolicy> | null } & Account>({
      name: `fw_account_${name}`,
      text: statements[name],
      values: [value],
    })
    const { policy, ...account } = rows[0]!
    return { policy: policyOf(policy), account: account.user_id === null ? null : account }
  }

  const attemptOf = (username: string, address: string, { policy, account }: Awaited<ReturnType<typeof find>>) => ({
    username,
    address,
    lock: policy.lock,
    account: account && { userId: account.user_id, failures: account.failed_attempts },
  })

  /** Asked for after a few failures. To leave it out counts as one more; a wrong one does not, for it tells nothing. */
  async function demandPicture(attempt: Attempt, counts: Counts, answer: CaptchaAnswer | undefined): Promise<void> {
    if (!attempts.needsCaptcha(attempt, counts)) return
    if (!answer) throw await attempts.countFailure(attempt, refuse('captcha_required'))
    if (!(await captcha.isRight(answer))) throw refuse('captcha_required')
  }

  async function demandRight(attempt: Attempt, account: Account | null, password: string): Promise<Account> {
    const isRight = await isPassword(account?.password_hash ?? null, password)
    if (account && isRight && account.active) return account
    throw await attempts.countFailure(attempt, refuse('invalid_credentials'))
  }

  return {
    async withPassword({ username, password, captcha: answer, ...origin }) {
      const counts = await attempts.before({ username, address: origin.address })
      const found = await find('byName', username)
      const from = { ...origin, method: 'password' as const }
      return noting(found.account, from, async () => {
        demandWorkspaceAddress(found.policy, origin.address)
        const attempt = attemptOf(username, origin.address, found)
        await demandPicture(attempt, counts, answer)
        return open(await demandRight(attempt, found.account, password), found.policy, from)
      })
    },

    async withIdentity(userId, origin) {
      const { policy, account } = await find('byId', userId)
      const from = { ...origin, method: 'oidc' as const }
      return noting(account, from, async () => {
        demandWorkspaceAddress(policy, origin.address)
        if (!account?.active) throw refuse('invalid_credentials')
        return open(account, policy, from)
      })
    },

    async demandPassword(userId, password, address) {
      const found = await find('byId', userId)
      const attempt = attemptOf('', address, found)
      await demandRight(attempt, found.account, password)
      if (found.account?.locked) throw refuse('account_locked')
      await db.query({ text: statements.settle, values: [userId] })
    },

    async countWrongCode(userId, address) {
      const found = await find('byId', userId)
      return attempts.countFailure(attemptOf('', address, found), refuse('wrong_code'))
    },

    async settle(userId) {
      await db.query({ text: statements.settle, values: [userId] })
    },
  }
}

function demandWorkspaceAddress({ addresses }: SecurityPolicy, address: string): void {
  const isAllowed = everyLevel([addresses])
  if (isAllowed && !isAllowed(address)) throw refuse('address_refused')
}

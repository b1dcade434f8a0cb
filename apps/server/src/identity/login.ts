import { newId, type Database } from '@fieldwork/database'
import { refuse, type Refusal } from '../errors.ts'
import type { AccessKeeper, AccessOptions, Person } from './access.ts'
import { everyLevel } from './addresses.ts'
import type { Attempt, Attempts } from './attempts.ts'
import type { Captcha, CaptchaAnswer } from './captcha.ts'
import type { Devices, KnownDevice } from './devices.ts'
import { noteLogin, plain, type LoginMethod } from './logins.ts'
import { isPassword } from './passwords.ts'
import { POLICY_SQL, policyOf, type SecurityPolicy } from './policy.ts'
import type { OpenSession, Sessions } from './sessions.ts'

/** Where somebody logs in from. */
export interface Origin {
  address: string
  agent: string
  /** the device cookie */
  device?: string | undefined
}

export interface LoginInput extends Origin {
  username: string
  password: string
  captcha?: CaptchaAnswer | undefined
}

/** A log-in that was let in, perhaps with steps left to take. */
export interface LoggedIn extends OpenSession {
  /** null: the account is not bound to devices */
  device: KnownDevice | null
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

export interface LoginOptions extends AccessOptions {
  db: Database
  access: AccessKeeper
  attempts: Attempts
  captcha: Captcha
  devices: Devices
  sessions: Sessions
}

interface Account {
  user_id: string
  username: string
  password_hash: string
  active: boolean
  failed_attempts: number
  locked: boolean
  has_factor: boolean
  bind_devices: boolean
  allowed_addresses: string[]
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
  /** no row: locked at this moment, so even a right password does not open it */
  admit: `
    update fw_identity set last_login_at = now(),
      failed_attempts = case when $2 then 0 else failed_attempts end, locked_until = case when $2 then null else locked_until end
    where user_id = $1 and (locked_until is null or locked_until <= now()) returning user_id`,
  settle: `update fw_identity set failed_attempts = 0, locked_until = null where user_id = $1`,
} as const

export function createLogin(options: LoginOptions): Login {
  const { db, access, attempts, captcha, devices, sessions } = options

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
  async function demandPicture(attempt: Attempt, answer: CaptchaAnswer | undefined): Promise<void> {
    if (!attempts.needsCaptcha(attempt)) return
    if (!answer) throw await attempts.countFailure(attempt, refuse('captcha_required'))
    if (!(await captcha.isRight(answer))) throw refuse('captcha_required')
  }

  async function demandRight(attempt: Attempt, account: Account | null, password: string): Promise<Account> {
    const isRight = await isPassword(account?.password_hash ?? null, password)
    if (account && isRight && account.active) return account
    throw await attempts.countFailure(attempt, refuse('invalid_credentials'))
  }

  /** The rules for who has been recognised, by whichever method. */
  async function admit(account: Account, policy: SecurityPolicy, { address }: Origin): Promise<Person> {
    const { rowCount } = await db.query({ text: statements.admit, values: [account.user_id, !account.has_factor] })
    if (rowCount === 0) throw refuse('account_locked')
    const person = await access.person(account.user_id)
    if (!person) throw refuse('invalid_credentials')
    if (person.roles.length === 0 && person.facts?.employee) throw refuse('no_role')
    const isAllowed = everyLevel(addressLevels(policy, person.roles, account.allowed_addresses))
    if (isAllowed && !isAllowed(address)) throw refuse('address_refused')
    return person
  }

  async function demandDevice(account: Account, origin: Origin): Promise<KnownDevice | null> {
    if (!account.bind_devices) return null
    const { address, agent, device: cookie } = origin
    const device = await devices.recognise({ userId: account.user_id, cookie, address, agent })
    if (device.state !== 'approved') throw refuse('device_waiting', { device })
    return device
  }

  async function open(account: Account, policy: SecurityPolicy, input: Origin & { method: LoginMethod }) {
    await admit(account, policy, input)
    const device = await demandDevice(account, input)
    const { address, agent, method } = input
    const session = await sessions.open({
      id: newId(),
      userId: account.user_id,
      username: account.username,
      factor: account.has_factor ? 'pending' : 'none',
      method,
      result: 'ok',
      address,
      agent: plain(agent),
      device: device?.id ?? null,
    })
    return { ...session, device }
  }

  /** Whatever is refused stands in the history. What strangers typed as a name may be a password, so only names that exist. */
  async function noting<T>(who: Account | null, from: Origin & { method: LoginMethod }, work: () => Promise<T>) {
    try {
      return await work()
    } catch (error) {
      const { code, params } = error as Partial<Refusal>
      if (code === undefined) throw error
      const { address, agent, method } = from
      const device = (params?.device as KnownDevice | undefined)?.id ?? null
      const [userId, username] = [who?.user_id ?? null, who?.username ?? null]
      await noteLogin(db, { userId, username, method, result: code, address, agent, device })
      throw error
    }
  }

  return {
    async withPassword({ username, password, captcha: answer, ...origin }) {
      attempts.demandAddress(origin.address)
      const found = await find('byName', username)
      const from = { ...origin, method: 'password' as const }
      return noting(found.account, from, async () => {
        demandWorkspaceAddress(found.policy, origin.address)
        const attempt = attemptOf(username, origin.address, found)
        await demandPicture(attempt, answer)
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

/** The lists of addresses that hold for a user; those of his roles are added up. */
export function addressLevels(policy: SecurityPolicy, roles: readonly string[], own: readonly string[]) {
  const ofRoles = roles.flatMap((role) => policy.roles[role]?.addresses ?? [])
  return [policy.addresses, ofRoles, own]
}

function demandWorkspaceAddress({ addresses }: SecurityPolicy, address: string): void {
  const isAllowed = everyLevel([addresses])
  if (isAllowed && !isAllowed(address)) throw refuse('address_refused')
}

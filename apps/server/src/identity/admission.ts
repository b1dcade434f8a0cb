import { newId, type Database, type Registry } from '@fieldwork/database'
import { refuse, type Refusal } from '../errors.ts'
import type { AccessKeeper } from './access.ts'
import { everyLevel } from './addresses.ts'
import type { Devices, KnownDevice } from './devices.ts'
import { forgetOldLogins, noteLogin, plain, type LoginMethod } from './logins.ts'
import { addressLevels, type SecurityPolicy } from './policy.ts'
import type { OpenSession, Sessions } from './sessions.ts'

const FORGET_EVERY_MS = 60 * 60_000

/** Where somebody logs in from. */
export interface Origin {
  address: string
  agent: string
  /** the device cookie */
  device?: string | undefined
}

/** A log-in that was let in, perhaps with steps left to take. */
export interface LoggedIn extends OpenSession {
  /** null: the account is not bound to devices */
  device: KnownDevice | null
}

/** What decides about letting an account in. */
export interface Account {
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

export interface AdmissionOptions {
  db: Database
  registry: Pick<Registry, 'catalog'>
  access: AccessKeeper
  devices: Devices
  sessions: Sessions
}

type Coming = Origin & { method: LoginMethod }

/** The rules for who has been recognised, by whichever method, and the history of it. */
export interface Admission {
  /** @throws account_locked, invalid_credentials, no_role, address_refused, device_waiting */
  open(account: Account, policy: SecurityPolicy, from: Coming): Promise<LoggedIn>
  /**
   * Writes down whatever is refused. What strangers typed as a name may be a password, so only names that exist.
   */
  noting<T>(who: Account | null, from: Coming, work: () => Promise<T>): Promise<T>
}

/** no row: locked at this moment, so even a right password does not open it */
const ADMIT = `
    update fw_identity set last_login_at = now(),
      failed_attempts = case when $2 then 0 else failed_attempts end, locked_until = case when $2 then null else locked_until end
    where user_id = $1 and (locked_until is null or locked_until <= now()) returning user_id`

/** For expressions; workspaces that are not upgraded yet have no such field. */
const NOTE_LOGIN = `update "user" set last_login_at = now() where id = $1`

export function createAdmission({ db, registry, access, devices, sessions }: AdmissionOptions): Admission {
  let forgotAt = 0

  /** The rules for who has been recognised, by whichever method. */
  async function demandAllowed(account: Account, policy: SecurityPolicy, { address }: Origin): Promise<void> {
    const { rowCount } = await db.query({ text: ADMIT, values: [account.user_id, !account.has_factor] })
    if (rowCount === 0) throw refuse('account_locked')
    const person = await access.person(account.user_id)
    if (!person) throw refuse('invalid_credentials')
    if (person.roles.length === 0 && person.facts?.employee) throw refuse('no_role')
    const isAllowed = everyLevel(addressLevels(policy, person.roles, account.allowed_addresses))
    if (isAllowed && !isAllowed(address)) throw refuse('address_refused')
  }

  async function demandDevice(account: Account, origin: Origin): Promise<KnownDevice | null> {
    if (!account.bind_devices) return null
    const { address, agent, device: cookie } = origin
    const device = await devices.recognise({ userId: account.user_id, cookie, address, agent })
    if (device.state !== 'approved') throw refuse('device_waiting', { device })
    return device
  }

  async function open(account: Account, policy: SecurityPolicy, input: Coming): Promise<LoggedIn> {
    await demandAllowed(account, policy, input)
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
    if (registry.catalog().object('user').fields.has('last_login_at'))
      await db.query({ text: NOTE_LOGIN, values: [account.user_id] })
    await forgetOld(policy)
    return { ...session, device }
  }

  async function noting<T>(who: Account | null, from: Coming, work: () => Promise<T>): Promise<T> {
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

  async function forgetOld({ login_history_days: days }: SecurityPolicy): Promise<void> {
    if (Date.now() - forgotAt < FORGET_EVERY_MS) return
    forgotAt = Date.now()
    await forgetOldLogins(db, days)
  }

  return { open, noting }
}

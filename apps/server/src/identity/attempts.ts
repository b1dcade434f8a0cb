import type { Database } from '@fieldwork/database'
import { refuse, type Refusal } from '../errors.ts'
import type { SecurityPolicy } from './policy.ts'
import { hashSecret } from './secrets.ts'

/** Wrong passwords from one address, whatever the accounts: then a picture is asked for, then nothing is answered. */
const ADDRESS_CAPTCHA = 100
const ADDRESS_LIMIT = 300
/** What nobody adds to for so long is forgotten. */
const COUNTED_MINUTES = 15

/** Whoever is to log in. */
export interface Attempt {
  username: string
  address: string
  /** null: nobody has this name */
  account: { userId: string; failures: number } | null
  lock: SecurityPolicy['lock']
}

/** Wrong passwords of late, on all servers together. */
export interface Counts {
  /** of a name that nobody has */
  name: number
  address: number
}

/** Counts wrong passwords, by account and by address. Unknown names are counted like known ones, so that nothing tells which exist. */
export interface Attempts {
  /** @throws rate_limited for an address from which too many wrong passwords came */
  before(who: Pick<Attempt, 'username' | 'address'>): Promise<Counts>
  needsCaptcha(attempt: Attempt, counts: Counts): boolean
  /** @returns what to answer: `account_locked` where the account was locked before, else what is given */
  countFailure(attempt: Attempt, refusal: Refusal): Promise<Refusal>
}

/** `was_locked`: this attempt did not count, the account had been locked before */
const COUNT_FAILURE = `
  with before as (select user_id, locked_until > now() as locked from fw_identity where user_id = $1 for update)
  update fw_identity i set
    failed_attempts = case when i.locked_until is null then i.failed_attempts + 1 when before.locked
      then i.failed_attempts else 1 end,
    locked_until = case when before.locked then i.locked_until
      when i.locked_until is null and i.failed_attempts + 1 >= $2 then now() + $3::interval end
  from before where i.user_id = before.user_id
  returning coalesce(before.locked, false) as was_locked`

const READ = `select key, failures from fw_attempt where key in ($1, $2) and forgotten_at > now()`

const COUNT = `
  with gone as (delete from fw_attempt where key in (select o.key from fw_attempt o
    where o.forgotten_at < now() and o.key <> $1 limit 100 for update skip locked))
  insert into fw_attempt as a (key, failures, forgotten_at) values ($1, 1, now() + $2::interval)
  on conflict (key) do update set forgotten_at = excluded.forgotten_at,
    failures = case when a.forgotten_at > now() then a.failures + 1 else 1 end
  returning failures`

const nameKey = (username: string): string => `name ${hashSecret(username.toLowerCase())}`
const addressKey = (address: string): string => `address ${address}`

export function createAttempts({ db }: { db: Database }): Attempts {
  async function countAccount(userId: string, { failures, minutes }: SecurityPolicy['lock']): Promise<boolean> {
    const values = [userId, failures, `${minutes} minutes`]
    const { rows } = await db.query<{ was_locked: boolean }>({ text: COUNT_FAILURE, values })
    return rows[0]?.was_locked ?? false
  }

  async function count(key: string): Promise<number> {
    const values = [key, `${COUNTED_MINUTES} minutes`]
    const { rows } = await db.query<{ failures: number }>({ text: COUNT, values })
    return rows[0]!.failures
  }

  return {
    async before({ username, address }) {
      const values = [nameKey(username), addressKey(address)]
      const { rows } = await db.query<{ key: string; failures: number }>({ name: 'fw_attempts', text: READ, values })
      const [name = 0, from = 0] = values.map((key) => rows.find((row) => row.key === key)?.failures)
      if (from >= ADDRESS_LIMIT) throw refuse('rate_limited', { seconds: 60 * COUNTED_MINUTES })
      return { name, address: from }
    },
    needsCaptcha: ({ account, lock }, { name, address }) =>
      (account ? account.failures : name) >= lock.captcha_after || address >= ADDRESS_CAPTCHA,
    async countFailure({ account, username, address, lock }, refusal) {
      await count(addressKey(address))
      const wasLocked = account
        ? await countAccount(account.userId, lock)
        : (await count(nameKey(username))) > lock.failures
      return wasLocked ? refuse('account_locked') : refusal
    },
  }
}

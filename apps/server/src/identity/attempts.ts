import type { Database } from '@fieldwork/database'
import { refuse, type Refusal } from '../errors.ts'
import { createExpiringCache } from './expiring-cache.ts'
import type { SecurityPolicy } from './policy.ts'

const MAX_NAMES = 10_000
const MAX_ADDRESSES = 50_000
/** Wrong passwords from one address, whatever the accounts: then a picture is asked for, then nothing is answered. */
const ADDRESS_CAPTCHA = 100
const ADDRESS_LIMIT = 300
const ADDRESS_MINUTES = 15

/** Whoever is to log in. */
export interface Attempt {
  username: string
  address: string
  /** null: nobody has this name */
  account: { userId: string; failures: number } | null
  lock: SecurityPolicy['lock']
}

/** Counts wrong passwords, by account and by address. Unknown names are counted like known ones, so that nothing tells which exist. */
export interface Attempts {
  needsCaptcha(attempt: Attempt): boolean
  /** @returns what to answer: `account_locked` where the account was locked before, else what is given */
  countFailure(attempt: Attempt, refusal: Refusal): Promise<Refusal>
  /** @throws rate_limited for an address from which too many wrong passwords came */
  demandAddress(address: string): void
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

export function createAttempts({ db }: { db: Database }): Attempts {
  const ttlMs = ADDRESS_MINUTES * 60_000
  const strangers = createExpiringCache<number>({ maxEntries: MAX_NAMES, ttlMs })
  const addresses = createExpiringCache<number>({ maxEntries: MAX_ADDRESSES, ttlMs })

  const failuresOf = ({ account, username }: Attempt): number =>
    account ? account.failures : (strangers.get(username.toLowerCase()) ?? 0)

  async function countAccount(userId: string, { failures, minutes }: SecurityPolicy['lock']): Promise<boolean> {
    const values = [userId, failures, `${minutes} minutes`]
    const { rows } = await db.query<{ was_locked: boolean }>({ text: COUNT_FAILURE, values })
    return rows[0]?.was_locked ?? false
  }

  function countStranger(username: string, { failures }: SecurityPolicy['lock']): boolean {
    const before = strangers.get(username) ?? 0
    strangers.set(username, before + 1)
    return before >= failures
  }

  return {
    needsCaptcha: (attempt) =>
      failuresOf(attempt) >= attempt.lock.captcha_after || (addresses.get(attempt.address) ?? 0) >= ADDRESS_CAPTCHA,
    async countFailure({ account, username, address, lock }, refusal) {
      addresses.set(address, (addresses.get(address) ?? 0) + 1)
      const wasLocked = account ? await countAccount(account.userId, lock) : countStranger(username.toLowerCase(), lock)
      return wasLocked ? refuse('account_locked') : refusal
    },
    demandAddress(address) {
      if ((addresses.get(address) ?? 0) >= ADDRESS_LIMIT)
        throw refuse('rate_limited', { seconds: 60 * ADDRESS_MINUTES })
    },
  }
}

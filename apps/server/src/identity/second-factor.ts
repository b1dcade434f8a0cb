import type { Database, Queryable } from '@fieldwork/database'
import { Secret, TOTP } from 'otpauth'
import qrcode from 'qrcode'
import { refuse } from '../errors.ts'
import type { AccountChange, TellAccount } from './account-news.ts'
import type { Sealer } from './sealing.ts'
import { createPassword, hashSecret } from './secrets.ts'

const PERIOD_S = 30
const SEED_BYTES = 20
const RECOVERY_CODES = 10

/** What an authenticator app is given. */
export interface Enrolment {
  /** base32, to type where there is no camera */
  secret: string
  uri: string
  /** SVG */
  picture: string
}

/** Codes of an authenticator app (TOTP, RFC 6238), and codes on paper for when it is lost. */
export interface SecondFactor {
  /** a new seed, which counts from `confirm` on; an older one counts until then only when it was never confirmed */
  begin(userId: string, username: string): Promise<Enrolment>
  /**
   * @returns recovery codes, which cannot be read again
   * @throws wrong_code, second_factor_set
   */
  confirm(userId: string, code: string): Promise<string[]>
  /** each code counts once */
  isRight(userId: string, code: string): Promise<boolean>
  /** new ones; the old ones count no longer */
  renewRecoveryCodes(userId: string): Promise<string[]>
  remaining(userId: string): Promise<number>
  remove(userId: string): Promise<void>
}

const statements = {
  seed: `select totp_secret, totp_confirmed_at is not null as confirmed from fw_identity where user_id = $1`,
  begin: `
    update fw_identity set totp_secret = $2, totp_last_step = null
    where user_id = $1 and totp_confirmed_at is null returning user_id`,
  confirm: `
    update fw_identity set totp_confirmed_at = now(), totp_last_step = $2
    where user_id = $1 and totp_confirmed_at is null and totp_secret = $3 returning user_id`,
  /** of two that show the same code at once, one comes in */
  use: `
    update fw_identity set totp_last_step = $2
    where user_id = $1 and totp_confirmed_at is not null and coalesce(totp_last_step, 0) < $2 returning user_id`,
  useRecovery: `
    update fw_recovery_code set used_at = now() where user_id = $1 and code_hash = $2 and used_at is null returning user_id`,
  remaining: `select count(*)::int as count from fw_recovery_code where user_id = $1 and used_at is null`,
  forgetCodes: `delete from fw_recovery_code where user_id = $1`,
  addCodes: `insert into fw_recovery_code (user_id, code_hash) select $1, unnest($2::text[])`,
  remove: `
    update fw_identity set totp_secret = null, totp_confirmed_at = null, totp_last_step = null where user_id = $1`,
} as const

export interface SecondFactorOptions {
  db: Database
  sealer: Sealer
  /** name of the workspace, as the app shows it */
  issuer: string
  tell: TellAccount | undefined
}

export function createSecondFactor({ db, sealer, issuer, tell }: SecondFactorOptions): SecondFactor {
  async function seedOf(userId: string): Promise<{ seed: string; sealed: string; isConfirmed: boolean } | null> {
    const { rows } = await db.query<{ totp_secret: string | null; confirmed: boolean }>({
      text: statements.seed,
      values: [userId],
    })
    const sealed = rows[0]?.totp_secret
    if (!sealed) return null
    return { seed: sealer.open(sealed, purposeOf(userId)), sealed, isConfirmed: rows[0]!.confirmed }
  }

  function renewRecoveryCodes(userId: string, told: AccountChange): Promise<string[]> {
    return db.transaction(async (tx) => {
      const codes = await newCodes(tx, userId)
      await tell?.(tx, userId, told)
      return codes
    })
  }

  return {
    async begin(userId, username) {
      const secret = new Secret({ size: SEED_BYTES })
      const uri = new TOTP({ issuer, label: username, secret, period: PERIOD_S }).toString()
      const values = [userId, sealer.seal(secret.base32, purposeOf(userId))]
      const { rowCount } = await db.query({ text: statements.begin, values })
      if (rowCount === 0) throw refuse('second_factor_set')
      return { secret: secret.base32, uri, picture: await qrcode.toString(uri, { type: 'svg', margin: 1 }) }
    },

    async confirm(userId, code) {
      const found = await seedOf(userId)
      if (found?.isConfirmed) throw refuse('second_factor_set')
      const step = found && stepOf(found.seed, code.trim())
      if (!found || step === null) throw refuse('wrong_code')
      const { rowCount } = await db.query({ text: statements.confirm, values: [userId, step, found.sealed] })
      if (rowCount === 0) throw refuse('second_factor_set')
      return renewRecoveryCodes(userId, 'second_factor_set')
    },

    async isRight(userId, code) {
      const given = code.trim().replaceAll(' ', '')
      if (!/^\d{6}$/.test(given)) {
        const values = [userId, recoveryHash(userId, given)]
        return (await db.query({ text: statements.useRecovery, values })).rowCount === 1
      }
      const found = await seedOf(userId)
      const step = found?.isConfirmed ? stepOf(found.seed, given) : null
      if (step === null) return false
      return (await db.query({ text: statements.use, values: [userId, step] })).rowCount === 1
    },

    renewRecoveryCodes: (userId) => renewRecoveryCodes(userId, 'recovery_codes'),

    async remaining(userId) {
      const { rows } = await db.query<{ count: number }>({ text: statements.remaining, values: [userId] })
      return rows[0]?.count ?? 0
    },

    remove: (userId) =>
      db.transaction(async (tx) => {
        await removeSecondFactor(tx, userId)
        await tell?.(tx, userId, 'second_factor_removed')
      }),
  }
}

async function newCodes(tx: Queryable, userId: string): Promise<string[]> {
  const codes = Array.from({ length: RECOVERY_CODES }, createPassword)
  await tx.query({ text: statements.forgetCodes, values: [userId] })
  await tx.query({ text: statements.addCodes, values: [userId, codes.map((code) => recoveryHash(userId, code))] })
  return codes
}

/** Whoever loses his app starts anew. */
export async function removeSecondFactor(db: Pick<Database, 'query'>, userId: string): Promise<void> {
  await db.query({ text: statements.remove, values: [userId] })
  await db.query({ text: statements.forgetCodes, values: [userId] })
}

/** @returns the time step of the code; null: it is wrong */
function stepOf(seed: string, code: string): number | null {
  const totp = new TOTP({ secret: Secret.fromBase32(seed), period: PERIOD_S })
  const offset = totp.validate({ token: code, window: 1 })
  return offset === null ? null : totp.counter() + offset
}

const purposeOf = (userId: string): string => `totp ${userId}`
const recoveryHash = (userId: string, code: string): string =>
  hashSecret(`${userId} ${code.toLowerCase().replaceAll('-', '')}`)

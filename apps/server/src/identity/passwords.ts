import { hash, verify } from '@node-rs/argon2'
import { MAX_PASSWORD_LENGTH } from './password-rules.ts'

/** OWASP's first choice for Argon2id: 19 MiB, two passes, one lane. */
const COST = { memoryCost: 19_456, timeCost: 2, parallelism: 1 }

/** Checked when there is no account, so that an unknown name takes as long as a wrong password. */
const decoy = hash('no account has this password', COST)

/** Argon2id in its standard text form. */
export function hashPassword(password: string): Promise<string> {
  return hash(password, COST)
}

/**
 * @param stored null when there is no such account; takes the same time
 */
export async function isPassword(stored: string | null, password: string): Promise<boolean> {
  if (password.length > MAX_PASSWORD_LENGTH) return false
  const isRight = await verify(stored ?? (await decoy), password)
  return isRight && stored !== null
}

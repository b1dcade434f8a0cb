import { hash, verify } from '@node-rs/argon2'
import type { Problem } from '@fieldwork/fields'

const MIN_PASSWORD_LENGTH = 8
const MAX_PASSWORD_LENGTH = 200

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

/** What is wrong with a new password. */
export function checkPassword(password: string, pointer: string): Problem[] {
  if (password.length >= MIN_PASSWORD_LENGTH && password.length <= MAX_PASSWORD_LENGTH) return []
  const params = { least: MIN_PASSWORD_LENGTH, most: MAX_PASSWORD_LENGTH }
  const message = {
    en: `A password has ${MIN_PASSWORD_LENGTH} to ${MAX_PASSWORD_LENGTH} characters`,
    'zh-CN': `密码长度应为 ${MIN_PASSWORD_LENGTH} 至 ${MAX_PASSWORD_LENGTH} 个字符`,
  }
  return [{ pointer, code: 'password_length', message, params }]
}

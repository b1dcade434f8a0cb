import { createHash, createHmac, randomBytes, timingSafeEqual } from 'node:crypto'

const TOKEN_PREFIX = 'fw_'
const PASSWORD_LETTERS = 'abcdefghjkmnpqrstuvwxyz23456789'

/** A new secret of 256 bits for a session or a token; only its hash is stored. */
export function createSecret(): string {
  return TOKEN_PREFIX + randomBytes(32).toString('base64url')
}

/** What is stored of a secret. It has 256 bits of chance, so a fast hash is enough. */
export function hashSecret(secret: string): string {
  return createHash('sha256').update(secret).digest('hex')
}

/** The CSRF token of a session: computed from its secret, so nothing more is stored. */
export function csrfTokenOf(secret: string): string {
  return createHmac('sha256', secret).update('csrf').digest('base64url')
}

/** Compares in constant time. */
export function isSameSecret(left: string, right: string): boolean {
  const [a, b] = [Buffer.from(left), Buffer.from(right)]
  return a.length === b.length && timingSafeEqual(a, b)
}

/** A password that can be read from a screen and typed: 16 letters and digits in groups, about 79 bits. */
export function createPassword(): string {
  const letters = Array.from(randomBytes(64))
    .filter((byte) => byte < Math.floor(256 / PASSWORD_LETTERS.length) * PASSWORD_LETTERS.length)
    .slice(0, 16)
    .map((byte) => PASSWORD_LETTERS[byte % PASSWORD_LETTERS.length])
  return letters.join('').replace(/(.{4})(?=.)/g, '$1-')
}

import { expect, test } from 'vitest'
import { createPassword, createSecret, csrfTokenOf, hashSecret, isSameSecret } from './secrets.ts'

test('a made password can be read from a screen and is never the same', () => {
  const passwords = Array.from({ length: 200 }, createPassword)
  for (const password of passwords) expect(password).toMatch(/^[a-z2-9]{4}(-[a-z2-9]{4}){3}$/)
  expect(new Set(passwords).size).toBe(200)
})

test('what is stored of a secret and its CSRF token do not tell the secret', () => {
  const secret = createSecret()
  expect(secret).toMatch(/^fw_[\w-]{43}$/)
  for (const derived of [hashSecret(secret), csrfTokenOf(secret)]) expect(derived).not.toContain(secret.slice(3))
})

test('secrets of different length are compared without an error', () => {
  expect(isSameSecret('abc', 'abc')).toBe(true)
  expect(isSameSecret('abc', 'abcd')).toBe(false)
  expect(isSameSecret('abc', 'abd')).toBe(false)
})

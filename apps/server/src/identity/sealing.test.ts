import { mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, test } from 'vitest'
import { createSealer } from './sealing.ts'

const dataDir = mkdtempSync(join(tmpdir(), 'sealing-'))
afterAll(() => rmSync(dataDir, { recursive: true }))

const sealerOf = (...secrets: string[]) => createSealer({ secrets, dataDir })

test('what is sealed is read again with the same key and purpose only', () => {
  const sealed = sealerOf('one').seal('a seed', 'totp of A')
  expect(sealed).not.toContain('seed')
  expect(sealerOf('one').open(sealed, 'totp of A')).toBe('a seed')
  expect(() => sealerOf('one').open(sealed, 'totp of B')).toThrow()
  expect(() => sealerOf('two').open(sealed, 'totp of A')).toThrow(/another key/)
  expect(() => sealerOf('one').open(`${sealed.slice(0, -2)}xx`, 'totp of A')).toThrow()
})

test('the same text is never sealed to the same', () => {
  expect(sealerOf('one').seal('a', 'b')).not.toBe(sealerOf('one').seal('a', 'b'))
})

test('an old key opens, the new one seals', () => {
  const old = sealerOf('old').seal('text', 'x')
  expect(sealerOf('new', 'old').open(old, 'x')).toBe('text')
  expect(() => sealerOf('old').open(sealerOf('new', 'old').seal('text', 'x'), 'x')).toThrow()
})

test('without a secret in the settings one is made in the data folder, for its owner only', () => {
  const sealed = sealerOf().seal('text', 'x')
  const path = join(dataDir, 'secret.key')
  expect(statSync(path).mode & 0o777).toBe(0o600)
  expect(Buffer.from(readFileSync(path, 'utf8'), 'base64')).toHaveLength(32)
  expect(sealerOf().open(sealed, 'x')).toBe('text')
})

import { expect, test } from 'vitest'
import { readConfig, settings } from './config.ts'

test('without settings the defaults hold', () => {
  expect(readConfig({})).toMatchObject({
    port: 3000,
    demo: true,
    adminPassword: null,
    databaseUrl: null,
    logLevel: 'warn',
  })
})

test('an empty setting counts as unset', () => {
  expect(readConfig({ PORT: '', ADMIN_PASSWORD: '' })).toMatchObject({ port: 3000, adminPassword: null })
})

test('every setting that means nothing is named', () => {
  const wrong = { PORT: '99999', DEMO: 'perhaps', LOG_LEVEL: 'loud', TIME_ZONE: 'Mars/Olympus' }
  for (const name of ['PORT', 'DEMO', 'LOG_LEVEL', 'TIME_ZONE']) expect(() => readConfig(wrong)).toThrow(name)
})

test('every setting has help in both languages', () => {
  for (const { help } of settings) expect(help.en && help['zh-CN']).toBeTruthy()
})

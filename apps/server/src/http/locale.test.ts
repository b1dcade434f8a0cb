import { expect, test } from 'vitest'
import { chooseLocale } from './locale.ts'

test.each([
  [undefined, 'zh-CN'],
  ['', 'zh-CN'],
  ['en', 'en'],
  ['en-GB,en;q=0.9', 'en'],
  ['de,en;q=0.5,zh;q=0.8', 'zh-CN'],
  ['zh-TW;q=0.2, en;q=0.3', 'en'],
  ['fr', 'zh-CN'],
  ['*', 'zh-CN'],
  ['en;q=0', 'zh-CN'],
  ['en;q=x', 'zh-CN'],
  ['e'.repeat(5000), 'zh-CN'],
])('Accept-Language %s is answered in %s', (header, locale) => {
  expect(chooseLocale(header)).toBe(locale)
})

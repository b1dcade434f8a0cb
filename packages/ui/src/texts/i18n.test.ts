import { expect, test } from 'vitest'
import { preferredLocale } from './i18n.ts'

test.each([
  [['en-US', 'en'], 'en'],
  [['zh-CN', 'en'], 'zh-CN'],
  [['zh-TW'], 'zh-CN'],
  [['de-DE', 'en-GB', 'zh'], 'en'],
  [['fr-FR'], 'zh-CN'],
  [[], 'zh-CN'],
])('a browser that wants %j gets %s', (languages, locale) => {
  expect(preferredLocale(languages)).toBe(locale)
})

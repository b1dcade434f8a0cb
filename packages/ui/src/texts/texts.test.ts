import { describe, expect, it } from 'vitest'

import en from './en.json'
import { createTexts, preferredLocale } from './i18n.ts'
import zhCN from './zh-CN.json'

/** Plural forms differ between the languages, so they count as one text. */
function keysOf(texts: object, path = ''): string[] {
  return Object.entries(texts).flatMap(([key, value]) =>
    typeof value === 'object' ? keysOf(value as object, `${path}${key}.`) : [path + key.replace(/_(one|other)$/, '')],
  )
}

describe('texts', () => {
  it('exist in both languages', () => {
    expect([...new Set(keysOf(en))].sort()).toEqual([...new Set(keysOf(zhCN))].sort())
  })

  it('put a label into an English sentence without its capital, but leave abbreviations', () => {
    const { t } = createTexts({}, 'en')
    expect(t('form.newTitle', { label: 'Customer' })).toBe('New customer')
    expect(t('form.newTitle', { label: 'SKU' })).toBe('New SKU')
  })

  it('speak Chinese to a browser that asks for neither language', () => {
    expect(createTexts({}, preferredLocale([])).t('form.required', { label: '负责人' })).toBe('请填写负责人')
  })
})

import { expect, it } from 'vitest'

import en from './en.json'
import zhCN from './zh-CN.json'

function keysOf(texts: object, path = ''): string[] {
  return Object.entries(texts).flatMap(([key, value]) =>
    typeof value === 'object' ? keysOf(value as object, `${path}${key}.`) : [path + key.replace(/_(one|other)$/, '')],
  )
}

it('every text of the app exists in both languages', () => {
  expect([...new Set(keysOf(en))].sort()).toEqual([...new Set(keysOf(zhCN))].sort())
})

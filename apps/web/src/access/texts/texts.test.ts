import { expect, it } from 'vitest'

import en from './en.json' with { type: 'json' }
import zhCN from './zh-CN.json' with { type: 'json' }

function keysOf(texts: object, path = ''): string[] {
  return Object.entries(texts).flatMap(([key, value]) =>
    typeof value === 'string' ? [path + key] : keysOf(value as object, `${path}${key}.`),
  )
}

it('every text about access exists in both languages', () => {
  expect(keysOf(en).sort()).toEqual(keysOf(zhCN).sort())
})

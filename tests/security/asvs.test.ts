import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { requirements } from './asvs.ts'

const root = new URL('../../', import.meta.url)

test('every requirement has a test that exists, or a reason why it has none', () => {
  const wrong = requirements.filter(({ test: named, reason }) => {
    if (!named) return !reason || reason.length < 10
    const [file, title] = named
    const source = readFileSync(new URL(file, root), 'utf8')
    return !["'", '"', '`'].some((quote) => source.includes(quote + title + quote))
  })
  expect(wrong.map(({ id, text }) => `${id} ${text}`)).toEqual([])
})

test('every requirement is named once', () => {
  const ids = requirements.map(({ id }) => id)
  expect(new Set(ids).size).toBe(ids.length)
})

import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { levelTwo } from './asvs/level-two.ts'
import { requirements } from './asvs/requirements.ts'

const root = new URL('../../', import.meta.url)

test('every requirement has a test that exists, or a reason why it has none', () => {
  const wrong = requirements.filter(({ test: named, reason }) => {
    if (!named) return !reason || reason.length < 7
    const [file, title] = named
    const source = readFileSync(new URL(file, root), 'utf8')
    return !["'", '"', '`'].some((quote) => source.includes(quote + title))
  })
  expect(wrong.map(({ id, text }) => `${id} ${text}`)).toEqual([])
})

test('every requirement of level 2 is there, and named once', () => {
  const ids = requirements.map(({ id }) => id)
  expect(new Set(ids).size).toBe(ids.length)
  // a letter behind a number is a second test of the same
  const named = new Set(ids.map((id) => id.replace(/[a-z]$/, '')))
  expect(levelTwo.filter((id) => !named.has(id))).toEqual([])
  expect([...named].filter((id) => !levelTwo.includes(id))).toEqual([])
})

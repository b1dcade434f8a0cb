import { expect, test } from 'vitest'
import type { CompiledObject } from '../catalog.ts'
import { withoutExcess } from './long-texts.ts'

const field = (name: string, property: object) => [name, { name, property }] as const
const fields = new Map([field('code', { pattern: '^a+$', maxLength: 3 }), field('free', { maxLength: 3 })])
const object = { fields } as unknown as CompiledObject

test('only a text with a pattern that is much too long is cut, and it stays too long', () => {
  const short = { code: 'a'.repeat(8), free: 'b'.repeat(100), other: 1 }
  expect(withoutExcess(object, short)).toBe(short)
  expect(withoutExcess(object, { ...short, code: 'a'.repeat(100) })).toEqual(short)
})

test('a character is not cut into halves', () => {
  const { code } = withoutExcess(object, { code: `a${'😀'.repeat(50)}` })
  expect(code).toBe(`a${'😀'.repeat(4)}`)
})

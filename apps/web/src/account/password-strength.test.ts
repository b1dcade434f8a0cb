import { expect, test } from 'vitest'
import { strengthOf } from './password-strength.ts'

test.each([
  ['', 1],
  ['aaaaaaaaaaaaaaaa', 1],
  ['1234567890123456', 1],
  ['abcabcabcabcabcabc', 1],
  ['kT9!x', 1],
  ['kingfisher', 2],
  ['brown kestrel', 3],
  ['seven grey herons', 4],
  ['远山含笑春水绿波映小桥', 3],
  ['kT9!xv2#Qz7&mB4', 4],
])('%j is of strength %d', (password, strength) => {
  expect(strengthOf(password)).toBe(strength)
})

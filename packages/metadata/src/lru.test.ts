import { expect, it } from 'vitest'
import { createLru } from './lru.ts'

it('makes a value once, keeps what is used and forgets what is not', () => {
  const made: string[] = []
  const lru = createLru<string>(2)
  const get = (key: string) => lru.getOrCreate(key, () => (made.push(key), key.toUpperCase()))
  expect(['a', 'a', 'b', 'a', 'c', 'a', 'd', 'a', 'e', 'a'].map(get).join('')).toBe('AABACADAEA')
  expect(made).toEqual(['a', 'b', 'c', 'd', 'e'])
  get('b')
  expect(made.at(-1)).toBe('b')
})

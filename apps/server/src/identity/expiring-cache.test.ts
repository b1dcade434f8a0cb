import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { createExpiringCache } from './expiring-cache.ts'

beforeEach(() => void vi.useFakeTimers({ toFake: ['performance'] }))
afterEach(() => void vi.useRealTimers())

test('an entry is forgotten when its time is over', () => {
  const cache = createExpiringCache<number>({ maxEntries: 2, ttlMs: 100 })
  cache.set('a', 1)
  vi.advanceTimersByTime(99)
  expect(cache.get('a')).toBe(1)
  vi.advanceTimersByTime(1)
  expect(cache.get('a')).toBeUndefined()
})

test('the entry added first makes room', () => {
  const cache = createExpiringCache<number>({ maxEntries: 2, ttlMs: 100 })
  for (const [index, key] of ['a', 'b', 'c'].entries()) cache.set(key, index)
  expect(['a', 'b', 'c'].map((key) => cache.get(key))).toEqual([undefined, 1, 2])
})

test('entries are deleted by what they hold', () => {
  const cache = createExpiringCache<string>({ maxEntries: 9, ttlMs: 100 })
  cache.set('a', 'eve')
  cache.set('b', 'bob')
  cache.deleteWhere((name) => name === 'eve')
  expect([cache.get('a'), cache.get('b')]).toEqual([undefined, 'bob'])
})

import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { diffToPatch, mergePatch } from './merge-patch.ts'

/** The examples of RFC 7396, appendix A: target, patch, result. */
const examples: [unknown, unknown, unknown][] = [
  [{ a: 'b' }, { a: 'c' }, { a: 'c' }],
  [{ a: 'b' }, { b: 'c' }, { a: 'b', b: 'c' }],
  [{ a: 'b' }, { a: null }, {}],
  [{ a: 'b', b: 'c' }, { a: null }, { b: 'c' }],
  [{ a: ['b'] }, { a: 'c' }, { a: 'c' }],
  [{ a: 'c' }, { a: ['b'] }, { a: ['b'] }],
  [{ a: { b: 'c' } }, { a: { b: 'd', c: null } }, { a: { b: 'd' } }],
  [{ a: [{ b: 'c' }] }, { a: [1] }, { a: [1] }],
  [
    ['a', 'b'],
    ['c', 'd'],
    ['c', 'd'],
  ],
  [{ a: 'b' }, ['c'], ['c']],
  [{ a: 'foo' }, null, null],
  [{ a: 'foo' }, 'bar', 'bar'],
  [{ e: null }, { a: 1 }, { e: null, a: 1 }],
  [[1, 2], { a: 'b', c: null }, { a: 'b' }],
  [{}, { a: { bb: { ccc: null } } }, { a: { bb: {} } }],
]

test.each(examples)('a merge patch does what RFC 7396 says: %j + %j', (target, patch, result) => {
  expect(mergePatch(target, patch)).toEqual(result)
})

/** JSON objects without nulls, which a merge patch cannot hold. */
const document = fc.dictionary(
  fc.constantFrom('a', 'b', 'c', '__proto__', 'constructor'),
  fc.letrec((tie) => ({
    value: fc.oneof(
      { maxDepth: 3 },
      fc.integer(),
      fc.string(),
      fc.boolean(),
      fc.array(fc.integer(), { maxLength: 3 }),
      fc.dictionary(fc.constantFrom('a', 'b', 'c', '__proto__'), tie('value')),
    ),
  })).value,
)

test('the difference of two documents turns one into the other', () => {
  fc.assert(
    fc.property(document, document, (from, to) => {
      expect(JSON.stringify(sorted(mergePatch(from, diffToPatch(from, to))))).toBe(JSON.stringify(sorted(to)))
    }),
  )
})

test('equal documents have no difference, whatever the order of their keys', () => {
  expect(diffToPatch({ a: 1, b: { c: [1, 2] } }, { b: { c: [1, 2] }, a: 1 })).toEqual({})
})

test('a null inside the new document counts as an absent key', () => {
  expect(diffToPatch({ a: 1, b: 2 }, { a: null, b: 2, c: null })).toEqual({ a: null })
})

test('keys such as __proto__ stay data and pollute nothing', () => {
  const patch = JSON.parse('{"__proto__": {"polluted": true}, "constructor": {"prototype": {"polluted": true}}}')
  const merged = mergePatch({ a: 1 }, patch) as Record<string, unknown>
  expect(Object.hasOwn(merged, '__proto__')).toBe(true)
  expect(Object.getPrototypeOf(merged)).toBe(Object.prototype)
  expect(({} as Record<string, unknown>).polluted).toBeUndefined()
})

test('neither the target nor the patch is changed', () => {
  const target = { a: { b: 1 } }
  const patch = { a: { c: 2 } }
  mergePatch(target, patch)
  expect([target, patch]).toEqual([{ a: { b: 1 } }, { a: { c: 2 } }])
})

function sorted(value: unknown): unknown {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return value
  const entries = Object.entries(value).map(([key, inner]): [string, unknown] => [key, sorted(inner)])
  return entries.sort(([a], [b]) => (a < b ? -1 : 1))
}

import { describe, expect, it } from 'vitest'
import { diffPaths, takeBack } from './document-diff.ts'

describe('diffPaths', () => {
  it('names every place that differs, and leaves out what is the same', () => {
    const before = { a: 1, same: [1], deep: { 'x/y': 'old', gone: true } }
    const after = { a: 1, same: [1], deep: { 'x/y': 'new' }, added: { b: null } }
    expect(diffPaths(before, after)).toEqual([
      { pointer: '/deep/x~1y', before: 'old', after: 'new' },
      { pointer: '/deep/gone', before: true },
      { pointer: '/added', after: { b: null } },
    ])
  })

  it('compares lists whole', () => {
    expect(diffPaths({ a: [1, 2] }, { a: [1, 3] })).toEqual([{ pointer: '/a', before: [1, 2], after: [1, 3] }])
  })

  it('tells null from absent', () => {
    expect(diffPaths({ a: null }, {})).toEqual([{ pointer: '/a', before: null }])
  })
})

const restore = (before: unknown, after: unknown, current: unknown) => {
  const conflicts: string[] = []
  return { value: takeBack({ before, after, current }, conflicts), conflicts }
}

describe('takeBack', () => {
  it('gives the earlier document when nothing changed since', () => {
    expect(restore({ a: 1 }, { a: 2 }, { a: 2 })).toEqual({ value: { a: 1 }, conflicts: [] })
    expect(restore(undefined, { a: 2 }, { a: 2 })).toEqual({ value: undefined, conflicts: [] })
  })

  it('keeps what later revisions changed elsewhere', () => {
    const result = restore({ f: { a: 1 } }, { f: { a: 2, b: 1 } }, { f: { a: 2, b: 1, c: 3 }, g: 4 })
    expect(result).toEqual({ value: { f: { a: 1, c: 3 }, g: 4 }, conflicts: [] })
  })

  it('accepts what was already taken back by hand', () => {
    expect(restore({ a: 1, b: 1 }, { a: 2, b: 2 }, { a: 1, b: 2 })).toEqual({ value: { a: 1, b: 1 }, conflicts: [] })
  })

  it('reports the place that a later revision changed again', () => {
    expect(restore({ a: { b: 1 } }, { a: { b: 2 } }, { a: { b: 3 } }).conflicts).toEqual(['/a/b'])
    expect(restore(undefined, { a: 1 }, { a: 2 }).conflicts).toEqual([''])
  })
})

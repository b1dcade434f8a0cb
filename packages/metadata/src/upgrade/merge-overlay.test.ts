import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { valueIn } from '../json/compose-patches.ts'
import { diffToPatch, mergePatch } from '../json/merge-patch.ts'
import { isPlainObject, sameJson } from '../json/plain-object.ts'
import { mergeOverlay } from './merge-overlay.ts'
import type { OverlaySides } from './merge-overlay.ts'

/** Conflicts in short: `reason path`. */
const short = (sides: OverlaySides) => {
  const { overlay, conflicts } = mergeOverlay(sides)
  return { overlay, conflicts: conflicts.map(({ reason, path }) => `${reason} ${path.join('/')}`) }
}

const cases: [string, OverlaySides, ReturnType<typeof short>][] = [
  ['nothing changed below', { base: { a: 1 }, theirs: { a: 1 }, ours: { a: 2 } }, { overlay: { a: 2 }, conflicts: [] }],
  [
    'changed beside',
    { base: { a: 1, b: 1 }, theirs: { a: 1, b: 2 }, ours: { a: 2 } },
    { overlay: { a: 2 }, conflicts: [] },
  ],
  [
    'both changed',
    { base: { a: 1 }, theirs: { a: 2 }, ours: { a: 3 } },
    { overlay: { a: 3 }, conflicts: ['both_changed a'] },
  ],
  ['both say the same', { base: { a: 1 }, theirs: { a: 2 }, ours: { a: 2 } }, { overlay: null, conflicts: [] }],
  [
    'a list is one value',
    { base: { a: ['x'] }, theirs: { a: ['x', 'y'] }, ours: { a: ['x', 'z'] } },
    { overlay: { a: ['x', 'z'] }, conflicts: ['both_changed a'] },
  ],
  [
    'ours removed, theirs changed',
    { base: { a: { b: 1 } }, theirs: { a: { b: 2 } }, ours: { a: null } },
    { overlay: { a: null }, conflicts: ['both_changed a'] },
  ],
  ['both removed', { base: { a: 1, c: 1 }, theirs: { c: 1 }, ours: { a: null } }, { overlay: null, conflicts: [] }],
  [
    'theirs removed what ours changes in part',
    { base: { a: { b: 1, c: 1 } }, theirs: {}, ours: { a: { b: 2 } } },
    { overlay: null, conflicts: ['removed a'] },
  ],
  [
    'theirs removed a value that ours changed',
    { base: { a: 1 }, theirs: {}, ours: { a: 2 } },
    { overlay: { a: 2 }, conflicts: ['both_changed a'] },
  ],
  [
    'theirs renamed',
    { base: { a: { b: 1, order: 1 } }, theirs: { z: { b: 1, order: 3 } }, ours: { a: { b: 2 } } },
    { overlay: null, conflicts: ['renamed a'] },
  ],
  [
    'theirs replaced an object by a value',
    { base: { a: { b: 1 } }, theirs: { a: 1 }, ours: { a: { b: 2 } } },
    { overlay: null, conflicts: ['replaced a'] },
  ],
  [
    'both added the same name',
    { base: {}, theirs: { a: { b: 1, c: 1 } }, ours: { a: { b: 2 } } },
    { overlay: { a: { b: 2, c: null } }, conflicts: ['both_added a'] },
  ],
  [
    'both added the same',
    { base: {}, theirs: { a: { b: 1 } }, ours: { a: { b: 1 } } },
    { overlay: null, conflicts: [] },
  ],
  [
    'ours alone',
    { base: { a: 1 }, theirs: { a: 2 }, ours: { x: { y: 1 } } },
    { overlay: { x: { y: 1 } }, conflicts: [] },
  ],
  [
    'the document is new in the package',
    { base: undefined, theirs: { a: 1, n: 'd' }, ours: { b: 1, n: 'd' } },
    { overlay: { b: 1, a: null }, conflicts: ['both_added '] },
  ],
  [
    'the document is gone from the package',
    { base: { a: 1 }, theirs: undefined, ours: { a: 2 } },
    { overlay: null, conflicts: ['removed '] },
  ],
  [
    'a hidden document is gone from the package',
    { base: { a: 1 }, theirs: undefined, ours: { 'x-hidden': true } },
    { overlay: null, conflicts: [] },
  ],
]

test.each(cases)('%s', (_, sides, expected) => {
  expect(short(sides)).toEqual(expected)
})

const key = fc.constantFrom('a', 'b', 'c', 'd')
const scalar = fc.oneof(
  fc.integer({ min: 0, max: 3 }),
  fc.boolean(),
  fc.array(fc.integer({ min: 0, max: 1 }), { maxLength: 2 }),
)
const { document } = fc.letrec<{ document: Record<string, unknown>; value: unknown }>((tie) => ({
  document: fc.dictionary(key, tie('value'), { maxKeys: 4 }),
  value: fc.oneof({ depthSize: 'small', maxDepth: 3 }, scalar, tie('document')),
}))

/** Leaves of a merge patch: everything it says. */
function leaves(patch: unknown, path: string[] = []): { path: string[]; value: unknown }[] {
  if (!isPlainObject(patch) || Object.keys(patch).length === 0) return [{ path, value: patch }]
  return Object.entries(patch).flatMap(([name, value]) => leaves(value, [...path, name]))
}

/** A patch that says only “an object” is fulfilled by any. */
const says = (value: unknown, now: unknown) => {
  if (isPlainObject(value)) return isPlainObject(now)
  return value === null ? now === undefined : sameJson(now, value)
}

const isUnder = (path: string[], top: string[]) => top.every((name, at) => path[at] === name)

describe('whatever the two sides did', () => {
  test('everything the workspace said is in effect, or told in a conflict', () => {
    fc.assert(
      fc.property(document, document, document, (base, theirs, wanted) => {
        const ours = diffToPatch(base, wanted)
        const { overlay, conflicts } = mergeOverlay({ base, theirs, ours })
        const merged = mergePatch(theirs, overlay ?? {})
        for (const { path, value } of leaves(ours)) {
          const aside = conflicts.some((conflict) => !conflict.isApplied && isUnder(path, conflict.path))
          const now = valueIn(merged, path)
          expect(aside || says(value, now), JSON.stringify({ path, merged })).toBe(true)
        }
      }),
      { numRuns: 2000 },
    )
  })

  test('what the workspace did not touch is as the new release says', () => {
    fc.assert(
      fc.property(document, document, document, (base, theirs, wanted) => {
        const ours = diffToPatch(base, wanted)
        const { overlay, conflicts } = mergeOverlay({ base, theirs, ours })
        const merged = mergePatch(theirs, overlay ?? {})
        const touched = [...leaves(ours), ...conflicts].map(({ path }) => path)
        for (const { path, value } of leaves(theirs)) {
          const isTouched = touched.some((other) => isUnder(path, other) || isUnder(other, path))
          if (!isTouched) expect(sameJson(valueIn(merged, path), value)).toBe(true)
        }
      }),
      { numRuns: 2000 },
    )
  })

  test('there is a conflict exactly where both changed the same and do not agree', () => {
    fc.assert(
      fc.property(document, document, document, (base, theirs, wanted) => {
        const { conflicts } = mergeOverlay({ base, theirs, ours: diffToPatch(base, wanted) })
        for (const { path } of conflicts) {
          const [was, is, ours] = [base, theirs, wanted].map((side) => valueIn(side, path))
          expect([sameJson(was, is), sameJson(ours, is), sameJson(was, ours)]).toEqual([false, false, false])
        }
        if (sameJson(base, theirs) || sameJson(theirs, wanted)) expect(conflicts).toEqual([])
      }),
      { numRuns: 2000 },
    )
  })

  test('a second upgrade to the same release changes nothing', () => {
    fc.assert(
      fc.property(document, document, document, (base, theirs, wanted) => {
        const { overlay } = mergeOverlay({ base, theirs, ours: diffToPatch(base, wanted) })
        const again = mergeOverlay({ base: theirs, theirs, ours: overlay ?? {} })
        expect(again.conflicts).toEqual([])
        expect(sameJson(mergePatch(theirs, again.overlay ?? {}), mergePatch(theirs, overlay ?? {}))).toBe(true)
      }),
      { numRuns: 1000 },
    )
  })
})

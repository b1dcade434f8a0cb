import { expect, test } from 'vitest'
import { findCycles } from './cycles.ts'

const graphOf = (edges: Record<string, string[]>) => new Map(Object.entries(edges))

test('a tree has no circle, even where two branches meet', () => {
  expect(findCycles(graphOf({ a: ['b', 'c'], b: ['d'], c: ['d'] }))).toEqual([])
})

test('circles of any length are found, each once', () => {
  const graph = graphOf({ a: ['b'], b: ['c'], c: ['a', 'd'], d: ['d'], e: ['a'] })
  expect(findCycles(graph).map((cycle) => cycle.toSorted())).toEqual([['d'], ['a', 'b', 'c']])
})

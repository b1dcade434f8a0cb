import { expect, it } from 'vitest'

import { cellWords, readCell } from './cell-words.ts'

it('reads bounds, lists and nothing', () => {
  expect(readCell('>= 0.45 <0.5')).toEqual({ from: 0.45, below: 0.5 })
  expect(readCell('≥0.5')).toEqual({ from: 0.5 })
  expect(readCell('retail，chain')).toEqual({ in: ['retail', 'chain'] })
  expect(readCell('2026-01-01')).toEqual({ in: ['2026-01-01'] })
  expect(readCell('  ')).toBeUndefined()
})

it('refuses what is not whole', () => {
  for (const words of ['>', '> 1 > 2', 'a, > 3', '>= 1, 2', 'a,']) expect(readCell(words), words).toBeNull()
})

it('writes what it has read', () => {
  for (const words of ['>= 0.45 < 0.5', 'retail, chain', '> -3 <= 7', ''])
    expect(cellWords(readCell(words) ?? undefined)).toBe(words)
})

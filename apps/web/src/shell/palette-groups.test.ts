import { describe, expect, it } from 'vitest'

import { chosenEntry, entriesOf, fittingRecords, movedKey } from './palette-groups.ts'
import type { PaletteEntry } from './palette-groups.ts'

const entry = (key: string): PaletteEntry => ({ key, label: key, icon: undefined, run: () => undefined })
const [a, b, c] = ['a', 'b', 'c'].map(entry) as [PaletteEntry, PaletteEntry, PaletteEntry]
const records = [
  { id: '1', label: '上海华涂' },
  { id: '2', label: 'Acme (C2026)' },
]

describe('records in the palette', () => {
  it('are all that the server found for the text', () => {
    expect(fittingRecords({ asked: '2026', records }, '2026')).toEqual(records)
  })

  it('found for an earlier text stay only where their name fits what is typed now', () => {
    expect(fittingRecords({ asked: 'a', records }, 'ACME')).toEqual([records[1]])
    expect(fittingRecords({ asked: '上', records }, '上海涂')).toEqual([])
    expect(fittingRecords({ asked: '上', records }, '')).toEqual([])
    expect(fittingRecords(undefined, '上')).toEqual([])
  })
})

describe('the chosen line', () => {
  it('is the first until another is chosen, and stays the same when others come before it', () => {
    expect(chosenEntry([b, c], null)).toBe(b)
    expect(chosenEntry([a, b, c], 'c')).toBe(c)
    expect(chosenEntry([a, b], 'c')).toBe(a)
  })

  it('moves through all groups and stops at the ends', () => {
    const entries = entriesOf([
      { key: '1', label: '', entries: [a, b] },
      { key: '2', label: '', entries: [c] },
    ])
    expect(movedKey(entries, 'b', 1)).toBe('c')
    expect(movedKey(entries, 'c', 1)).toBe('c')
    expect(movedKey(entries, null, -1)).toBe('a')
    expect(movedKey([], null, 1)).toBeNull()
  })
})

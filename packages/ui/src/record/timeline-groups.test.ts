import { expect, test } from 'vitest'
import type { HistoryEntry } from '../api/types.ts'
import { groupEntries } from './timeline-groups.ts'

const entry = (event: string, at: string, more: Partial<HistoryEntry> = {}): HistoryEntry => ({
  event,
  at,
  op: 'update',
  actor: { id: 'a', label: 'Ann' },
  version: 1,
  changes: {},
  reason: null,
  ...more,
})
const line = { collection: 'lines', object: 'bill_line', id: 'l', label: 'Pump' }

test('what one write did to a record and its lines is one entry of the timeline', () => {
  const groups = groupEntries([
    entry('5', '10:02', { line }),
    entry('4', '10:02', { line }),
    entry('3', '10:02'),
    entry('2', '10:01'),
    entry('1', '10:01', { actor: null }),
  ])
  expect(groups.map(({ own, lines }) => [own, lines].map((list) => list.map(({ event }) => event)))).toEqual([
    [['3'], ['5', '4']],
    [['2'], []],
    [['1'], []],
  ])
})

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

test('what made a version comes before who may see the record since', () => {
  const [group] = groupEntries([
    entry('3', '10:02', { op: 'members', version: null }),
    entry('2', '10:02', { op: 'assign', version: 2 }),
    entry('1', '10:02', { op: 'update', version: 1 }),
  ])
  expect(group?.own.map(({ op }) => op)).toEqual(['assign', 'update', 'members'])
})

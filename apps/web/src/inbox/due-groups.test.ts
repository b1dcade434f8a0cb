import { expect, test } from 'vitest'
import { dueGroups } from './due-groups.ts'

const at = (due: string | null) => ({ due })

test('to-dos are grouped by the day of the workspace, the earliest first', () => {
  const all = [
    at(null),
    at('2026-03-04T17:00:00Z'),
    at('2026-03-04T15:59:00Z'),
    at('2026-03-04T09:59:59Z'),
    at('2026-03-01T00:00:00Z'),
  ]
  const found = dueGroups(all, { now: new Date('2026-03-04T10:00:00Z'), timeZone: 'Asia/Shanghai' })
  expect(found.map(({ group, entries }) => [group, ...entries.map(({ due }) => due)])).toEqual([
    ['overdue', '2026-03-01T00:00:00Z', '2026-03-04T09:59:59Z'],
    ['today', '2026-03-04T15:59:00Z'],
    ['later', '2026-03-04T17:00:00Z'],
    ['undated', null],
  ])
})

import { createCatalog } from '@fieldwork/metadata'
import type { CompiledReminder, DeadlineLength } from '@fieldwork/metadata'
import { readPackage } from '@fieldwork/metadata/server'
import { expect, test } from 'vitest'
import { fileURLToPath } from 'node:url'
import { dueAt } from './length.ts'
import { momentsOf } from './moments.ts'

const folder = fileURLToPath(new URL('../../../../metadata/platform', import.meta.url))
const shipped = createCatalog([await readPackage(folder, 'platform')], { revision: 1 })
if ('problems' in shipped) throw new Error(JSON.stringify(shipped.problems))
const counting = { calendar: shipped.catalog.calendars.get('china')!, zone: 'Asia/Shanghai' }

const at = (text: string) => new Date(`${text}+08:00`)
const due = (length: DeadlineLength, start: string) => dueAt(length, at(start), counting)

test('an agreement signed on Friday is submitted by next Friday; received on Thursday, imported by Tuesday (C.15-14)', () => {
  expect(due({ workdays: 5 }, '2026-11-13T10:00')).toEqual(at('2026-11-21T00:00'))
  expect(due({ workdays: 3 }, '2026-11-12T16:30')).toEqual(at('2026-11-18T00:00'))
})

test('a result on Friday is closed by Monday (C.15-32)', () => {
  expect(due({ workdays: 1 }, '2026-11-20T00:00')).toEqual(at('2026-11-24T00:00'))
  expect(due({ workdays: 1, at: '18:00' }, '2026-11-20T17:59')).toEqual(at('2026-11-23T18:00'))
})

test('a weekly report of a week that ends on Sunday is due on Monday (C.15-10)', () => {
  expect(due({ weekday: 'mon', at: '13:00' }, '2026-11-23T00:00')).toEqual(at('2026-11-23T13:00'))
  expect(due({ weekday: 'mon', at: '15:00' }, '2026-11-23T00:00')).toEqual(at('2026-11-23T15:00'))
  expect(due({ weekday: 'tue', at: '12:00' }, '2026-11-23T00:00')).toEqual(at('2026-11-24T12:00'))
})

test('a monthly report is due on the first working day, after holidays too (C.15-10)', () => {
  expect(due({ workdayOfMonth: 1, at: '13:00' }, '2026-10-01T00:00')).toEqual(at('2026-10-08T13:00'))
  expect(due({ workdayOfMonth: 2, at: '12:00' }, '2026-10-01T00:00')).toEqual(at('2026-10-09T12:00'))
  expect(due({ workdayOfMonth: 1, at: '13:00' }, '2026-10-08T13:01')).toEqual(at('2026-11-02T13:00'))
})

test('the same day, days, hours and working hours', () => {
  expect(due({ days: 0 }, '2026-11-20T09:00')).toEqual(at('2026-11-21T00:00'))
  expect(due({ days: 7 }, '2026-11-20T09:00')).toEqual(at('2026-11-28T00:00'))
  expect(due({ days: 7, at: '18:00' }, '2026-11-20T09:00')).toEqual(at('2026-11-27T18:00'))
  expect(due({ hours: 24 }, '2026-11-20T09:00')).toEqual(at('2026-11-21T09:00'))
  expect(due({ workingHours: 8 }, '2026-11-20T13:30')).toEqual(at('2026-11-23T14:00'))
})

const reminder = (key: string, from: CompiledReminder['from'], span: CompiledReminder['span']): CompiledReminder => ({
  key,
  from,
  span,
  to: { responsible: true, superiors: 0, roles: [] },
  channels: [],
  label: null,
  isEscalation: false,
})

test('what is said comes in order, around the moment at which it is due', () => {
  const reminders = [
    reminder('day', 'after', { days: 1, at: '09:00' }),
    reminder('working-day', 'before', { workdays: 1, at: '09:00' }),
    reminder('hour', 'before', { hours: 2 }),
    reminder('fifth', 'start', { days: 5, at: '09:00' }),
  ]
  const found = momentsOf({ reminders }, { start: at('2026-11-16T10:00'), due: at('2026-11-24T00:00') }, counting)
  expect(found.map((moment) => [moment.key, moment.at])).toEqual([
    ['working-day', at('2026-11-20T09:00')],
    ['fifth', at('2026-11-21T09:00')],
    ['hour', at('2026-11-23T22:00')],
    ['overdue', at('2026-11-24T00:00')],
    ['day', at('2026-11-24T09:00')],
  ])
})

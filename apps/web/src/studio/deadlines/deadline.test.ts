import { expect, it } from 'vitest'

import { lengthKind, startOf, withLengthKind } from './deadline.ts'

it('a length of another kind keeps its number and its time of day where it has them', () => {
  expect(withLengthKind({ days: 7, at: '09:00' }, 'workdays')).toEqual({ workdays: 7, at: '09:00' })
  expect(withLengthKind({ days: 'param.warn_days' }, 'hours')).toEqual({ hours: 'param.warn_days' })
  expect(withLengthKind({ workdays: 2, at: '09:00' }, 'workingHours')).toEqual({ workingHours: 2 })
  expect(withLengthKind({ days: 2 }, 'weekday')).toEqual({ weekday: 'fri', at: '18:00' })
  expect(withLengthKind({ weekday: 'mon', at: '10:00' }, 'days')).toEqual({ days: 1, at: '10:00' })
})

it('a length is of the kind that it says', () => {
  expect(lengthKind({ workdayOfMonth: -1, at: '18:00' })).toBe('workdayOfMonth')
  expect(lengthKind({ hours: 0 })).toBe('hours')
})

it('a beginning of another kind says nothing of the one before', () => {
  expect(startOf('field')).toEqual({ on: 'field', field: '' })
  expect(startOf('created')).toEqual({ on: 'created' })
})

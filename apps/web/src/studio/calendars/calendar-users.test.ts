import { expect, it } from 'vitest'

import { usersOf } from './calendar-users.ts'

it('whatever names a calendar uses it, however deep it says so; what is only called like it does not', () => {
  const chain = { name: 'sign', steps: { boss: { due: { after: { workdays: 1 }, calendar: 'factory' } } } }
  const other = { name: 'factory', steps: { boss: { label: 'factory' } } }
  expect(usersOf('factory', 'approval', [chain, other])).toEqual([{ kind: 'approval', name: 'sign' }])
  const night = { name: 'night', basedOn: 'factory' }
  expect(usersOf('factory', 'calendar', [night])).toEqual([{ kind: 'calendar', name: 'night' }])
})

import type { MenuItem } from '@fieldwork/ui'
import { describe, expect, it } from 'vitest'

import { currentItem, phoneTabs } from './current-app.ts'

const item = (key: string, object: string, view?: string): MenuItem => ({
  key,
  type: 'object',
  object,
  label: key,
  ...(view === undefined ? {} : { view }),
})
const items: MenuItem[] = [
  {
    key: 'people',
    type: 'group',
    label: 'People',
    children: [item('leaving', 'employee', 'leaving'), item('all', 'employee')],
  },
  item('department', 'department'),
  item('mine', 'task', 'mine'),
]
const keyOf = (path: string, view?: string) => currentItem(items, path, view)?.key

describe('the entry of a menu that a page belongs to', () => {
  it('is the one of its view, where two entries show the same object', () => {
    expect(keyOf('/o/employee', 'leaving')).toBe('leaving')
    expect(keyOf('/o/employee')).toBe('all')
    expect(keyOf('/o/employee', 'by_department')).toBe('all')
    expect(keyOf('/o/employee/1234')).toBe('all')
  })

  it('is the only one of its object, whichever view it shows', () => {
    expect(keyOf('/o/task')).toBe('mine')
    expect(keyOf('/o/task', 'other')).toBe('mine')
    expect(keyOf('/recycle-bin')).toBeUndefined()
  })
})

const keysOf = (menu: MenuItem[]) => phoneTabs(menu).map(({ key }) => key)

describe('the tabs at the bottom of a phone', () => {
  it('are the entries that the app names, and where it names too few its first ones', () => {
    const named: MenuItem[] = [...items, { ...item('loans', 'loan'), phoneTab: true }]
    expect(keysOf(named)).toEqual(['loans', 'leaving'])
    expect(keysOf([...named, { ...item('samples', 'sample'), phoneTab: true }])).toEqual(['loans', 'samples'])
    expect(keysOf(items)).toEqual(['leaving', 'all'])
    expect(keysOf([])).toEqual([])
  })
})

import { expect, it } from 'vitest'

import { formOf, valuesOf } from './assignment.ts'

it('an assignment is written as it was read, and nothing where nothing is said', () => {
  const record = {
    id: '1',
    version: 3,
    role: 'manager',
    departments: [{ id: 'd1', label: 'Tianjin' }],
    dimensions: { line: { mode: 'listed', values: ['v'] }, odd: 7, supplier: { mode: 'unknown' } },
    valid_from: '2026-01-01',
    valid_until: null,
  } as const
  expect(valuesOf(formOf({ ...record, departments: [...record.departments] }), { account: 'u' })).toEqual({
    role: 'manager',
    account: 'u',
    departments: ['d1'],
    dimensions: { line: { mode: 'listed', values: ['v'] } },
    valid_from: '2026-01-01',
    valid_until: null,
  })
  expect(valuesOf({ ...formOf(null), role: 'clerk' }, { position: 'p' })).toEqual({
    role: 'clerk',
    position: 'p',
    departments: null,
    dimensions: null,
    valid_from: null,
    valid_until: null,
  })
})

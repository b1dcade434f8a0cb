import { expect, it } from 'vitest'

import { problemPlace } from './problem-place.ts'

const layoutOf = (name: string) => (name === 'loan_form' ? { object: 'loan', purpose: 'form' as const } : undefined)
const viewOf = (name: string) => (name === 'loan_all' ? { object: 'loan' } : undefined)
const placeOf = (kind: string, name: string, pointer: string) =>
  problemPlace({ kind, name, pointer, code: 'x', message: 'x' }, layoutOf, viewOf)

it('a problem leads to the page where it can be solved', () => {
  expect(placeOf('object', 'loan', '/properties/due_on/x-field/type')).toBe('/studio/objects/loan/fields?at=due_on')
  expect(placeOf('object', 'loan', '/x-object/rules/late/when')).toBe('/studio/objects/loan/rules?at=late')
  expect(placeOf('object', 'loan', '/x-object/duplicates/twice/match/0')).toBe(
    '/studio/objects/loan/duplicates?at=twice',
  )
  expect(placeOf('object', 'loan', '/x-object/states/transitions/lend/to')).toBe('/studio/objects/loan/states?at=lend')
  expect(placeOf('object', 'loan', '/x-object/nameField')).toBe('/studio/objects/loan/settings')
  expect(placeOf('object', 'loan', '/required/0')).toBe('/studio/objects/loan/fields')
  expect(placeOf('layout', 'loan_form', '/blocks/f_due')).toBe('/studio/objects/loan/layout/form/loan_form?at=f_due')
  expect(placeOf('view', 'loan_all', '/columns')).toBe('/studio/objects/loan/views?at=loan_all')
  expect(placeOf('conversion', 'lend', '/targets/loan/values/due_on')).toBe(
    '/studio/conversions/lend?at=%2Ftargets%2Floan%2Fvalues%2Fdue_on',
  )
  expect(placeOf('workflow', 'remind', '/nodes/tell/options/to')).toBe(
    '/studio/workflows/remind?at=%2Fnodes%2Ftell%2Foptions%2Fto',
  )
  expect(placeOf('app', 'sales', '/items')).toBeNull()
})

import { describe, expect, it } from 'vitest'

import type { ObjectSchema } from '../api/types.ts'
import { mainPath } from './state-path.tsx'
import { missingFields, openTransitions } from './transitions.ts'

const states = {
  field: 'status',
  initial: 'draft',
  transitions: {
    cancel: { label: 'Cancel', from: ['draft', 'pending'], to: 'cancelled', requires: [] },
    submit: { label: 'Submit', from: ['draft'], to: 'pending', requires: ['due_on'] },
    approve: { label: 'Approve', from: ['pending'], to: 'done', requires: [] },
    reopen: { label: 'Reopen', from: ['pending'], to: 'draft', requires: [] },
  },
}
const order = ['draft', 'pending', 'done', 'cancelled']
const schema = {
  states,
  operations: ['read', 'update'],
  fields: { status: { options: order.map((value) => ({ value, label: value })) } },
} as unknown as ObjectSchema
const record = (status: string) => ({ id: '1', version: 1, status })

describe('transitions', () => {
  it('puts the way forward first and the way back last', () => {
    const names = openTransitions(schema, record('pending')).map((transition) => transition.name)
    expect(names).toEqual(['approve', 'cancel', 'reopen'])
  })

  it('offers nothing to who may not update', () => {
    expect(openTransitions({ ...schema, operations: ['read'] }, record('draft'))).toEqual([])
  })

  it('knows the fields that are still missing', () => {
    const [submit] = openTransitions(schema, record('draft'))
    expect(missingFields(submit!, record('draft'))).toEqual(['due_on'])
    expect(missingFields(submit!, { ...record('draft'), due_on: '2026-01-01' })).toEqual([])
  })
})

describe('state path', () => {
  const options = order.map((value) => ({ value, label: value }))

  it('ends where nothing goes on, and leaves out states aside', () => {
    expect(mainPath(states, options, 'draft')).toEqual(['draft', 'pending', 'done'])
  })

  it('shows a state aside while the record stands there', () => {
    expect(mainPath(states, options, 'cancelled')).toEqual(['draft', 'pending', 'done', 'cancelled'])
  })

  it('ends at the green state even where a way leads on from it', () => {
    const transitions = {
      ...states.transitions,
      lose: { label: 'Lose', from: ['done'], to: 'cancelled', requires: [] },
    }
    const coloured = options.map((option) => (option.value === 'done' ? { ...option, color: 'green' } : option))
    expect(mainPath({ ...states, transitions }, coloured, 'draft')).toEqual(['draft', 'pending', 'done'])
  })
})

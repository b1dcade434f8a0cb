import { describe, expect, it } from 'vitest'

import type { ObjectSchema } from '../api/types.ts'
import { mainPath } from './main-path.ts'
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

  it('offers the way back to the path first to a record that stands aside', () => {
    const transitions = {
      ...states.transitions,
      drop: { label: 'Drop', from: ['cancelled'], to: 'dropped', requires: [] },
      resume: { label: 'Resume', from: ['cancelled'], to: 'pending', requires: [] },
    }
    const open = openTransitions({ ...schema, states: { ...states, transitions } }, record('cancelled'))
    expect(open.map(({ name, isForward }) => [name, isForward])).toEqual([
      ['resume', true],
      ['drop', false],
    ])
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
    expect(mainPath(states, options)).toEqual(['draft', 'pending', 'done'])
  })

  it('ends at the green state even where a way leads on from it', () => {
    const transitions = {
      ...states.transitions,
      lose: { label: 'Lose', from: ['done'], to: 'cancelled', requires: [] },
    }
    const coloured = options.map((option) => (option.value === 'done' ? { ...option, color: 'green' } : option))
    expect(mainPath({ ...states, transitions }, coloured)).toEqual(['draft', 'pending', 'done'])
  })
})

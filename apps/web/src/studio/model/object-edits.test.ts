import { describe, expect, it } from 'vitest'

import type { ObjectDefinition } from './definitions.ts'
import { isRequired, moveField, orderedFields, putField, putRule, removeField, removeRule } from './object-edits.ts'

const loan: ObjectDefinition = {
  name: 'loan',
  type: 'object',
  required: ['customer'],
  properties: {
    number: { 'x-field': { type: 'auto-number', format: '{0000}', order: 10 } },
    customer: { 'x-field': { type: 'lookup', object: 'customer', order: 20 } },
    status: { 'x-field': { type: 'select', options: {}, order: 30 } },
  },
  'x-object': { nameField: 'number', states: { field: 'status', initial: 'draft' } },
}

const namesOf = (object: ObjectDefinition) => orderedFields(object).map((field) => field.name)

describe('fields of a draft object', () => {
  it('a new field goes last and keeps its place when it is edited', () => {
    const added = putField(loan, { name: 'note', property: { 'x-field': { type: 'text' } } }, false)
    expect(namesOf(added)).toEqual(['number', 'customer', 'status', 'note'])
    const edited = putField(added, { name: 'number', property: { 'x-field': { type: 'text' } } }, true)
    expect(namesOf(edited)[0]).toBe('number')
    expect(isRequired(edited, 'number')).toBe(true)
  })

  it('a moved field changes only its own order while there is room', () => {
    const moved = moveField(loan, 'status', 1)
    expect(namesOf(moved)).toEqual(['number', 'status', 'customer'])
    expect(moved.properties['customer']).toBe(loan.properties['customer'])
  })

  it('fields are numbered again when two neighbours leave no room', () => {
    const tight = moveField(moveField(loan, 'status', 1), 'number', 2)
    expect(namesOf(tight)).toEqual(['status', 'customer', 'number'])
    const dense: ObjectDefinition = {
      ...loan,
      properties: {
        a: { 'x-field': { type: 'text', order: 1 } },
        b: { 'x-field': { type: 'text', order: 2 } },
        c: { 'x-field': { type: 'text', order: 3 } },
      },
    }
    expect(namesOf(moveField(dense, 'c', 1))).toEqual(['a', 'c', 'b'])
    expect(namesOf(moveField(dense, 'c', 0))).toEqual(['c', 'a', 'b'])
    expect(namesOf(moveField(dense, 'a', 2))).toEqual(['b', 'c', 'a'])
  })

  it('a removed field takes its part in requirements, states and the name with it', () => {
    const without = removeField(removeField(removeField(loan, 'status'), 'number'), 'customer')
    expect(without).toEqual({ name: 'loan', type: 'object', required: [], properties: {}, 'x-object': {} })
  })
})

describe('rules of a draft object', () => {
  it('the last rule that goes takes the empty map with it', () => {
    const ruled = putRule(loan, 'late', { when: 'true', message: { en: 'Late', 'zh-CN': '逾期' } })
    expect(ruled['x-object']?.rules).toHaveProperty('late')
    expect(removeRule(ruled, 'late')).toEqual(loan)
  })
})

import { describe, expect, it } from 'vitest'

import type { FieldInfo, Layout, ObjectSchema } from '../api/types.ts'
import { createFormLogic } from './form-logic.ts'

const info = (type: string, more: Partial<FieldInfo> = {}): FieldInfo => ({
  label: type,
  type,
  widget: type,
  readable: true,
  writable: true,
  required: false,
  ...more,
})
const schema = {
  object: 'deal',
  fields: {
    amount: info('money'),
    progress: info('percent'),
    value: info('formula', { formula: 'amount * progress / 100', writable: false }),
    share: info('formula', { formula: 'value / 2', writable: false }),
    customer: info('lookup', { reference: 'customer' }),
    status: info('select', { writable: false }),
    reason: info('text'),
  },
  states: { field: 'status', initial: 'open', transitions: {} },
  schema: { properties: { amount: {}, progress: { default: 10 }, customer: {}, reason: {} } },
} as unknown as ObjectSchema

const block = (field: string, more: object) => ({ type: 'field' as const, field, x: 0, y: 0, w: 8, h: 1, ...more })
const layout = (blocks: Layout['blocks']): Layout => ({ object: 'deal', purpose: 'form', blocks })
const around = {
  user: { id: '01900000-0000-7000-8000-00000000000a', name: 'Li', username: 'li' },
  timeZone: 'Asia/Shanghai',
  old: null,
}
const logicOf = (blocks: Layout['blocks'] = {}) => createFormLogic(schema, layout(blocks), around)

describe('form logic', () => {
  it('computes formulas that read other formulas', () => {
    const { computed } = logicOf().evaluate({ amount: 1000, progress: 30 })
    expect({ value: Number(computed['value']), share: Number(computed['share']) }).toEqual({ value: 300, share: 150 })
  })

  it('leaves a formula empty while what it reads is empty', () => {
    expect(logicOf().evaluate({ progress: 30 }).computed['value']).toBeNull()
  })

  it('shows a block when its condition holds', () => {
    const logic = logicOf({ b: block('reason', { visibleWhen: 'amount > 500' }) })
    expect(logic.evaluate({ amount: 100 }).blocks['b']?.visible).toBe(false)
    expect(logic.evaluate({ amount: 501 }).blocks['b']?.visible).toBe(true)
  })

  it('demands a field while its condition holds, but not while it is hidden', () => {
    const when = { requiredWhen: "status == 'lost'", visibleWhen: 'amount > 0' }
    const logic = logicOf({ b: block('reason', when) })
    expect([...logic.evaluate({ status: 'lost', amount: 1 }).required]).toEqual(['reason'])
    expect([...logic.evaluate({ status: 'lost', amount: 0 }).required]).toEqual([])
  })

  it('locks a field by a condition over the person and a lookup', () => {
    const logic = logicOf({
      b: block('reason', { readOnlyWhen: "customer != null && user.id == '01900000-0000-7000-8000-00000000000a'" }),
    })
    expect(logic.evaluate({ customer: '01900000-0000-7000-8000-000000000001' }).readOnly.has('reason')).toBe(true)
    expect(logic.evaluate({}).readOnly.has('reason')).toBe(false)
  })

  it('keeps a block visible whose condition cannot be understood here', () => {
    const logic = logicOf({ b: block('reason', { visibleWhen: 'unknown_field > 1' }) })
    expect(logic.evaluate({}).blocks['b']?.visible).toBe(true)
  })

  it('starts a new record with defaults and the initial state', () => {
    expect(logicOf().withDefaults({}, new Set())).toEqual({ progress: 10, status: 'open' })
  })
})

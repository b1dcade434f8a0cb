import { describe, expect, it } from 'vitest'
import type { Property } from '../../field-type.ts'
import { select } from './index.ts'
import { selectOptions } from './options.ts'

const label = { en: 'Any', 'zh-CN': '任意' }

function stage(options: Record<string, unknown>): Property {
  return { 'x-field': { type: 'select', options } }
}

describe('select', () => {
  it('lets options go out of use without losing what rows hold (PLAT-9)', () => {
    const before = stage({ open: { order: 1, label }, won: { order: 2, label } })
    const after = stage({ open: { order: 2, label }, won: { order: 1, label, active: false } })
    expect(select.column(after)).toEqual(select.column(before))
    expect(select.valueSchema(after)).toEqual({ type: 'string', enum: ['open'] })
    expect(selectOptions(after).map(({ key, active }) => [key, active])).toEqual([
      ['won', false],
      ['open', true],
    ])
  })

  it('sorts equal orders by key', () => {
    const property = stage({ b: { order: 1, label }, a: { order: 1, label }, c: { order: 0, label } })
    expect(select.valueSchema(property).enum).toEqual(['c', 'a', 'b'])
  })

  it('has no new values when every option is out of use', () => {
    const { pattern } = select.valueSchema(stage({ open: { order: 1, label, active: false } }))
    expect(new RegExp(String(pattern), 'u').test('open')).toBe(false)
  })
})

import { describe, expect, it } from 'vitest'
import type { Json } from '../../field-type.ts'
import { formula } from './index.ts'

const inShanghai = { timeZone: 'Asia/Shanghai' }

describe('formula', () => {
  it('forgets the standard half of an earlier result', () => {
    const complete = formula.complete({
      type: 'string',
      format: 'date',
      'x-field': { type: 'formula', expression: 'quantity * price', result: 'money' },
    })
    expect(complete).toEqual({
      type: 'number',
      readOnly: true,
      'x-field': { type: 'formula', expression: 'quantity * price', result: 'money' },
    })
  })

  it('leaves the type open until the expression is checked', () => {
    const complete = formula.complete({ 'x-field': { type: 'formula', expression: 'quantity * price' } })
    expect(complete).not.toHaveProperty('type')
    expect(formula.valueSchema(complete)).toEqual({})
    expect(formula.expression(complete)).toEqual({ kind: 'text' })
  })

  it('writes CSV cells by its result', () => {
    expect(cell('percent', 12.5)).toBe('12.5%')
    expect(cell('boolean', true)).toBe('是')
    expect(cell('decimal', 1e-7)).toBe('0.0000001')
    expect(cell('date-time', '2026-01-31T01:30:00+00:00')).toBe('2026-01-31 09:30:00')
  })
})

function cell(result: string, value: Json): string {
  return formula.csv.format(value, { 'x-field': { type: 'formula', expression: 'x', result } }, inShanghai)
}

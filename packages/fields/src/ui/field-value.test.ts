import { describe, expect, test } from 'vitest'
import type { FieldShape } from './field-shape.ts'
import { isNumeric, valueText } from './field-value.tsx'

const services = { locale: 'en', timeZone: 'Asia/Shanghai' } as const

const field = (type: string, own: Record<string, string | number> = {}): FieldShape => ({
  name: 'value',
  label: 'Value',
  type,
  widget: type,
  property: { 'x-field': { type, ...own } },
})

describe('money', () => {
  test('has all its decimals, and its currency where that is not the usual one', () => {
    expect(valueText(field('money', { scale: 2, currency: 'CNY' }), 1234.5, services)).toBe('1,234.50')
    expect(valueText(field('money', { scale: 2, currency: 'USD' }), 1234.5, services)).toBe('USD 1,234.50')
    expect(valueText(field('money', { scale: 0, currency: 'JPY' }), 1234, services)).toBe('JPY 1,234')
  })
})

describe('a formula', () => {
  test.each([
    ['money', 65000, '65,000.00'],
    ['percent', 28.99, '28.99%'],
    ['decimal', 1234.5, '1,234.5'],
    ['integer', -18, '-18'],
    ['date-time', '2026-11-20T01:30:00Z', '2026-11-20 09:30'],
    ['boolean', true, 'Yes'],
    ['text', '42', '42'],
  ])('that gives %s shows it as such a field does', (result, value, shown) => {
    expect(valueText(field('formula', { result }), value, services)).toBe(shown)
    expect(valueText(field(result), value, services)).toBe(shown)
  })

  test.each([
    ['money', 45000.125, '45,000.13'],
    ['percent', 33.333333333333336, '33.33%'],
    ['decimal', 2.5000000000000004, '2.5'],
  ])('that gives %s does not show the noise of its computation', (result, value, shown) => {
    expect(valueText(field('formula', { result }), value, services)).toBe(shown)
  })

  test('stands at the right when it gives a number, also before it has a value', () => {
    expect(isNumeric(field('formula', { result: 'money' }))).toBe(true)
    expect(isNumeric(field('formula', { result: 'date' }))).toBe(false)
    expect(isNumeric({ ...field('formula'), property: null }, 3)).toBe(true)
  })
})

describe('a reference', () => {
  const hidden = { id: '018f0000-0000-7000-8000-000000000001', label: null }

  test('to what is closed to the reader is a neutral text, not an id', () => {
    expect(valueText(field('lookup'), hidden, services)).toBe('Not visible to you')
    expect(valueText(field('lookup'), hidden, { ...services, locale: 'zh-CN' })).toBe('无权查看')
    const both = [hidden, { id: hidden.id, label: 'Acme' }]
    expect(valueText(field('multi-lookup'), both, services)).toBe('Not visible to you, Acme')
  })

  test('to a record without a name says so', () => {
    expect(valueText(field('lookup'), { ...hidden, label: '' }, services)).toBe('Without a name')
  })
})

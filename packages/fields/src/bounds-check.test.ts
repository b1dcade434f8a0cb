import { describe, expect, it } from 'vitest'
import type { Property } from './field-type.ts'
import { fieldType } from './registry.ts'

function problemsOf(type: string, keywords: Partial<Property>, options: Record<string, unknown> = {}): unknown[] {
  const problems = fieldType(type)?.check?.({ ...keywords, 'x-field': { type, ...options } }) ?? []
  return problems.map(({ pointer, code }) => [pointer, code])
}

describe('checks of a property', () => {
  it('refuses lengths that no text has, and finds every problem at once', () => {
    expect(problemsOf('text', { minLength: 10, maxLength: 5, pattern: '(' })).toEqual([
      ['/minLength', 'empty_range'],
      ['/pattern', 'invalid_pattern'],
    ])
    expect(problemsOf('text', { minLength: 300 })).toEqual([['/minLength', 'empty_range']])
  })

  it('refuses texts longer than the type holds', () => {
    expect(problemsOf('text', { maxLength: 1001 })).toEqual([['/maxLength', 'out_of_range']])
    expect(problemsOf('long-text', { maxLength: 1001 })).toEqual([])
    expect(problemsOf('email', { maxLength: 255 })).toEqual([['/maxLength', 'out_of_range']])
  })

  it.each(['unique', 'indexed'])('refuses a long text that is %s, which an index may not hold', (option) => {
    expect(problemsOf('text', { maxLength: 601 }, { [option]: true })).toEqual([['/maxLength', 'not_indexable']])
    expect(problemsOf('text', { maxLength: 600 }, { [option]: true })).toEqual([])
  })

  it.each([
    [{ minimum: 2, maximum: 1 }, '/minimum'],
    [{ exclusiveMinimum: 1, maximum: 1 }, '/exclusiveMinimum'],
    [{ minimum: 1, exclusiveMaximum: 1 }, '/minimum'],
  ])('refuses the empty range %j', (bounds, pointer) => {
    expect(problemsOf('decimal', bounds)).toEqual([[pointer, 'empty_range']])
    expect(problemsOf('integer', bounds)).toEqual([[pointer, 'empty_range']])
  })

  it('accepts the range of one number', () => {
    expect(problemsOf('money', { minimum: 1, maximum: 1 })).toEqual([])
  })

  it('refuses steps that are no whole numbers', () => {
    expect(problemsOf('integer', { multipleOf: 0.5 })).toEqual([['/multipleOf', 'out_of_range']])
  })

  it('refuses a number format that repeats itself (PLAT-16)', () => {
    expect(problemsOf('auto-number', {}, { format: '{0000}', reset: 'year' })).toEqual([
      ['/x-field/format', 'repeating_number_format'],
    ])
  })
})

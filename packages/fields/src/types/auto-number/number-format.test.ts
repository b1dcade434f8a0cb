import { describe, expect, it } from 'vitest'
import { numberFields, numberPeriod, parseNumberFormat, renderNumber } from './number-format.ts'

const messages = (format: string, reset?: Parameters<typeof parseNumberFormat>[1]): string[] => {
  const parsed = parseNumberFormat(format, reset)
  return 'problems' in parsed ? parsed.problems.map(({ message }) => message.en) : []
}

describe('number formats (PLAT-16)', () => {
  it('reads text, date parts, field values and the sequence', () => {
    expect(parseNumberFormat('{field:region}-{yyyy}{MM}-{0000}')).toEqual({
      segments: [
        { kind: 'field', field: 'region' },
        { kind: 'text', text: '-' },
        { kind: 'date', token: 'yyyy' },
        { kind: 'date', token: 'MM' },
        { kind: 'text', text: '-' },
        { kind: 'sequence', width: 4 },
      ],
    })
  })

  it('reads values of other records and codes of options', () => {
    expect(parseNumberFormat('{field:customer.region.code}{code:grade}{0}')).toEqual({
      segments: [
        { kind: 'field', field: 'customer.region.code' },
        { kind: 'field', field: 'grade', code: true },
        { kind: 'sequence', width: 1 },
      ],
    })
    const values = { 'customer.region.code': 'EA', 'code:grade': '01', grade: 'first' }
    expect(
      renderNumber('{field:customer.region.code}{code:grade}{field:grade}-{0}', { date: '', sequence: 1, values }),
    ).toBe('EA01first-1')
  })

  it('names every part that it cannot read, at once', () => {
    expect(messages('{year}-{Field:x}-{00}-}')).toEqual([
      expect.stringContaining('{year}'),
      expect.stringContaining('{Field:x}'),
      expect.stringContaining('}'),
    ])
  })

  it.each(['SL-', '{yyyy}', '{00}-{00}', ''])('wants exactly one sequence, unlike "%s"', (format) => {
    expect(messages(format)).toEqual([expect.stringContaining('exactly one sequence')])
  })

  it.each([
    ['{0000}', 'year', '{yyyy}'],
    ['{yyyy}-{0000}', 'month', '{MM}'],
    ['{MM}-{0000}', 'month', '{yyyy}'],
    ['{yy}-{0000}', 'day', '{MM} {dd}'],
  ] as const)('refuses %s with a reset every %s, since numbers would repeat without %s', (format, reset, missing) => {
    expect(messages(format, reset)).toEqual([expect.stringContaining(`Add ${missing} to the format`)])
  })

  it.each([
    ['{0}', 'never'],
    ['{yy}{0000}', 'year'],
    ['{yyyy}{MM}{0000}', 'month'],
    ['{yyyy}{MM}{dd}{0000}', 'day'],
  ] as const)('accepts %s with a reset every %s', (format, reset) => {
    expect(messages(format, reset)).toEqual([])
  })

  it('renders each part', () => {
    const values = { region: 'EAST', grade: 3, vip: true }
    const render = (format: string): string => renderNumber(format, { date: '2026-01-31', sequence: 42, values })
    expect(render('SL-{yyyy}{MM}-{0000}')).toBe('SL-202601-0042')
    expect(render('{yy}/{dd}/{0}')).toBe('26/31/42')
    expect(render('{field:region}{field:grade}-{field:vip}-{000}')).toBe('EAST3-true-042')
  })

  it('writes a sequence that outgrew its zeros in full', () => {
    expect(renderNumber('{00}', { date: '2026-01-31', sequence: 12_345 })).toBe('12345')
    expect(renderNumber('{0000}', { date: '2026-01-31', sequence: 7n })).toBe('0007')
  })

  it('leaves out the value of an empty field, and inherits none', () => {
    const input = { date: '2026-01-31', sequence: 1, values: { region: null } }
    expect(renderNumber('{field:region}-{field:constructor}-{0}', input)).toBe('--1')
  })

  it('crashes on a format that nobody checked', () => {
    expect(() => renderNumber('{nope}', { date: '2026-01-31', sequence: 1 })).toThrow('{nope}')
  })

  it('knows the period of a day', () => {
    const periods = (['never', 'year', 'month', 'day'] as const).map((reset) => numberPeriod(reset, '2026-01-31'))
    expect(periods).toEqual(['', '2026', '2026-01', '2026-01-31'])
  })

  it('lists the fields that a number is made of, once each', () => {
    expect(numberFields('{field:region}{field:grade}{field:region}{00}')).toEqual(['region', 'grade'])
  })
})

import { describe, expect, it } from 'vitest'

import {
  formatProblems,
  nextPeriod,
  partKind,
  readNumberFormat,
  sampleKeys,
  sampleNumbers,
  writeNumberFormat,
} from './number-format.ts'

describe('number formats (PLAT-16)', () => {
  it('are read into the pieces that they are written from', () => {
    const format = 'SL-{field:region.code}{code:grade}-{yyyy}{MM}-{0000}'
    const parts = readNumberFormat(format)
    expect(parts.map(partKind)).toEqual(['text', 'field', 'code', 'text', 'date', 'date', 'text', 'sequence'])
    expect(writeNumberFormat(parts)).toBe(format)
  })

  it('keep what they cannot read as text', () => {
    expect(readNumberFormat('{nope}')).toEqual([{ kind: 'text', text: 'nope' }])
  })

  it('show the numbers that would follow each other', () => {
    const sample = { date: '2026-02-03', start: 98, count: 3, values: { 'code:grade': 'A', 'region.code': 'EA' } }
    expect(sampleNumbers('{field:region.code}{code:grade}-{yy}{00}', sample)).toEqual([
      'EAA-2698',
      'EAA-2699',
      'EAA-26100',
    ])
    expect(sampleNumbers('no sequence', sample)).toEqual([])
  })

  it('say what is wrong as the platform does', () => {
    expect(formatProblems('SL-', 'never')[0]?.en).toContain('exactly one sequence')
    expect(formatProblems('{0000}', 'year')[0]?.['zh-CN']).toContain('{yyyy}')
    expect(formatProblems('{yyyy}-{0000}', 'year')).toEqual([])
  })

  it('know when counting starts again', () => {
    const after = (['never', 'year', 'month', 'day'] as const).map((reset) => nextPeriod(reset, '2026-12-31'))
    expect(after).toEqual([null, '2027-01-01', '2027-01-01', '2027-01-01'])
    expect(nextPeriod('month', '2026-02-03')).toBe('2026-03-01')
  })

  it('name each value that they show once', () => {
    const parts = readNumberFormat('{field:grade}{code:grade}{field:grade}{0}')
    expect(sampleKeys(parts).map(({ key }) => key)).toEqual(['grade', 'code:grade'])
  })
})

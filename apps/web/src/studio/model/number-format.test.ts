import { describe, expect, it } from 'vitest'

import { checkNumberFormat, previewNumber, readNumberFormat, writeNumberFormat } from './number-format.ts'

describe('number format', () => {
  it('reads what it writes', () => {
    const format = 'SL-{yyyy}{MM}-{field:region}-{0000}'
    expect(writeNumberFormat(readNumberFormat(format))).toBe(format)
  })

  it('shows the number a format gives', () => {
    const input = { date: new Date(2026, 2, 9), sequence: 42, fieldText: 'HD' }
    expect(previewNumber(readNumberFormat('SL-{yy}{MM}{dd}-{field:region}{0000}'), input)).toBe('SL-260309-HD0042')
  })

  it('needs exactly one sequence, and dates that tell its periods apart', () => {
    expect(checkNumberFormat(readNumberFormat('SL-{yyyy}'), 'never')).toBe('sequence')
    expect(checkNumberFormat(readNumberFormat('{00}{00}'), 'never')).toBe('sequence')
    expect(checkNumberFormat(readNumberFormat('{yyyy}-{00}'), 'month')).toBe('repeats')
    expect(checkNumberFormat(readNumberFormat('{yyyy}{MM}-{00}'), 'month')).toBeNull()
  })
})

import { describe, expect, it } from 'vitest'
import { constraintName, freeName, isOurs } from './names.ts'

describe('constraintName', () => {
  it('says what it is about', () => {
    expect(constraintName('foreignKey', 'contact', 'customer')).toBe('fw_fk_contact__customer')
  })

  it('fits into 63 bytes and stays unambiguous', () => {
    const names = ['a', 'b'].map((end) => constraintName('index', 'o'.repeat(48), 'f'.repeat(47) + end))
    expect(names.every((name) => name.length === 63)).toBe(true)
    expect(names[0]).not.toBe(names[1])
    expect(names.every(isOurs)).toBe(true)
  })

  it('does not take an index made by hand for one of the platform', () => {
    expect(isOurs('customer_reporting_idx')).toBe(false)
  })
})

describe('freeName', () => {
  it('counts up from 2', () => {
    expect(freeName('a', new Set())).toBe('a')
    expect(freeName('a', new Set(['a', 'a__2']))).toBe('a__3')
  })
})

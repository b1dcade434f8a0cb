import { describe, expect, it } from 'vitest'

import { checkName, suggestName } from './api-name.ts'

describe('suggestName', () => {
  it('makes a name of English words', () => {
    expect(suggestName({ label: 'Unit price (net)', fallback: 'field', taken: [] })).toBe('unit_price_net')
  })

  it('numbers a name that is taken or reserved', () => {
    expect(suggestName({ label: 'Owner', fallback: 'field', taken: [] })).toBe('owner_1')
    expect(suggestName({ label: 'Name', fallback: 'field', taken: ['name', 'name_1'] })).toBe('name_2')
  })

  it('numbers the fallback when the label has no Latin letters', () => {
    expect(suggestName({ label: '样品借用', fallback: 'custom', taken: ['custom_1'] })).toBe('custom_2')
    expect(suggestName({ label: '关注品类', fallback: 'field', prefix: 'x_', taken: [] })).toBe('x_field_1')
  })
})

describe('checkName', () => {
  it('says what is wrong with a name', () => {
    expect(checkName('', [])).toBe('empty')
    expect(checkName('Unit', [])).toBe('pattern')
    expect(checkName('1st', [])).toBe('pattern')
    expect(checkName('owner', [])).toBe('reserved')
    expect(checkName('fw_x', [])).toBe('reserved')
    expect(checkName('price', ['price'])).toBe('taken')
    expect(checkName('price', [], 'x_')).toBe('prefix')
    expect(checkName('x_price', [], 'x_')).toBeNull()
  })
})

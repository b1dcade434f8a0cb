import { describe, expect, it } from 'vitest'

import { movedRow, optionRows, optionsOfRows, withLabel } from './option-rows.ts'

const options = {
  lent: { order: 2, label: { en: 'Lent', 'zh-CN': '已借出' }, color: 'blue', code: 'L' },
  draft: { order: 1, label: { en: 'Draft', 'zh-CN': '草稿' }, active: false },
}

describe('rows of select options', () => {
  it('stand in order and are numbered again when one moves', () => {
    const rows = optionRows(options)
    expect(rows.map((row) => row.key)).toEqual(['draft', 'lent'])
    expect(optionsOfRows(movedRow(rows, 'lent', 0))).toEqual({
      lent: { ...options.lent, order: 1 },
      draft: { ...options.draft, order: 2 },
    })
  })

  it('the key of a new one follows its English label, a known key never changes', () => {
    const fresh = { id: 'new', key: '', isKeyOwn: false, option: { order: 0, label: { en: '', 'zh-CN': '' } } }
    const rows = withLabel([...optionRows(options), fresh], 'new', { en: 'Lent', 'zh-CN': '借出' })
    expect(rows[2]?.key).toBe('lent_1')
    expect(withLabel(rows, 'lent', { en: 'On loan', 'zh-CN': '借出' })[1]?.key).toBe('lent')
  })
})

import { describe, expect, it } from 'vitest'

import {
  changedTree,
  flatTree,
  grownTree,
  optionsOfTree,
  prunedTree,
  renamedTree,
  swappedTree,
  treeRows,
} from './tree-rows.ts'

const label = (en: string, zh: string) => ({ en, 'zh-CN': zh })
const options = {
  it: {
    order: 1,
    label: label('IT', '信息技术'),
    children: {
      soft: { order: 1, label: label('Software', '软件') },
      fax: { order: 2, label: label('Fax', '传真'), active: false },
    },
  },
  bank: { order: 2, label: label('Bank', '银行') },
}

describe('rows of a tree of options', () => {
  it('are the options, and become them again', () => {
    const rows = treeRows(options)
    expect(optionsOfTree(rows)).toEqual(options)
    expect(flatTree(rows).map(({ row, level }) => `${level} ${row.key}`)).toEqual(['1 it', '2 soft', '2 fax', '1 bank'])
  })

  it('grow, are named, change places and go, with what is below them', () => {
    const grown = renamedTree(grownTree(treeRows(options), '/it', 'new'), 'new', label('Soft', '软'))
    expect(optionsOfTree(grown).it?.children).toMatchObject({
      soft: { order: 1 },
      soft_1: { order: 3, label: { en: 'Soft' } },
    })
    expect(Object.keys(optionsOfTree(swappedTree(grown, '/bank', -1)))).toEqual(['bank', 'it'])
    expect(Object.keys(optionsOfTree(swappedTree(grown, '/it/fax', -1)).it?.children ?? {})).toEqual([
      'fax',
      'soft',
      'soft_1',
    ])
    expect(optionsOfTree(prunedTree(grown, '/it'))).toEqual({ bank: { ...options.bank, order: 1 } })
    expect(swappedTree(grown, '/it', -1)).toEqual(grown)
  })

  it('keep the key of an option that is published', () => {
    const renamed = renamedTree(treeRows(options), '/it/soft', label('Programs', '程序'))
    expect(optionsOfTree(renamed).it?.children?.soft?.label.en).toBe('Programs')
    const off = changedTree(renamed, '/bank', (row) => ({ ...row, option: { ...row.option, active: false } }))
    expect(optionsOfTree(off).bank?.active).toBe(false)
  })
})

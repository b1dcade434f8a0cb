import { expect, it } from 'vitest'

import type { Layout, ObjectSchema } from '../api/types.ts'
import { withBlockLabels } from './block-labels.ts'

const schema = { fields: { memo: { label: '备注' }, name: { label: '名称' } } } as unknown as ObjectSchema
const place = { x: 0, y: 0, w: 8, h: 1 }
const layout = (label?: { en: string; 'zh-CN': string }): Layout => ({
  object: 'outlet',
  purpose: 'form',
  blocks: {
    f_name: { type: 'field', field: 'name', ...place },
    f_memo: { type: 'field', field: 'memo', ...place, ...(label ? { label } : {}) },
    gone: { type: 'field', field: 'gone', ...place, label: 'Gone' },
  },
})

it('a field is called what its block on the layout says', () => {
  const { fields } = withBlockLabels(schema, layout({ en: 'Sign', 'zh-CN': '门头' }), 'zh-CN')
  expect(fields).toEqual({ memo: { label: '门头' }, name: { label: '名称' } })
})

it('a layout that renames nothing leaves the schema alone', () => {
  expect(withBlockLabels(schema, layout(), 'en')).toBe(schema)
})

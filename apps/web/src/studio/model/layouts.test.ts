import { expect, it } from 'vitest'

import type { LayoutDefinition } from './definitions.ts'
import { copyLayout, isShadowed, ownLayout, usedLayout, withoutMadeLabel } from './layouts.ts'

const layout = (name: string, more: Partial<LayoutDefinition> = {}): LayoutDefinition => ({
  name,
  object: 'outlet',
  purpose: 'form',
  blocks: {},
  ...more,
})
const general = layout('outlet_form')
const agents = layout('outlet_agent_form', { recordType: 'agent' })
const later = layout('outlet_form_2')
const all = [later, general, agents, layout('outlet_detail', { purpose: 'detail' })]

it('records of a type are shown by the layout of the type, others by the one for all', () => {
  expect(usedLayout(all, { purpose: 'form', recordType: 'agent' })).toBe(agents)
  expect(usedLayout(all, { purpose: 'form', recordType: 'shop' })).toBe(general)
  expect(ownLayout(all, { purpose: 'form', recordType: 'shop' })).toBeUndefined()
  expect(usedLayout([agents], { purpose: 'form', recordType: 'shop' })).toBeUndefined()
})

it('of two layouts for the same records the second by name is not used', () => {
  expect(isShadowed(all, later)).toBe(true)
  expect(isShadowed(all, general)).toBe(false)
  expect(isShadowed(all, agents)).toBe(false)
})

it('a copy has the blocks, and nothing else, of the layout it is made from', () => {
  const label = { en: 'Shop form', 'zh-CN': '门店表单' }
  const copy = copyLayout(agents, { name: 'outlet_shop_form', label, recordType: undefined })
  expect(copy).toEqual({ name: 'outlet_shop_form', object: 'outlet', purpose: 'form', label, blocks: agents.blocks })
})

it('a label that the platform made is none', () => {
  const made = { en: 'Outlet form', 'zh-CN': 'Outlet form' }
  const own = { en: 'Outlet form', 'zh-CN': '网点表单' }
  expect(withoutMadeLabel({ ...general, label: made })).toEqual(general)
  expect(withoutMadeLabel({ ...general, label: own })).toEqual({ ...general, label: own })
})

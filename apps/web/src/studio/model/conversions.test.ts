import { expect, it } from 'vitest'

import { addTarget, changed, freeKey, removeTarget, sameNames, targetsOf } from './conversions.ts'
import type { ConversionDefinition } from './conversions.ts'

const conversion: ConversionDefinition = {
  name: 'lead_to_customer',
  source: 'lead',
  targets: {
    contact: { object: 'contact', order: 20, links: { customer: 'customer' }, values: { name: 'contact_name' } },
    customer: { object: 'customer', order: 10 },
  },
  writeBack: { links: { customer: 'customer', contact: 'contact' }, transition: 'convert' },
}

it('targets are made in their order, a new one last and under a key of its own', () => {
  const more = addTarget(conversion, { object: 'contact' })
  expect(targetsOf(more).map(([key, { order }]) => [key, order])).toEqual([
    ['customer', 10],
    ['contact', 20],
    ['contact_2', 30],
  ])
  expect(freeKey('customer', [])).toBe('customer')
})

it('a target that is removed is no longer referred to', () => {
  expect(removeTarget(conversion, 'customer')).toEqual({
    ...conversion,
    targets: { contact: { object: 'contact', order: 20, links: {}, values: { name: 'contact_name' } } },
    writeBack: { links: { contact: 'contact' }, transition: 'convert' },
  })
})

it('a change leaves out what says nothing', () => {
  expect(changed(conversion.targets['customer']!, { when: '', optional: false, existing: {} })).toEqual({
    object: 'customer',
    order: 10,
    existing: {},
  })
})

it('fields with the same name and a fitting type are mapped', () => {
  const [source, target] = [
    ['name', 'phone', 'region'],
    ['region', 'name', 'need'],
  ].map((names) => names.map((name) => ({ name })))
  expect(sameNames(source!, target!, (name) => name !== 'region')).toEqual({ name: 'name' })
})

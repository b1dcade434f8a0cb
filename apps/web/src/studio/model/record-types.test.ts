import { describe, expect, it } from 'vitest'

import { defaultType, dropEntry, inOrder, moveEntry, putRecordType, withoutFieldInTypes } from './record-types.ts'

const types = { agent: { order: 10, default: true }, shop: { order: 20 } }
const namesOf = (entries: Parameters<typeof inOrder>[0]) => inOrder(entries).map(([name]) => name)

describe('record types of a draft object', () => {
  it('a new type goes last, and one that becomes the default takes that from the others', () => {
    const put = putRecordType(types, 'web', { default: true })
    expect(namesOf(put)).toEqual(['agent', 'shop', 'web'])
    expect(put).toEqual({ agent: { order: 10 }, shop: { order: 20 }, web: { order: 30, default: true } })
  })

  it('the default is the marked type while it is active, else the first active one', () => {
    expect(defaultType(types)).toBe('agent')
    expect(defaultType({ ...types, agent: { order: 10, default: true, active: false } })).toBe('shop')
    expect(defaultType(undefined)).toBeUndefined()
  })

  it('a moved type takes its new place, and the last one that goes takes the map with it', () => {
    expect(namesOf(moveEntry(types, 'shop', 0))).toEqual(['shop', 'agent'])
    expect(namesOf(moveEntry(types, 'agent', 5))).toEqual(['shop', 'agent'])
    expect(dropEntry({ shop: {} }, 'shop')).toBeUndefined()
  })

  it('a removed field leaves no trace in types and groups', () => {
    const options = {
      recordTypes: { agent: { required: ['region', 'name'], hidden: ['region'], defaults: { region: 'north' } } },
      completeness: { base: { fields: { region: 1 } }, more: { fields: { region: 2, name: 1 } } },
    }
    expect(withoutFieldInTypes(options, 'region')).toEqual({
      recordTypes: { agent: { required: ['name'] } },
      completeness: { more: { fields: { name: 1 } } },
    })
  })
})

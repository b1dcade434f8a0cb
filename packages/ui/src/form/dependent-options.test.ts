import { describe, expect, it } from 'vitest'

import type { ObjectSchema } from '../api/types.ts'
import { shapeOf } from '../values/shapes.ts'
import { narrowed, withoutOrphans } from './dependent-options.ts'

const info = { type: 'select', widget: 'select', readable: true, writable: true, required: false }
const option = (value: string) => ({ value, label: value })
const select = (dependsOn?: object) => ({ 'x-field': { type: 'select', ...(dependsOn && { dependsOn }) } })
const schema = {
  fields: {
    sector: { ...info, label: 'Sector', options: [option('it'), option('bank')] },
    branch: { ...info, label: 'Branch', options: [option('soft'), option('chips'), option('retail')] },
    team: { ...info, label: 'Team', options: [option('red')] },
  },
  schema: {
    properties: {
      sector: select(),
      branch: select({ field: 'sector', map: { it: ['soft', 'chips'], bank: ['retail'] } }),
      team: select({ field: 'branch', map: { soft: ['red'] } }),
    },
  },
} as unknown as ObjectSchema

describe('dependent options', () => {
  it('are those that go with the other field, and none without it', () => {
    const branch = shapeOf(schema, 'branch')!
    expect(Object.keys(narrowed(branch, 'it').options ?? {})).toEqual(['soft', 'chips'])
    expect(narrowed(branch, undefined).options).toEqual({})
    expect(narrowed(shapeOf(schema, 'sector')!, 'x').options).toHaveProperty('bank')
  })

  it('are cleared along the whole chain when they do not go with the new value', () => {
    const values = { sector: 'bank', branch: 'soft', team: 'red', name: 'A' }
    expect(withoutOrphans(schema, values, 'sector')).toEqual({ sector: 'bank', name: 'A' })
    expect(withoutOrphans(schema, { ...values, sector: 'it' }, 'sector')).toEqual({ ...values, sector: 'it' })
    expect(withoutOrphans(schema, values, 'name')).toEqual(values)
  })
})

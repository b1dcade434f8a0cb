import { expect, test } from 'vitest'
import { withSharedParts } from './shared-parts.ts'

const point = { type: 'object', properties: { x: { type: 'number' } } }

test('a schema that stands in two places is said once and referred to', () => {
  const schema = { type: 'object', properties: { from: point, to: { ...point, properties: { at: point } } } }
  const reference = { $ref: '#/$defs/part1' }
  expect(withSharedParts(schema)).toEqual({
    type: 'object',
    properties: { from: reference, to: { type: 'object', properties: { at: reference } } },
    $defs: { part1: point },
  })
})

test('a schema without repeated parts stays as it is', () => {
  const schema = { type: 'object', properties: { from: point, to: structuredClone(point) } }
  expect(withSharedParts(schema)).toBe(schema)
})

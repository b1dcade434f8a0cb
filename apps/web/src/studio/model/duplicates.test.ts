import { expect, it } from 'vitest'

import type { CatalogField, CatalogFieldType } from '../catalog/types.ts'
import {
  comparableFields,
  matchKinds,
  matchParts,
  placedRules,
  savedDuplicate,
  startingRules,
  usualKind,
} from './duplicates.ts'

const typeOf = (name: string, expression: object, computed: string | null = null) =>
  [name, { name, expression, computed } as unknown as CatalogFieldType] as const
const types = new Map([
  typeOf('text', { kind: 'text' }),
  typeOf('phone', { kind: 'text' }),
  typeOf('select', { kind: 'text', options: ['a'] }),
  typeOf('multi-select', { kind: 'list', of: { kind: 'text' } }),
  typeOf('auto-number', { kind: 'text' }, 'sequence'),
  typeOf('date', { kind: 'date' }),
])
const field = (name: string, type: string, system = false) =>
  ({ name, type, system, expression: null }) as unknown as CatalogField
const fields = [
  field('name', 'text'),
  field('mobile', 'phone'),
  field('tags', 'multi-select'),
  field('number', 'auto-number'),
  field('born', 'date'),
  field('created_at', 'date', true),
  field('record_type', 'select', true),
]

it('offers what can be compared: one entered value, and the type of the record', () => {
  expect(comparableFields(fields, types).map(({ name }) => name)).toEqual(['name', 'mobile', 'born', 'record_type'])
})

it('offers the ways that make sense for a type, the usual one first', () => {
  expect([matchKinds(types.get('phone'))[0], usualKind(types.get('phone'))]).toEqual(['phone', 'phone'])
  expect([matchKinds(types.get('text'))[0], usualKind(types.get('text'))]).toEqual(['text', 'text'])
  expect([matchKinds(types.get('select')), usualKind(types.get('select'))]).toEqual([['exact'], 'exact'])
  expect(matchKinds(types.get('date'))).toEqual(['exact'])
})

it('proposes rules for what tells records apart', () => {
  expect(startingRules('name', fields, types)).toEqual([
    { match: [{ field: 'name', normalise: 'text' }], action: 'warn' },
    { match: [{ field: 'mobile', normalise: 'phone' }], action: 'warn' },
  ])
})

it('reads both ways of writing a part', () => {
  expect(matchParts({ match: ['name', { field: 'mobile', normalise: 'exact' }] })).toEqual([
    { field: 'name' },
    { field: 'mobile', normalise: 'exact' },
  ])
})

it('keeps nothing empty', () => {
  const rule = { match: ['name'], action: 'warn' as const, where: '  ', message: { en: '', 'zh-CN': '已有' } }
  expect(savedDuplicate(rule)).toEqual({ match: ['name'], action: 'warn', message: { en: '已有', 'zh-CN': '已有' } })
  expect(savedDuplicate({ ...rule, message: { en: '', 'zh-CN': ' ' } })).toEqual({ match: ['name'], action: 'warn' })
})

it('places rules as the engine does, which puts those without an order last, by name', () => {
  const rule = { match: ['name'], action: 'warn' as const }
  const placed = placedRules({ b: rule, a: rule, z: { ...rule, order: 7 } })
  expect(Object.entries(placed).map(([name, { order }]) => [name, order])).toEqual([
    ['z', 10],
    ['a', 20],
    ['b', 30],
  ])
  const all = { b: { ...rule, order: 2 }, a: { ...rule, order: 5 } }
  expect(placedRules(all)).toBe(all)
})

import { describe, expect, it } from 'vitest'

import type { StudioObject } from '../catalog/studio-objects.ts'
import { moveBy, scopeOfKey } from './matrix-keys.ts'
import { matrixRows } from './matrix-rows.ts'

describe('keys of the matrix', () => {
  it('move within it', () => {
    const size = { rows: 3, columns: 12 }
    expect(moveBy('ArrowDown', false, { row: 2, column: 4 }, size)).toEqual({ row: 2, column: 4 })
    expect(moveBy('ArrowLeft', false, { row: 1, column: 0 }, size)).toEqual({ row: 1, column: -1 })
    expect(moveBy('End', true, { row: 0, column: 0 }, size)).toEqual({ row: 2, column: 11 })
    expect(moveBy('x', false, { row: 0, column: 0 }, size)).toBeNull()
  })

  it('choose a scope by its first letter', () => {
    expect(['o', 'r', 'D', 'b', 'l', 'a'].map(scopeOfKey)).toEqual([
      'own',
      'related',
      'department',
      'below',
      'listed',
      'all',
    ])
    expect([scopeOfKey('Delete'), scopeOfKey('n'), scopeOfKey('x')]).toEqual([null, null, undefined])
  })
})

const object = (name: string, apps: string[], master: string | null = null) =>
  ({ name, label: { en: name, 'zh-CN': `${name}单` }, apps, master }) as StudioObject

describe('rows of the matrix', () => {
  const objects = [object('line', [], 'order'), object('order', ['sales']), object('note', []), object('odd', ['gone'])]
  const apps = [{ name: 'sales', label: { en: 'Sales', 'zh-CN': '销售' } }]

  it('stand under their apps, lines under what they are parts of', () => {
    const rows = matrixRows(objects, apps, '').map(({ key, objects: of }) => [key, ...of])
    expect(rows).toEqual([
      ['*', '*'],
      ['app:sales', 'order', 'line'],
      ['order', 'order'],
      ['line', 'line'],
      ['app:', 'note', 'odd'],
      ['note', 'note'],
      ['odd', 'odd'],
    ])
  })

  it('are those that a search finds', () => {
    expect(matrixRows(objects, apps, 'LINE单').map(({ key }) => key)).toEqual(['app:sales', 'line'])
  })
})

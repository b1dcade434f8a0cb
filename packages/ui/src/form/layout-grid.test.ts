import { describe, expect, it } from 'vitest'

import type { Layout, LayoutBlock } from '../api/types.ts'
import { gridPlaces, pageBlocks, readingOrder, sectionBlocks } from './layout-grid.ts'

const field = (x: number, y: number, extra: Partial<LayoutBlock> = {}): LayoutBlock => ({
  type: 'field',
  field: 'any',
  x,
  y,
  w: 8,
  h: 1,
  ...extra,
})
const layout = (blocks: Record<string, LayoutBlock>): Layout => ({ object: 'customer', purpose: 'form', blocks })
const keysOf = (blocks: { key: string }[]): string[] => blocks.map((block) => block.key)

describe('layout grid', () => {
  it('reads blocks by row, then by column', () => {
    expect(keysOf(readingOrder({ c: field(0, 1), b: field(8, 0), a: field(0, 0) }))).toEqual(['a', 'b', 'c'])
  })

  it('keeps the blocks of a section apart from those of the page', () => {
    const page = layout({
      name: field(0, 0),
      main: { type: 'section', label: 'Main', x: 0, y: 1, w: 24, h: 2 },
      city: field(0, 0, { section: 'main' }),
    })
    expect(keysOf(pageBlocks(page))).toEqual(['name', 'main'])
    expect(keysOf(sectionBlocks(page, 'main'))).toEqual(['city'])
  })

  it('draws a block of a section that does not exist on the page itself', () => {
    expect(keysOf(pageBlocks(layout({ name: field(0, 0, { section: 'gone' }) })))).toEqual(['name'])
  })

  it('keeps a block inside the 24 columns', () => {
    const places = gridPlaces(readingOrder({ a: field(20, 0) }))
    expect(places.get('a')?.column).toBe('17 / span 8')
  })

  it('closes the hole that a hidden row leaves', () => {
    const places = gridPlaces(readingOrder({ a: field(0, 0), b: field(0, 7) }))
    expect(places.get('b')?.row).toBe('2 / span 1')
  })

  it('lets a tall block span the rows beside it', () => {
    const places = gridPlaces(
      readingOrder({ tall: field(0, 0, { h: 3 }), a: field(8, 0), b: field(8, 1), c: field(8, 2) }),
    )
    expect(places.get('tall')?.row).toBe('1 / span 3')
    expect(places.get('c')?.row).toBe('3 / span 1')
  })
})

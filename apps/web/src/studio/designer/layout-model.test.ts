import { describe, expect, it } from 'vitest'

import type { Block } from '../model/definitions.ts'
import { moveByStep, resizeByStep } from './keyboard-moves.ts'
import { addBlock, arrange, blocksIn, changeBlock, firstGap, moveTo, PAGE, removeBlock } from './layout-model.ts'
import type { Blocks } from './layout-model.ts'

const field = (name: string, x: number, y: number, section?: string): Block => ({
  type: 'field',
  field: name,
  x,
  y,
  w: 8,
  h: 1,
  ...(section ? { section } : {}),
})

const blocks: Blocks = arrange({
  basic: { type: 'section', x: 0, y: 0, w: 24, h: 9 },
  a: field('a', 0, 0, 'basic'),
  b: field('b', 8, 0, 'basic'),
  c: field('c', 0, 1, 'basic'),
  more: { type: 'section', x: 0, y: 20, w: 24, h: 2 },
  d: field('d', 0, 0, 'more'),
})

const places = (all: Blocks, zone: string) =>
  Object.fromEntries(blocksIn(all, zone).map(([key, { x, y }]) => [key, [x, y]]))

function overlapping(all: Blocks): string[] {
  return [PAGE, 'basic', 'more'].flatMap((zone) => {
    const inside = blocksIn(all, zone)
    return inside.flatMap(([key, a], index) =>
      inside
        .slice(index + 1)
        .filter(([, b]) => a.x < b.x + b.w && b.x < a.x + a.w && a.y < b.y + b.h && b.y < a.y + a.h)
        .map(([other]) => `${key} ${other}`),
    )
  })
}

describe('layout grids', () => {
  it('a section is as high as what it holds, and sections follow each other without gaps', () => {
    expect(blocks['basic']).toMatchObject({ y: 0, h: 3 })
    expect(blocks['more']).toMatchObject({ y: 3, h: 2 })
  })

  it('a block dropped on others pushes them down', () => {
    const moved = moveTo(blocks, 'c', { zone: 'basic', x: 4, y: 0 })
    expect(overlapping(moved)).toEqual([])
    expect(moved['c']).toMatchObject({ x: 4, y: 0 })
    expect(places(moved, 'basic')).toMatchObject({ a: [0, 1], b: [8, 1] })
  })

  it('a block moves to another section, whose height follows', () => {
    const moved = moveTo(blocks, 'c', { zone: 'more', x: 8, y: 0 })
    expect(moved['c']).toMatchObject({ section: 'more', x: 8, y: 0 })
    expect(moved['basic']).toMatchObject({ h: 2 })
    expect(moved['more']).toMatchObject({ y: 2 })
    expect(moveTo(moved, 'c', { zone: PAGE, x: 0, y: 0 })['c']).not.toHaveProperty('section')
  })

  it('a new block takes the gap after the last one where there is room', () => {
    expect(firstGap(blocks, 'basic', 8)).toEqual({ zone: 'basic', x: 8, y: 1 })
    expect(firstGap(blocks, 'basic', 24)).toEqual({ zone: 'basic', x: 0, y: 2 })
    const added = addBlock(blocks, 'e', field('e', 0, 0), firstGap(blocks, 'basic', 8))
    expect(places(added, 'basic')['e']).toEqual([8, 1])
  })

  it('a removed section takes its blocks with it', () => {
    expect(Object.keys(removeBlock(blocks, 'basic'))).toEqual(['more', 'd'])
  })

  it('a wider block pushes its neighbour on', () => {
    const wide = changeBlock(blocks, 'a', { w: 12 })
    expect(overlapping(wide)).toEqual([])
    expect(wide['a']).toMatchObject({ x: 0, y: 0, w: 12 })
  })
})

describe('arrow keys', () => {
  it('swap a block with the neighbour in the way', () => {
    const moved = moveByStep(blocks, 'a', { x: 1, y: 0 })
    expect(places(moved, 'basic')).toMatchObject({ b: [0, 0], a: [8, 0] })
    expect(moveByStep(moved, 'a', { x: -1, y: 0 })).toEqual(blocks)
  })

  it('move a block into free columns, and not over the edge', () => {
    expect(moveByStep(blocks, 'b', { x: 1, y: 0 })['b']).toMatchObject({ x: 9, y: 0 })
    expect(moveByStep(blocks, 'a', { x: -1, y: 0 })).toBe(blocks)
  })

  it('move a block up, down, and sections past each other', () => {
    expect(places(moveByStep(blocks, 'c', { x: 0, y: -1 }), 'basic')['c']).toEqual([0, 0])
    expect(places(moveByStep(blocks, 'basic', { x: 0, y: 1 }), PAGE)).toEqual({ more: [0, 0], basic: [0, 2] })
  })

  it('resize a block within its grid', () => {
    expect(resizeByStep(blocks, 'c', { x: 1, y: 0 })['c']).toMatchObject({ w: 9 })
    expect(resizeByStep(blocks, 'basic', { x: 1, y: 1 })).toBe(blocks)
  })
})

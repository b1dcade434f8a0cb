import { bottom, cloneLayout, moveElement, verticalCompactor } from 'react-grid-layout/core'
import type { LayoutItem } from 'react-grid-layout/core'

import type { Block } from '../model/definitions.ts'

/** Columns of every grid of a layout. */
export const COLUMNS = 24
/** The grid of the page itself; every section has one of its own, named by the section's key. */
export const PAGE = ''
/** Rows that a section needs for its heading. */
const HEADING_ROWS = 1
const MIN_SECTION_ROWS = 2
const MIN_WIDTH = 3

/** The blocks of a layout by key. */
export type Blocks = Record<string, Block>

/** A place on one of a layout's grids. */
export interface Cell {
  zone: string
  x: number
  y: number
}

/** The grid a block stands on; a block whose section is gone stands on the page. */
export function zoneOf(blocks: Blocks, key: string): string {
  const block = blocks[key]
  const { section } = block ?? {}
  const isInside = block?.type !== 'section' && section !== undefined && blocks[section]?.type === 'section'
  return isInside ? section : PAGE
}

/** The blocks on a grid, in reading order. */
export function blocksIn(blocks: Blocks, zone: string): [string, Block][] {
  return Object.entries(blocks)
    .filter(([key]) => zoneOf(blocks, key) === zone)
    .sort(([a, one], [b, other]) => one.y - other.y || one.x - other.x || (a < b ? -1 : 1))
}

/** A grid as react-grid-layout wants it. */
export function itemsIn(blocks: Blocks, zone: string): LayoutItem[] {
  return blocksIn(blocks, zone).map(([key, block]) => {
    const place = { i: key, x: block.x, y: block.y, w: block.w, h: block.h, minW: MIN_WIDTH }
    return block.type === 'section' ? { ...place, minW: 6, minH: block.h, maxH: block.h } : place
  })
}

/** Brings a layout in order: every grid without gaps above blocks, every section as high as what it holds. */
export function arrange(blocks: Blocks): Blocks {
  const sections = Object.keys(blocks).filter((key) => blocks[key]?.type === 'section')
  const inner = sections.reduce((all, section) => compactZone(all, section), tidySections(blocks))
  const fitted = sections.reduce((all, section) => withHeight(all, section), inner)
  return compactZone(fitted, PAGE)
}

/** Blocks whose section is gone lose the reference to it. */
function tidySections(blocks: Blocks): Blocks {
  return mapBlocks(blocks, (key, block) => {
    if (block.section === undefined || zoneOf(blocks, key) !== PAGE) return block
    const { section: _gone, ...rest } = block
    return rest
  })
}

function compactZone(blocks: Blocks, zone: string): Blocks {
  const inside = itemsIn(blocks, zone).map((item) => ({ ...item, w: Math.min(item.w, COLUMNS) }))
  const bounded = inside.map((item) => ({ ...item, x: Math.max(0, Math.min(item.x, COLUMNS - item.w)) }))
  return placed(blocks, verticalCompactor.compact(bounded, COLUMNS))
}

function withHeight(blocks: Blocks, section: string): Blocks {
  const block = blocks[section]
  if (!block) return blocks
  const rows = bottom(itemsIn(blocks, section)) + HEADING_ROWS
  return { ...blocks, [section]: { ...block, h: Math.max(MIN_SECTION_ROWS, rows) } }
}

/** Takes over places from a grid, e.g. after something was dragged on it. */
export function placed(blocks: Blocks, items: readonly LayoutItem[]): Blocks {
  const places = new Map(items.map((item) => [item.i, item]))
  return mapBlocks(blocks, (key, block) => {
    const place = places.get(key)
    if (!place) return block
    const { x, y, w, h } = place
    return x === block.x && y === block.y && w === block.w && h === block.h ? block : { ...block, x, y, w, h }
  })
}

/** Moves a block to a cell, pushing down what stands there. A section only stands on the page. */
export function moveTo(blocks: Blocks, key: string, cell: Cell): Blocks {
  const block = blocks[key]
  if (!block) return blocks
  const zone = block.type === 'section' ? PAGE : cell.zone
  const { section: _old, ...rest } = block
  const moved: Block = { ...rest, ...(zone === PAGE ? {} : { section: zone }) }
  return arrange(pushed({ ...blocks, [key]: moved }, key, { ...cell, zone }))
}

/** Adds a block at a cell. */
export function addBlock(blocks: Blocks, key: string, block: Block, cell: Cell): Blocks {
  return moveTo({ ...blocks, [key]: block }, key, cell)
}

function pushed(blocks: Blocks, key: string, { zone, x, y }: Cell): Blocks {
  const others = itemsIn(blocks, zone).filter((item) => item.i !== key)
  const block = blocks[key]
  if (!block) return blocks
  const start: LayoutItem = { i: key, x: 0, y: bottom(others), w: Math.min(block.w, COLUMNS), h: block.h }
  const column = Math.max(0, Math.min(x, COLUMNS - start.w))
  const items = cloneLayout([...others, start])
  const own = items.at(-1) as LayoutItem
  return placed(blocks, moveElement(items, own, column, Math.max(0, y), true, false, 'vertical', COLUMNS))
}

/** The first free cell under everything on a grid. */
export function endOf(blocks: Blocks, zone: string): Cell {
  return { zone, x: 0, y: bottom(itemsIn(blocks, zone)) }
}

/** The first gap of a grid that is wide enough, in reading order; else the first cell under everything. */
export function firstGap(blocks: Blocks, zone: string, width: number): Cell {
  const items = itemsIn(blocks, zone)
  const last = items.filter((item) => item.y === Math.max(0, ...items.map((each) => each.y)))
  const edge = Math.max(0, ...last.map((item) => item.x + item.w))
  const hasRoom = last.length > 0 && last.every((item) => item.h === 1) && edge + width <= COLUMNS
  return hasRoom ? { zone, x: edge, y: last[0]?.y ?? 0 } : endOf(blocks, zone)
}

/** Removes a block; what stood in a removed section goes with it, so that its fields can be placed anew. */
export function removeBlock(blocks: Blocks, key: string): Blocks {
  const gone = new Set([key, ...(blocks[key]?.type === 'section' ? blocksIn(blocks, key).map(([inner]) => inner) : [])])
  return arrange(Object.fromEntries(Object.entries(blocks).filter(([each]) => !gone.has(each))))
}

/** Changes a block; one that becomes wider pushes its neighbours on. */
export function changeBlock(blocks: Blocks, key: string, change: Partial<Block>): Blocks {
  const block = blocks[key]
  if (!block) return blocks
  const entries = Object.entries({ ...block, ...change }).filter(([, value]) => value !== undefined && value !== '')
  const changed = Object.fromEntries(entries) as unknown as Block
  return moveTo({ ...blocks, [key]: changed }, key, { zone: zoneOf(blocks, key), x: changed.x, y: changed.y })
}

function mapBlocks(blocks: Blocks, map: (key: string, block: Block) => Block): Blocks {
  return Object.fromEntries(Object.entries(blocks).map(([key, block]) => [key, map(key, block)]))
}

/** A free key for a new block. */
export function freeKey(blocks: Blocks, stem: string): string {
  if (!Object.hasOwn(blocks, stem)) return stem
  for (let number = 2; ; number += 1) if (!Object.hasOwn(blocks, `${stem}_${number}`)) return `${stem}_${number}`
}

import type { Layout, LayoutBlock } from '../api/types.ts'

/** Columns of every layout grid. */
export const GRID_COLUMNS = 24

/** A block with its key. */
export type PlacedBlock = LayoutBlock & { key: string }

/** Where a block stands on a CSS grid of 24 columns. */
export interface GridPlace {
  column: string
  row: string
}

/** The blocks of a layout in reading order: by row, then by column. */
export function readingOrder(blocks: Record<string, LayoutBlock>): PlacedBlock[] {
  return Object.entries(blocks)
    .map(([key, block]) => ({ ...block, key }))
    .sort((a, b) => a.y - b.y || a.x - b.x || a.key.localeCompare(b.key))
}

/** The blocks on the page itself, in reading order; a block whose section is gone stands there too. */
export function pageBlocks(layout: Layout): PlacedBlock[] {
  return readingOrder(layout.blocks).filter((block) => !isInside(block, layout))
}

/** The blocks of a section, in reading order. */
export function sectionBlocks(layout: Layout, section: string): PlacedBlock[] {
  return readingOrder(layout.blocks).filter((block) => block.section === section && block.type !== 'section')
}

/**
 * Places of blocks that share a grid. Rows are counted by the blocks that are there, so a hidden block leaves no hole
 * and a block spans what stands beside it.
 */
export function gridPlaces(blocks: PlacedBlock[]): Map<string, GridPlace> {
  const starts = [...new Set(blocks.map((block) => block.y))].sort((a, b) => a - b)
  return new Map(
    blocks.map((block) => {
      const row = starts.indexOf(block.y) + 1
      const covered = starts.filter((y) => y >= block.y && y < block.y + Math.max(block.h, 1)).length
      return [block.key, { column: columnOf(block), row: `${row} / span ${covered}` }]
    }),
  )
}

function columnOf(block: LayoutBlock): string {
  const width = Math.min(Math.max(block.w, 1), GRID_COLUMNS)
  const start = Math.min(Math.max(block.x, 0), GRID_COLUMNS - width) + 1
  return `${start} / span ${width}`
}

function isInside(block: PlacedBlock, layout: Layout): boolean {
  return block.type !== 'section' && block.section !== undefined && layout.blocks[block.section]?.type === 'section'
}

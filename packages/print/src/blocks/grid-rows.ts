import type { PrintBlock, PrintTemplateDefinition } from '@fieldwork/metadata'
import type { Cell, Row, Slice } from '../paper/rows.ts'
import { blockSlices } from './block-slices.ts'
import { textSlices, ROW_HEIGHT } from './drawing.ts'
import type { Drawing } from './drawing.ts'
import { lineRows } from './line-rows.ts'

/** Columns of a grid. */
const COLUMNS = 24

type Keyed = [key: string, block: PrintBlock]
type SectionBlock = Extract<PrintBlock, { type: 'section' }>

const sectionOf = (block: PrintBlock): string | undefined => (block.type === 'section' ? undefined : block.section)

/** Everything that a template prints of a record, from the top down. */
export function templateRows(drawing: Drawing, { blocks }: PrintTemplateDefinition): Row[] {
  return gridRows(drawing, blocks, undefined)
}

/** The rows of the page's grid, or of a section's own. */
function gridRows(drawing: Drawing, blocks: PrintTemplateDefinition['blocks'], section: string | undefined): Row[] {
  const shown = Object.entries(blocks).filter(
    ([key, block]) => sectionOf(block) === section && !drawing.content.hidden.has(key),
  )
  return bandsOf(shown).flatMap((band): Row[] => {
    const [key, block] = band[0]!
    if (block.type === 'section') return sectionRows(drawing, blocks, [key, block])
    if (block.type === 'lines') return lineRows(drawing, key, block)
    const row = bandRow(drawing, band)
    return row ? [row] : []
  })
}

/** Blocks that stand beside each other, from the top down. */
function bandsOf(blocks: Keyed[]): Keyed[][] {
  const bands: { end: number; blocks: Keyed[] }[] = []
  for (const entry of blocks.toSorted(([, a], [, b]) => a.y - b.y || a.x - b.x)) {
    const [, { y, h }] = entry
    const last = bands.at(-1)
    if (last && y < last.end) {
      last.blocks.push(entry)
      last.end = Math.max(last.end, y + h)
    } else bands.push({ end: y + h, blocks: [entry] })
  }
  return bands.map((band) => band.blocks)
}

function sectionRows(
  drawing: Drawing,
  blocks: PrintTemplateDefinition['blocks'],
  [key, { label }]: [string, SectionBlock],
): Row[] {
  const rows = gridRows(drawing, blocks, key)
  if (rows.length === 0) return []
  const { size, sheet, content } = drawing
  if (!label) return rows
  const style = { size: size * 1.15, bold: true }
  const slices = textSlices(drawing, { text: label[content.wording.locale], width: sheet.width, style })
  const rule = {
    height: size * 0.5,
    draw: (x: number, y: number) => {
      sheet.doc
        .lineWidth(0.5)
        .strokeColor('#999999')
        .moveTo(x, y + 1)
        .lineTo(x + sheet.width, y + 1)
        .stroke()
    },
  }
  const heading: Row = { cells: [{ x: 0, slices: [gap(size * 0.5), ...slices, rule] }], keepsWithNext: true }
  return [heading, ...rows]
}

const gap = (height: number): Slice => ({ height, draw: () => undefined })

interface Placed {
  block: PrintBlock
  slices: Slice[]
}

/** Blocks side by side: those of one row of the grid begin on one height. */
function bandRow(drawing: Drawing, band: Keyed[]): Row | null {
  const { sheet, size } = drawing
  const column = sheet.width / COLUMNS
  const space = size * 0.35
  const placed = band.flatMap(([key, block]): Placed[] => {
    if (block.type === 'section' || block.type === 'lines') return []
    const isLast = block.x + block.w >= COLUMNS
    const width = block.w * column - (isLast ? 0 : size)
    const slices = blockSlices(drawing, key, { block, width })
    return slices.length > 0 ? [{ block, slices }] : []
  })
  if (placed.length === 0) return null
  const tops = rowTops(placed, space)
  const cells = placed.map(({ block, slices }): Cell => {
    const top = tops(block.y)
    return { x: block.x * column, slices: top > 0 ? [gap(top), ...slices] : slices }
  })
  return { cells, space }
}

/** By row of the grid, the height at which it begins below the first of the band. */
function rowTops(placed: readonly Placed[], space: number): (y: number) => number {
  const first = Math.min(...placed.map(({ block }) => block.y))
  const last = Math.max(...placed.map(({ block }) => block.y + block.h))
  const heights = Array.from({ length: last - first }, () => 0)
  const heightOf = (slices: readonly Slice[]) => slices.reduce((sum, { height }) => sum + height, 0) + space
  for (const { block, slices } of placed.toSorted((a, b) => a.block.h - b.block.h)) {
    const from = block.y - first
    const own = heights.slice(from, from + block.h).reduce((sum, height) => sum + height, 0)
    const isFilled = block.type === 'image' || block.type === 'barcode'
    const wanted = isFilled ? Math.min(heightOf(slices), block.h * ROW_HEIGHT) : heightOf(slices)
    if (wanted > own) heights[from + block.h - 1]! += wanted - own
  }
  return (y) => heights.slice(0, y - first).reduce((sum, height) => sum + height, 0)
}

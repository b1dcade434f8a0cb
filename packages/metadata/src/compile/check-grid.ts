import { pointerOf } from '../json/pointer.ts'
import type { GridPlace } from '../pages/page-definitions.ts'
import type { ProblemSink } from '../problems.ts'
import { text } from '../words.ts'

/** Columns of the page grid, and of each section's own. */
export const GRID_COLUMNS = 24

type PlacedBlock = GridPlace & { type: string; section?: string }

/** Blocks have to stay on their grid and off each other. */
export function checkGrid(sink: ProblemSink, blocks: Readonly<Record<string, PlacedBlock>>): void {
  const grids = new Map<string | undefined, [string, GridPlace][]>()
  for (const [key, block] of Object.entries(blocks)) {
    if (block.x + block.w > GRID_COLUMNS) sink.add({ pointer: pointerOf('blocks', key), ...outside(block) })
    const grid = block.type === 'section' ? undefined : block.section
    const others = grids.get(grid) ?? []
    const under = others.find(([, other]) => overlap(block, other))
    if (under) sink.add({ pointer: pointerOf('blocks', key), ...covered(key, under[0]) })
    others.push([key, block])
    grids.set(grid, others)
  }
}

const overlap = (a: GridPlace, b: GridPlace): boolean =>
  a.x < b.x + b.w && b.x < a.x + a.w && a.y < b.y + b.h && b.y < a.y + a.h

function outside({ x, w }: GridPlace) {
  const message = text(
    `The block ends in column ${x + w}; the grid has ${GRID_COLUMNS}`,
    `区块超出网格：右边界为第 ${x + w} 列，网格共 ${GRID_COLUMNS} 列`,
  )
  return { code: 'outside_grid', message, params: { columns: GRID_COLUMNS } }
}

function covered(key: string, other: string) {
  const message = text(`Blocks “${other}” and “${key}” overlap`, `区块“${other}”与“${key}”重叠`)
  return { code: 'overlapping_blocks', message, params: { block: other } }
}

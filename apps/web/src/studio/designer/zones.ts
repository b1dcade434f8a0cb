import { COLUMNS, PAGE } from './layout-model.ts'
import type { Cell } from './layout-model.ts'

/** Height of a row and gaps of every grid of a canvas, in pixels. */
export interface GridScale {
  row: number
  /** between columns and between rows */
  gaps: readonly [number, number]
}

/** Of layouts, whose blocks look like inputs. */
export const LAYOUT_SCALE: GridScale = { row: 60, gaps: [14, 12] }
/** Columns that things dropped from outside snap to. */
const SNAP = 4

/**
 * The grid under a point of the screen, and the cell on it.
 *
 * @param dragged `w`: columns of what is dragged, so that it stays on the grid; sections only stand on the page
 */
export function cellAt(
  point: { x: number; y: number },
  dragged: { w: number; isSection: boolean; scale: GridScale },
): Cell | null {
  const { w, isSection, scale } = dragged
  const zones = document
    .elementsFromPoint(point.x, point.y)
    .flatMap((element) => (element instanceof HTMLElement && element.dataset['zone'] !== undefined ? [element] : []))
  const element = isSection ? zones.find((each) => each.dataset['zone'] === PAGE) : zones[0]
  if (!element) return null
  const box = element.getBoundingClientRect()
  const columnWidth = (box.width + scale.gaps[0]) / COLUMNS
  const column = Math.round((point.x - box.left - (w * columnWidth) / 2) / columnWidth / SNAP) * SNAP
  const row = Math.floor((point.y - box.top) / (scale.row + scale.gaps[1]))
  return {
    zone: element.dataset['zone'] ?? PAGE,
    x: Math.max(0, Math.min(column, COLUMNS - w)),
    y: Math.max(0, row),
  }
}

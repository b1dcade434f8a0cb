import { COLUMNS, PAGE } from './layout-model.ts'
import type { Cell } from './layout-model.ts'

/** Height of a row and gaps of every grid of the canvas, in pixels. */
export const ROW_HEIGHT = 60
export const MARGIN = [14, 12] as const
/** Columns that things dropped from outside snap to. */
const SNAP = 4

/**
 * The grid under a point of the screen, and the cell on it.
 *
 * @param w columns of what is dragged, so that it stays on the grid
 * @param isSection sections only stand on the page
 */
export function cellAt(point: { x: number; y: number }, w: number, isSection: boolean): Cell | null {
  const zones = document
    .elementsFromPoint(point.x, point.y)
    .flatMap((element) => (element instanceof HTMLElement && element.dataset['zone'] !== undefined ? [element] : []))
  const element = isSection ? zones.find((each) => each.dataset['zone'] === PAGE) : zones[0]
  if (!element) return null
  const box = element.getBoundingClientRect()
  const columnWidth = (box.width + MARGIN[0]) / COLUMNS
  const column = Math.round((point.x - box.left - (w * columnWidth) / 2) / columnWidth / SNAP) * SNAP
  const row = Math.floor((point.y - box.top) / (ROW_HEIGHT + MARGIN[1]))
  return {
    zone: element.dataset['zone'] ?? PAGE,
    x: Math.max(0, Math.min(column, COLUMNS - w)),
    y: Math.max(0, row),
  }
}

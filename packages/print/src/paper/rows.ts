import type { Sheet } from './sheet.ts'

/** A part of a box that is not cut, such as a line of text. */
export interface Slice {
  height: number
  /** its top left corner is there */
  draw(x: number, y: number): void
}

/** What stands in a row, from the top down. */
export interface Cell {
  /** from the left edge of the sheet's space */
  x: number
  slices: readonly Slice[]
}

/** Cells side by side. */
export interface Row {
  cells: readonly Cell[]
  /** drawn again at the top of a page on which the row does not stand under it */
  head?: Row
  /** stands on the page of the row that follows */
  keepsWithNext?: boolean
  /** points under it */
  space?: number
  /** behind and around its cells, on each page on which it has a part */
  decorate?(box: { x: number; y: number; width: number; height: number }): void
}

const cellHeight = ({ slices }: Cell): number => slices.reduce((sum, { height }) => sum + height, 0)

/** Of the row without the space under it. */
const rowHeight = ({ cells }: Row): number => Math.max(0, ...cells.map(cellHeight))

/** Draws rows one after the other, on as many pages as they need. */
export function drawRows(sheet: Sheet, rows: readonly Row[]): void {
  rows.forEach((row, at) => {
    if (sheet.y > sheet.top && sheet.y + neededHeight(sheet, rows, at) > sheet.bottom + 0.01) beginPage(sheet, row)
    drawRow(sheet, row)
    sheet.y += row.space ?? 0
  })
}

/** Of a row and those that it must not be parted from; of a row that no page can hold, its beginning. */
function neededHeight(sheet: Sheet, rows: readonly Row[], at: number): number {
  const row = rows[at]!
  const own = rowHeight(row)
  const next = row.keepsWithNext && rows[at + 1] ? neededHeight(sheet, rows, at + 1) + (row.space ?? 0) : 0
  const whole = own + next
  return whole <= sheet.bottom - sheet.top ? whole : Math.min(whole, 3 * Math.max(...row.cells.map(firstHeight), 1))
}

const firstHeight = ({ slices }: Cell): number => slices[0]?.height ?? 0

function beginPage(sheet: Sheet, { head }: Row): void {
  sheet.newPage()
  if (head) drawRow(sheet, head)
}

function drawRow(sheet: Sheet, row: Row): void {
  let cells = row.cells
  let isFresh = sheet.y === sheet.top
  while (true) {
    const room = sheet.bottom - sheet.y
    const parts = cells.map((cell) => fitting(cell, room, isFresh))
    const height = Math.max(0, ...parts.map((part) => cellHeight(part)))
    row.decorate?.({ x: sheet.left, y: sheet.y, width: sheet.width, height })
    for (const part of parts) drawCell(sheet, part)
    sheet.y += height
    const left = cells.map((cell, at) => ({ ...cell, slices: cell.slices.slice(parts[at]!.slices.length) }))
    if (left.every(({ slices }) => slices.length === 0)) return
    cells = left
    beginPage(sheet, row)
    isFresh = true
  }
}

/** As much of a cell as there is room for; on a page with nothing else at least one slice, whatever its height. */
function fitting(cell: Cell, room: number, isFresh: boolean): Cell {
  let height = 0
  let count = 0
  for (const slice of cell.slices) {
    if (height + slice.height > room + 0.01 && (count > 0 || !isFresh)) break
    height += slice.height
    count += 1
  }
  return { ...cell, slices: cell.slices.slice(0, count) }
}

function drawCell(sheet: Sheet, { x, slices }: Cell): void {
  let y = sheet.y
  for (const slice of slices) {
    slice.draw(sheet.left + x, y)
    y += slice.height
  }
}

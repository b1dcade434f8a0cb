import type { KeyboardEvent } from 'react'

/** A cell by row and column. */
export interface CellPlace {
  row: number
  column: number
}

/** What a key means in a grid of lines. */
export type GridStep =
  | { kind: 'go'; to: CellPlace }
  | { kind: 'add' }
  | { kind: 'move'; from: number; to: number }
  | { kind: 'leave' }
  | null

interface Grid {
  at: CellPlace
  rows: number
  columns: number
}

/** Enter and arrows go up and down, Tab along the line and on to the next; Enter under the last line adds one. */
export function stepOf(event: KeyboardEvent, { at, rows, columns }: Grid): GridStep {
  const { row, column } = at
  if (isOpenList(event.target)) return null
  if (event.altKey && (event.key === 'ArrowUp' || event.key === 'ArrowDown'))
    return { kind: 'move', from: row, to: row + (event.key === 'ArrowUp' ? -1 : 1) }
  if (event.ctrlKey || event.metaKey || event.altKey) return null
  if (event.key === 'Escape') return { kind: 'leave' }
  if (event.key === 'Enter') {
    if (event.shiftKey) return event.target instanceof HTMLTextAreaElement ? null : go(row - 1, column, rows)
    return row === rows - 1 ? { kind: 'add' } : go(row + 1, column, rows)
  }
  if (event.key === 'ArrowUp' || event.key === 'ArrowDown') {
    if (event.target instanceof HTMLTextAreaElement) return null
    return go(row + (event.key === 'ArrowUp' ? -1 : 1), column, rows)
  }
  if (event.key === 'Tab') return along(at, event.shiftKey ? -1 : 1, { rows, columns })
  if (event.key === 'ArrowLeft' && isCaretAt(event.target, 'start')) return beside(at, -1, columns)
  if (event.key === 'ArrowRight' && isCaretAt(event.target, 'end')) return beside(at, 1, columns)
  return null
}

const go = (row: number, column: number, rows: number): GridStep =>
  row < 0 || row >= rows ? null : { kind: 'go', to: { row, column } }

function beside({ row, column }: CellPlace, step: number, columns: number): GridStep {
  const next = column + step
  return next < 0 || next >= columns ? null : { kind: 'go', to: { row, column: next } }
}

/** Past the last cell the browser goes on to what follows the grid. */
function along({ row, column }: CellPlace, step: number, { rows, columns }: Omit<Grid, 'at'>): GridStep {
  const next = row * columns + column + step
  if (next < 0 || next >= rows * columns) return null
  return { kind: 'go', to: { row: Math.floor(next / columns), column: next % columns } }
}

const isOpenList = (target: EventTarget): boolean =>
  target instanceof HTMLElement &&
  target.closest('.ant-select-open, .ant-picker-focused[aria-expanded="true"]') !== null

function isCaretAt(target: EventTarget, end: 'start' | 'end'): boolean {
  if (!(target instanceof HTMLInputElement || target instanceof HTMLTextAreaElement)) return true
  const { selectionStart, selectionEnd, value } = target
  if (selectionStart === null) return true
  if (selectionStart === 0 && selectionEnd === value.length) return true
  return end === 'start' ? selectionEnd === 0 : selectionStart === value.length
}

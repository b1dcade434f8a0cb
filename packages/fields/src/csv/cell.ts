import type { Json, LocalizedText } from '../field-type.ts'

/** What reading a cell gives. */
export type Cell = { value: Json } | { problem: LocalizedText }

/** Outer spaces removed, full-width digits, letters and signs made narrow. */
export function narrow(cell: string): string {
  return cell.normalize('NFKC').trim()
}

/** A cell read by `read`, which gets it narrowed; a blank one is null. */
export function readCell(cell: string, read: (text: string) => Cell): Cell {
  const text = narrow(cell)
  return text === '' ? { value: null } : read(text)
}

/** The text itself; a blank cell is null. */
export function parseText(cell: string): Cell {
  return { value: cell.trim() === '' ? null : cell.trim() }
}

/** A value that is text already. */
export function formatText(value: Json): string {
  return value === null ? '' : String(value)
}

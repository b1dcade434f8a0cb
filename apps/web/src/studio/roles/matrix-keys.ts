import { SCOPES } from '../model/roles.ts'
import type { Scope } from '../model/roles.ts'

/** A cell by its place: rows from 0, columns from 0; column -1 is the name of the row. */
export interface Place {
  row: number
  column: number
}

/** The size of a matrix without the names of its rows. */
export interface Size {
  rows: number
  columns: number
}

const STEPS: Record<string, Place> = {
  ArrowUp: { row: -1, column: 0 },
  ArrowDown: { row: 1, column: 0 },
  ArrowLeft: { row: 0, column: -1 },
  ArrowRight: { row: 0, column: 1 },
  PageUp: { row: -10, column: 0 },
  PageDown: { row: 10, column: 0 },
}

/** Where a key leads to from a cell; null where it is no key to move by. */
export function moveBy(key: string, isWhole: boolean, { row, column }: Place, size: Size): Place | null {
  if (key === 'Home') return { row: isWhole ? 0 : row, column: -1 }
  if (key === 'End') return { row: isWhole ? size.rows - 1 : row, column: size.columns - 1 }
  const step = STEPS[key]
  return step ? within({ row: row + step.row, column: column + step.column }, size) : null
}

/** The nearest place that exists. */
export function within({ row, column }: Place, { rows, columns }: Size): Place {
  return { row: Math.max(0, Math.min(row, rows - 1)), column: Math.max(-1, Math.min(column, columns - 1)) }
}

/** The letter that chooses a scope. */
export const scopeKey = (scope: Scope): string => scope.charAt(0).toUpperCase()

/** The scope that a key chooses; null: none of it; undefined: the key is for something else. */
export function scopeOfKey(key: string): Scope | null | undefined {
  if (key === 'Delete' || key === 'Backspace' || key === '-' || key.toLowerCase() === 'n') return null
  return SCOPES.find((scope) => scopeKey(scope) === key.toUpperCase())
}

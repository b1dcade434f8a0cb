import type { ReferenceValue } from '@fieldwork/fields/ui'

import type { FormValues } from '../form/form-values.ts'

/** A line while it is entered. */
export interface LineRow {
  /** tells it from others on the screen */
  key: string
  /** absent: it is not stored yet */
  id?: string
  values: FormValues
  /** what its lookups are called */
  references: Record<string, ReferenceValue[]>
  /** by field; the empty name is the line as a whole */
  errors: Record<string, string>
  /** nobody has entered anything in it yet */
  isUntouched?: boolean
}

let made = 0

/** A key that no other row on the screen has. */
const newKey = (): string => `l${(made += 1)}`

/** A row that is not stored yet. */
export function newRow(values: FormValues = {}, references: LineRow['references'] = {}): LineRow {
  return { key: newKey(), values, references, errors: {} }
}

/** A row of a stored line. */
export function storedRow(id: string, values: FormValues, references: LineRow['references']): LineRow {
  return { ...newRow(values, references), id }
}

/** The same values once more, under the row they come from. */
export function copyRow(rows: readonly LineRow[], at: number): LineRow[] {
  const row = rows[at]
  return row ? rows.toSpliced(at + 1, 0, newRow({ ...row.values }, row.references)) : [...rows]
}

/** A row somewhere else; places outside change nothing. */
export function moveRow(rows: readonly LineRow[], from: number, to: number): LineRow[] {
  const row = rows[from]
  if (!row || to < 0 || to >= rows.length) return [...rows]
  return rows.toSpliced(from, 1).toSpliced(to, 0, row)
}

/** A new value of one cell, whose error goes. */
export function setCell(
  row: LineRow,
  field: string,
  { value, reference }: { value: unknown; reference?: ReferenceValue | null },
): LineRow {
  const { [field]: _before, ...values } = row.values
  const { [field]: _corrected, ...errors } = row.errors
  const known = row.references[field] ?? []
  const references = reference ? { ...row.references, [field]: [...known, reference] } : row.references
  const isEmpty = value === null || value === undefined || value === ''
  const entered = isEmpty ? values : { ...values, [field]: value }
  return { ...row, values: entered, references, errors, isUntouched: false }
}

/** The lines as the server takes them; null clears what a stored line had. Empty lines at the end were only offered. */
export function sentLines(rows: readonly LineRow[], writable: readonly string[]): Record<string, unknown>[] {
  const last = rows.findLastIndex(({ isUntouched }) => isUntouched !== true)
  return rows.slice(0, last + 1).map(({ id, values }) => {
    const entered = writable
      .filter((name) => id !== undefined || values[name] !== undefined)
      .map((name) => [name, values[name] ?? null] as const)
    return { ...(id !== undefined && { id }), ...Object.fromEntries(entered) }
  })
}

/** The total of some numbers, computed in decimal steps so that cents stay cents; null without any number. */
export function totalOf(aggregate: string, values: readonly unknown[]): number | null {
  const numbers = values.map(Number).filter((number, at) => values[at] != null && Number.isFinite(number))
  if (aggregate === 'count') return values.filter((value) => value != null && value !== '').length
  if (numbers.length === 0) return null
  if (aggregate === 'min') return numbers.reduce((a, b) => Math.min(a, b))
  if (aggregate === 'max') return numbers.reduce((a, b) => Math.max(a, b))
  const sum = numbers.reduce((a, b) => a + b, 0)
  return Number((aggregate === 'avg' ? sum / numbers.length : sum).toPrecision(15))
}

import type { ReferenceValue } from '@fieldwork/fields/ui'

import type { FormValues } from '../form/form-values.ts'
import { isSameValue } from '../form/same-value.ts'

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
  /** by path: what the records say to which the line refers */
  live: Record<string, unknown>
  /** by lookup: the record that `live` and copied values are of */
  followed: Record<string, unknown>
  /** fields that the person decided, which no lookup fills in */
  kept: readonly string[]
  /** what is stored; absent: it is not known, or nothing is */
  stored?: FormValues
  /** nobody has entered anything in it yet */
  isUntouched?: boolean
}

let made = 0

/** A key that no other row on the screen has. */
const newKey = (): string => `l${(made += 1)}`

/** A row that is not stored yet. */
export function newRow(values: FormValues = {}, references: LineRow['references'] = {}): LineRow {
  return { key: newKey(), values, references, errors: {}, live: {}, followed: {}, kept: Object.keys(values) }
}

/** A row of a stored line; `live` holds what was read along paths. */
export function storedRow(
  id: string,
  values: FormValues,
  { references, live = {} }: { references: LineRow['references']; live?: LineRow['live'] },
): LineRow {
  return { ...newRow(values, references), id, live, followed: values, kept: [], stored: values }
}

/** The same values once more, under the row they come from. */
export function copyRow(rows: readonly LineRow[], at: number): LineRow[] {
  const row = rows[at]
  if (!row) return [...rows]
  const { live, followed } = row
  return rows.toSpliced(at + 1, 0, { ...newRow({ ...row.values }, row.references), live, followed })
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
  return { ...row, values: entered, references, errors, kept: [...row.kept, field], isUntouched: false }
}

/** The lines as the server takes them; null clears what a stored line had. Empty lines at the end were only offered. */
export function sentLines(rows: readonly LineRow[], writable: readonly string[]): Record<string, unknown>[] {
  return filledRows(rows).map((row) => sentLine(row, writable))
}

const filledRows = (rows: readonly LineRow[]): readonly LineRow[] =>
  rows.slice(0, rows.findLastIndex(({ isUntouched }) => isUntouched !== true) + 1)

function sentLine({ id, values, stored }: LineRow, writable: readonly string[]): Record<string, unknown> {
  const entered = writable
    .filter((name) =>
      stored ? !isSameValue(stored[name], values[name]) : id !== undefined || values[name] !== undefined,
    )
    .map((name) => [name, values[name] ?? null] as const)
  return { ...(id !== undefined && { id }), ...Object.fromEntries(entered) }
}

/** Rows that are new or hold something else than what is stored. */
export const changedRows = (rows: readonly LineRow[], writable: readonly string[]): LineRow[] =>
  filledRows(rows).filter(
    ({ stored, values }) => !stored || writable.some((name) => !isSameValue(stored[name], values[name])),
  )

/** What has become of stored lines, as the server takes it: all others stay as they are. */
export function sentChanges(
  rows: readonly LineRow[],
  { writable, storedIds }: { writable: readonly string[]; storedIds: readonly string[] },
): Record<string, unknown> {
  const there = filledRows(rows)
  const ids = new Set(there.map(({ id }) => id))
  const remove = storedIds.filter((id) => !ids.has(id))
  const usual = [
    ...storedIds.filter((id) => ids.has(id)),
    ...there.flatMap(({ id }) => (id === undefined ? [null] : [])),
  ]
  const order = there.map(({ id }) => id ?? null)
  const isMoved = order.some((id, at) => id !== usual[at])
  const save = changedRows(rows, writable).map((row) => sentLine(row, writable))
  return {
    ...(save.length > 0 && { save }),
    ...(remove.length > 0 && { remove }),
    ...(isMoved && { order }),
  }
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

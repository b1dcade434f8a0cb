import type { RegisteredColumn } from './actual-schema.ts'
import type { DesiredColumn } from './desired-schema.ts'
import type { TableContext } from './plan-context.ts'

/**
 * The column of a removed field that comes back: when a revision is taken back the very one the field had before that
 * revision, else the one that its latest removal left behind. One that a change of type left behind is out of date.
 */
export function returningColumn(context: TableContext, column: DesiredColumn): string | null {
  const kept = keptColumns(context, column)
  const found = kept.find((row) => wasUsed(row, context.asOf)) ?? kept.find((row) => !isSucceeded(context, row))
  return found?.column ?? null
}

/**
 * A column of the wanted type that the field's values came from: the values in it are those of today, converted. Any
 * other column holds values of its own, which must not be written over.
 */
export function earlierColumn(
  context: TableContext,
  column: DesiredColumn,
  live: RegisteredColumn,
  which: 'any' | 'asOf' = 'any',
): string | null {
  const origins = originsOf(context, live)
  const kept = keptColumns(context, column).filter((row) => origins.has(row))
  const found = kept.find((row) => wasUsed(row, context.asOf)) ?? (which === 'any' ? kept[0] : undefined)
  return found?.column ?? null
}

/** Columns that the field had and that can hold it now, the latest dropped first. */
function keptColumns({ registered, found }: TableContext, column: DesiredColumn): RegisteredColumn[] {
  return registered.filter(
    (row) =>
      row.dropped &&
      row.field === column.field?.name &&
      row.reference === column.reference &&
      found.columns.get(row.column)?.type === column.type,
  )
}

const wasUsed = ({ uses }: RegisteredColumn, revision: number | null): boolean =>
  revision !== null && uses.some(([from, to]) => from <= revision && (to === null || revision < to))

/** Another column took over in the revision that dropped this one: a change of type, not a removal. */
const isSucceeded = ({ registered }: TableContext, row: RegisteredColumn): boolean =>
  registered.some((other) => hasTakenOver(row, other, row.uses.slice(-1)))

function originsOf({ registered }: TableContext, live: RegisteredColumn): ReadonlySet<RegisteredColumn> {
  const origins = new Set([live])
  // a set visits what is added while it is walked
  for (const row of origins) {
    for (const other of registered) if (hasTakenOver(other, row, other.uses)) origins.add(other)
  }
  return origins
}

const hasTakenOver = (from: RegisteredColumn, to: RegisteredColumn, uses: RegisteredColumn['uses']): boolean =>
  from.field === to.field && uses.some(([, end]) => end !== null && to.uses.some(([start]) => start === end))

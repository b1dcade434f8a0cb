import { FieldValue, widgetOf } from '@fieldwork/fields/ui'
import type { ReferenceValue } from '@fieldwork/fields/ui'
import { useEffect, useRef } from 'react'

import type { LineColumn } from './line-columns.ts'
import type { LineRow } from './line-rows.ts'

export interface LineCellProps {
  column: LineColumn
  row: LineRow
  /** formulas' values */
  computed: Record<string, unknown>
  id: string
  isActive: boolean
  onActivate(): void
  onChange(value: unknown, reference?: ReferenceValue | null): void
}

/** A cell: its value, or its widget while it is worked in. */
export function LineCell(props: LineCellProps) {
  const { column, row, computed, id, isActive } = props
  const error = row.errors[column.name]
  const holder = useRef<HTMLDivElement>(null)

  useEffect(() => {
    if (!isActive) return
    const input = holder.current?.querySelector<HTMLElement>('input, textarea, button, [tabindex]')
    ;(input ?? holder.current)?.focus()
    if (input instanceof HTMLInputElement && input.type === 'text') input.select()
  }, [isActive])

  const isEdited = isActive && column.isWritable
  return (
    <div
      ref={holder}
      role="gridcell"
      className={cellClass(column, { isActive, error })}
      tabIndex={isEdited ? -1 : 0}
      aria-invalid={error ? true : undefined}
      aria-readonly={column.isWritable ? undefined : true}
      title={error}
      onFocus={() => (isActive ? undefined : props.onActivate())}
    >
      {isEdited ? (
        <CellWidget {...props} id={id} />
      ) : (
        <span className="fw-ellipsis">
          <FieldValue field={column.shape} value={shownValue(column, row, computed)} />
        </span>
      )}
    </div>
  )
}

function cellClass(column: LineColumn, { isActive, error }: { isActive: boolean; error: string | undefined }): string {
  const marks = [
    column.isRight ? 'fw-right' : '',
    isActive ? 'fw-line-active' : '',
    error ? 'fw-line-wrong' : '',
    column.isWritable ? '' : 'fw-line-computed',
  ]
  return ['fw-line-cell', ...marks].filter(Boolean).join(' ')
}

/** The widget of a field of a line. */
export function CellWidget({ column, row, id, onChange }: Pick<LineCellProps, 'column' | 'row' | 'id' | 'onChange'>) {
  const Widget = widgetOf(column.shape)
  return (
    <Widget
      id={id}
      field={column.shape}
      value={row.values[column.name]}
      reference={row.references[column.name]?.find(({ id: known }) => known === row.values[column.name]) ?? null}
      references={row.references[column.name] ?? []}
      onChange={onChange}
      disabled={false}
      invalid={row.errors[column.name] !== undefined}
      required={column.isRequired}
      placeholder=" "
    />
  )
}

/** Lookups with their names, formulas as they are at the moment, what stands behind a path as it was read. */
export function shownValue({ name, lookup }: LineColumn, row: LineRow, computed: Record<string, unknown>): unknown {
  if (lookup !== null) return row.live[name]
  if (name in computed) return computed[name]
  const value = row.values[name]
  const known = row.references[name] ?? []
  const named = (id: unknown): unknown => known.find((reference) => reference.id === id) ?? id
  return Array.isArray(value) ? value.map(named) : named(value)
}

import { CopyOutlined, DeleteOutlined, HolderOutlined } from '@ant-design/icons'
import { FieldValue } from '@fieldwork/fields/ui'
import type { ReferenceValue } from '@fieldwork/fields/ui'
import { useVirtualizer } from '@tanstack/react-virtual'
import { Button } from 'antd'
import { useRef, useState } from 'react'
import type { CSSProperties, KeyboardEvent } from 'react'

import { useTexts } from '../texts/i18n.ts'
import { stepOf } from './grid-keys.ts'
import type { CellPlace } from './grid-keys.ts'
import { LineCell, shownValue } from './line-cell.tsx'
import type { LineColumn } from './line-columns.ts'
import { copyRow, moveRow, setCell, totalOf } from './line-rows.ts'
import type { LineRow } from './line-rows.ts'
import { emptyRow } from './use-lines.ts'
import type { LineKind } from './use-lines.ts'
import { usePaste } from './use-paste.ts'

const ROW_HEIGHT_PX = 40
const NUMBER_PX = 44
const ACTIONS_PX = 72
/** of its width that a column keeps where there is little room */
const MIN_SHARE = 0.65
/** fewer are drawn at once */
const VIRTUAL_FROM = 100

export interface LinesGridProps {
  kind: LineKind
  rows: LineRow[]
  idPrefix: string
  readOnly: boolean
  change(update: (rows: LineRow[]) => LineRow[]): void
  onRemove(at: number): void
}

/** Lines entered as in a spreadsheet. */
export function LinesGrid(props: LinesGridProps) {
  const { kind, rows, change, readOnly } = props
  const { t } = useTexts()
  const [active, setActive] = useState<CellPlace | null>(null)
  const [dragged, setDragged] = useState<number | null>(null)
  const paste = usePaste(kind, change, {
    notFound: (text) => t('lines.notFound', { text }),
    failed: (text) => t('lines.searchFailed', { text }),
  })
  const scroller = useRef<HTMLDivElement>(null)
  const isVirtual = rows.length > VIRTUAL_FROM
  const virtual = useVirtualizer({
    count: rows.length,
    enabled: isVirtual,
    getScrollElement: () => scroller.current,
    estimateSize: () => ROW_HEIGHT_PX,
    overscan: 12,
  })
  const drawn = isVirtual ? virtual.getVirtualItems().map(({ index }) => index) : rows.map((_, index) => index)
  const style = {
    '--fw-line-columns': template(kind.columns, readOnly),
    '--fw-line-width': `${leastWidth(kind.columns, readOnly)}px`,
  } as CSSProperties

  const go = (to: CellPlace): void => {
    setActive(to)
    if (isVirtual) virtual.scrollToIndex(to.row)
  }
  const press = (event: KeyboardEvent): void => {
    if (!active || readOnly) return
    const step = stepOf(event, { at: active, rows: rows.length, columns: kind.columns.length })
    if (!step) return
    event.preventDefault()
    event.stopPropagation()
    if (step.kind === 'leave') return setActive(null)
    if (step.kind === 'move') {
      change((all) => moveRow(all, step.from, step.to))
      if (step.to >= 0 && step.to < rows.length) go({ ...active, row: step.to })
      return
    }
    if (step.kind === 'add') change((all) => [...all, emptyRow(kind)])
    go(step.kind === 'add' ? { row: rows.length, column: firstWritable(kind.columns) } : step.to)
  }

  return (
    <div
      ref={scroller}
      className={isVirtual ? 'fw-lines fw-lines-virtual' : 'fw-lines'}
      role="grid"
      aria-rowcount={rows.length + 1}
      aria-label={kind.collection.label}
      style={style}
      onKeyDownCapture={press}
      onPasteCapture={(event) => (active && !readOnly ? paste(event, active) : undefined)}
      onBlur={(event) =>
        event.currentTarget.contains(event.relatedTarget) || event.relatedTarget?.closest('.ant-select-dropdown')
          ? undefined
          : setActive(null)
      }
    >
      <GridHead columns={kind.columns} readOnly={readOnly} />
      <div role="rowgroup" style={isVirtual ? { height: virtual.getTotalSize(), position: 'relative' } : {}}>
        {drawn.map((at) => {
          const row = rows[at]
          return row ? (
            <GridRow
              key={row.key}
              {...props}
              row={row}
              at={at}
              top={isVirtual ? at * ROW_HEIGHT_PX : null}
              active={active?.row === at ? active.column : null}
              onActivate={(column) => (readOnly ? undefined : setActive({ row: at, column }))}
              onDrag={setDragged}
              onDrop={() => {
                if (dragged !== null) change((all) => moveRow(all, dragged, at))
                setDragged(null)
              }}
            />
          ) : null
        })}
      </div>
      <TotalsRow kind={kind} rows={rows} readOnly={readOnly} />
    </div>
  )
}

const template = (columns: LineColumn[], readOnly: boolean): string =>
  [
    `${NUMBER_PX}px`,
    ...columns.map((column) => `minmax(${leastOf(column)}px, ${column.width}fr)`),
    ...(readOnly ? [] : [`${ACTIONS_PX}px`]),
  ].join(' ')

const leastOf = ({ width }: LineColumn): number => Math.round(width * MIN_SHARE)

/** px; every row is a grid of its own, so that all need the same */
const leastWidth = (columns: LineColumn[], readOnly: boolean): number =>
  columns.reduce((sum, column) => sum + leastOf(column), NUMBER_PX + (readOnly ? 0 : ACTIONS_PX))

const firstWritable = (columns: LineColumn[]): number =>
  Math.max(
    0,
    columns.findIndex(({ isWritable }) => isWritable),
  )

function GridHead({ columns, readOnly }: { columns: LineColumn[]; readOnly: boolean }) {
  const { t } = useTexts()
  return (
    <div role="row" className="fw-line-row fw-line-head">
      <span role="columnheader" className="fw-line-number" aria-label={t('lines.number')} />
      {columns.map((column) => (
        <span key={column.name} role="columnheader" className={column.isRight ? 'fw-right' : ''}>
          {column.shape.label}
          {column.isRequired && column.isWritable && !readOnly ? <span className="fw-line-star">*</span> : null}
        </span>
      ))}
      {readOnly ? null : <span role="columnheader" aria-label={t('lines.actions')} />}
    </div>
  )
}

interface GridRowProps extends LinesGridProps {
  row: LineRow
  at: number
  /** px; null where rows follow one another */
  top: number | null
  /** column of the active cell */
  active: number | null
  onActivate(column: number): void
  onDrag(at: number): void
  onDrop(): void
}

function GridRow(props: GridRowProps) {
  const { kind, row, at, top, active, idPrefix, readOnly, change } = props
  const { t } = useTexts()
  const computed = computedOf(kind, row)
  const place: CSSProperties = top === null ? {} : { position: 'absolute', insetInline: 0, top }
  const set = (name: string) => (value: unknown, reference?: ReferenceValue | null) =>
    change((rows) => rows.map((each) => (each.key === row.key ? edited(kind, each, { name, value, reference }) : each)))
  return (
    <div
      role="row"
      className={row.errors[''] ? 'fw-line-row fw-line-row-wrong' : 'fw-line-row'}
      style={place}
      title={row.errors['']}
      onDragOver={(event) => event.preventDefault()}
      onDrop={props.onDrop}
    >
      <span
        role="rowheader"
        className="fw-line-number"
        draggable={!readOnly}
        onDragStart={() => props.onDrag(at)}
        title={readOnly ? undefined : t('lines.moveHint')}
      >
        {readOnly ? null : <HolderOutlined className="fw-line-holder" />}
        <span>{at + 1}</span>
      </span>
      {kind.columns.map((column, index) => (
        <LineCell
          key={column.name}
          id={`${idPrefix}_${at}_${column.name}`}
          column={column}
          row={row}
          computed={computed}
          isActive={active === index}
          onActivate={() => props.onActivate(index)}
          onChange={set(column.name)}
        />
      ))}
      {readOnly ? null : (
        <span role="gridcell" className="fw-line-actions">
          <Button
            type="text"
            size="small"
            tabIndex={-1}
            icon={<CopyOutlined />}
            aria-label={t('lines.copy', { line: at + 1 })}
            onClick={() => change((rows) => copyRow(rows, at))}
          />
          <Button
            type="text"
            size="small"
            tabIndex={-1}
            icon={<DeleteOutlined />}
            aria-label={t('lines.remove', { line: at + 1 })}
            onClick={() => props.onRemove(at)}
          />
        </span>
      )}
    </div>
  )
}

/** A changed cell, and the defaults that follow it in a line that is new. */
export function edited(
  { logic }: LineKind,
  row: LineRow,
  { name, value, reference }: { name: string; value: unknown; reference?: ReferenceValue | null | undefined },
): LineRow {
  const next = setCell(row, name, { value, reference: reference ?? null })
  if (row.id !== undefined) return next
  return { ...next, values: logic.withDefaults(next.values, new Set([name, ...Object.keys(next.values)])) }
}

const computedRows = new WeakMap<LineRow['values'], Record<string, unknown>>()

/** The formulas of a line as they are at the moment. */
export function computedOf({ logic }: LineKind, { values }: LineRow): Record<string, unknown> {
  const known = computedRows.get(values)
  if (known) return known
  const { computed } = logic.evaluate(values)
  computedRows.set(values, computed)
  return computed
}

function TotalsRow({ kind, rows, readOnly }: { kind: LineKind; rows: LineRow[]; readOnly: boolean }) {
  const { t } = useTexts()
  if (rows.length === 0 || kind.columns.every(({ aggregate }) => aggregate === null)) return null
  return (
    <div role="row" className="fw-line-row fw-line-totals">
      <span role="rowheader" className="fw-line-number" title={t('lines.total')}>
        Σ
      </span>
      {kind.columns.map((column) => (
        <span key={column.name} role="gridcell" className={column.isRight ? 'fw-right' : ''}>
          <ColumnTotal kind={kind} column={column} rows={rows} />
        </span>
      ))}
      {readOnly ? null : <span role="gridcell" />}
    </div>
  )
}

/** What a column adds up to. */
export function ColumnTotal({ kind, column, rows }: { kind: LineKind; column: LineColumn; rows: LineRow[] }) {
  const { aggregate } = column
  if (aggregate === null) return null
  const total = totalOf(
    aggregate,
    rows.map((row) => shownValue(column, row, computedOf(kind, row))),
  )
  return aggregate === 'count' ? <>{total}</> : <FieldValue field={column.shape} value={total} />
}

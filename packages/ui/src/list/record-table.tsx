import { CaretDownFilled, CaretUpFilled } from '@ant-design/icons'
import { FieldValue, isNumeric } from '@fieldwork/fields/ui'
import { useVirtualizer } from '@tanstack/react-virtual'
import { Checkbox } from 'antd'
import { useEffect, useRef } from 'react'
import type { CSSProperties } from 'react'

import type { RecordData } from '../api/types.ts'
import { AppLink } from '../theme/navigation.tsx'
import { useTexts } from '../texts/i18n.ts'
import { cellValue } from './columns.ts'
import type { ListColumn } from './columns.ts'
import { toggled } from './record-selection.ts'
import { parseSort } from './sorting.ts'
import { useActiveRow } from './use-active-row.ts'

const ROW_HEIGHT_PX = 40
const CHECK_WIDTH_PX = 44
const PREFETCH_ROWS = 30

export interface RecordTableProps {
  label: string
  columns: ListColumn[]
  records: RecordData[]
  sort: string | undefined
  onSort: (path: string) => void
  selected: ReadonlySet<string>
  onSelect: (ids: ReadonlySet<string>) => void
  pathOf: (record: RecordData) => string
  onOpen: (record: RecordData) => void
  onReachEnd: () => void
  isLoadingMore: boolean
}

/** A table of any length: only the rows in sight are drawn. Arrows move, Enter opens, Space selects. */
export function RecordTable(props: RecordTableProps) {
  const { columns, records } = props
  const scroller = useRef<HTMLDivElement>(null)
  const virtual = useVirtualizer({
    count: records.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => ROW_HEIGHT_PX,
    overscan: 12,
  })
  const rows = virtual.getVirtualItems()
  const { active, setActive, onKeyDown } = useActiveRow(props, (index) => virtual.scrollToIndex(index))
  const lastIndex = rows.at(-1)?.index ?? 0
  const { onReachEnd } = props

  useEffect(() => {
    if (lastIndex >= records.length - PREFETCH_ROWS) onReachEnd()
  }, [lastIndex, records.length, onReachEnd])

  const style = { '--columns': templateOf(columns) } as CSSProperties
  return (
    <div
      ref={scroller}
      className="fw-table"
      role="grid"
      aria-label={props.label}
      aria-rowcount={records.length}
      tabIndex={0}
      style={style}
      onKeyDown={onKeyDown}
    >
      <TableHead {...props} />
      <div className="fw-table-body" style={{ height: virtual.getTotalSize() }}>
        {rows.map((row) => {
          const record = records[row.index]
          return record ? (
            <TableRow
              key={record.id}
              {...props}
              record={record}
              index={row.index}
              top={row.start}
              isActive={row.index === active}
              onActivate={() => setActive(row.index)}
            />
          ) : null
        })}
      </div>
      {props.isLoadingMore ? <div className="fw-table-more fw-bone" aria-hidden="true" /> : null}
    </div>
  )
}

function TableHead(props: RecordTableProps) {
  const { columns, records, selected, onSelect } = props
  const { t } = useTexts()
  const areAll = records.length > 0 && records.every((record) => selected.has(record.id))
  return (
    <div className="fw-tr fw-thead" role="row">
      <div className="fw-th fw-td-check fw-frozen" role="columnheader" style={{ left: 0 }}>
        <Checkbox
          aria-label={t('list.selectAll')}
          checked={areAll}
          indeterminate={!areAll && selected.size > 0}
          onChange={() => onSelect(new Set(areAll ? [] : records.map((record) => record.id)))}
        />
      </div>
      {columns.map((column, index) => (
        <HeadCell
          key={column.path}
          column={column}
          place={frozenPlace(columns, index)}
          sort={props.sort}
          onSort={props.onSort}
        />
      ))}
      <div className="fw-th" role="presentation" />
    </div>
  )
}

function HeadCell(props: {
  column: ListColumn
  place: Place
  sort: string | undefined
  onSort: (path: string) => void
}) {
  const { column, place } = props
  const [key] = parseSort(props.sort)
  const direction = key?.path !== column.path ? 'none' : key.descending ? 'descending' : 'ascending'
  return (
    <div
      className={`fw-th ${place.className} ${isNumeric(column.field) ? 'fw-right' : ''}`}
      style={place.style}
      role="columnheader"
      aria-sort={direction}
    >
      <button type="button" className="fw-th-button" title={column.label} onClick={() => props.onSort(column.path)}>
        <span className="fw-ellipsis">{column.label}</span>
        {direction === 'ascending' ? <CaretUpFilled /> : null}
        {direction === 'descending' ? <CaretDownFilled /> : null}
      </button>
    </div>
  )
}

function TableRow(
  props: RecordTableProps & {
    record: RecordData
    index: number
    top: number
    isActive: boolean
    onActivate: () => void
  },
) {
  const { record, columns, selected } = props
  const { t } = useTexts()
  const isSelected = selected.has(record.id)
  const names = ['fw-tr', isSelected ? 'fw-tr-selected' : '', props.isActive ? 'fw-tr-active' : ''].join(' ')
  return (
    <div
      className={names}
      role="row"
      aria-rowindex={props.index + 2}
      aria-selected={isSelected}
      style={{ transform: `translateY(${props.top}px)` }}
      onClick={() => {
        props.onActivate()
        props.onOpen(record)
      }}
    >
      <div className="fw-td fw-td-check fw-frozen" role="gridcell" style={{ left: 0 }} onClick={stop}>
        <Checkbox
          aria-label={t('list.select')}
          checked={isSelected}
          onChange={() => props.onSelect(toggled(selected, record.id))}
        />
      </div>
      {columns.map((column, index) => (
        <Cell
          key={column.path}
          column={column}
          place={frozenPlace(columns, index)}
          record={record}
          path={props.pathOf(record)}
        />
      ))}
      <div className="fw-td" role="presentation" />
    </div>
  )
}

function Cell(props: { column: ListColumn; place: Place; record: RecordData; path: string }) {
  const { column, place } = props
  const value = cellValue(props.record, column.path)
  const isRight = isNumeric(column.field, value)
  return (
    <div className={`fw-td ${place.className} ${isRight ? 'fw-right' : ''}`} style={place.style} role="gridcell">
      <span className="fw-ellipsis">
        {column.isName ? (
          <AppLink to={props.path} className="fw-name-link" tabIndex={-1}>
            {String(value ?? '—')}
          </AppLink>
        ) : (
          <FieldValue field={column.field} value={value} />
        )}
      </span>
    </div>
  )
}

interface Place {
  className: string
  style: CSSProperties | undefined
}

function frozenPlace(columns: ListColumn[], index: number): Place {
  if (!columns[index]?.frozen) return { className: '', style: undefined }
  const before = columns.slice(0, index).reduce((sum, column) => sum + column.width, CHECK_WIDTH_PX)
  const isLast = !columns[index + 1]?.frozen
  return { className: isLast ? 'fw-frozen fw-frozen-last' : 'fw-frozen', style: { left: before } }
}

function templateOf(columns: ListColumn[]): string {
  const widths = columns.map((column) =>
    column.frozen ? `${column.width}px` : `minmax(${column.width}px, ${column.width}fr)`,
  )
  return [`${CHECK_WIDTH_PX}px`, ...widths, '16px'].join(' ')
}

function stop(event: { stopPropagation(): void }): void {
  event.stopPropagation()
}

import { CaretDownFilled, CaretUpFilled } from '@ant-design/icons'
import { useVirtualizer } from '@tanstack/react-virtual'
import { Checkbox } from 'antd'
import { useEffect, useMemo, useRef } from 'react'
import type { CSSProperties } from 'react'

import type { RecordData } from '../api/types.ts'
import type { ColumnTotals } from '../record/use-totals.ts'
import { AppLink } from '../theme/navigation.tsx'
import { useTexts } from '../texts/i18n.ts'
import { CellContent } from './cell-content.tsx'
import { cellValue, isRightAligned } from './columns.ts'
import type { ListColumn } from './columns.ts'
import { TotalsRow } from './totals-row.tsx'
import { toggled } from './record-selection.ts'
import { parseSort } from './sorting.ts'
import { TreeTwig } from './tree-twig.tsx'
import type { TreeNode, TreeRows } from './tree-twig.tsx'
import { useActiveRow } from './use-active-row.ts'

const ROW_HEIGHT_PX = 40
const CHECK_WIDTH_PX = 44
const END_WIDTH_PX = 16
const PREFETCH_ROWS = 30
const NO_PLACE: Place = { className: '', style: undefined }

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
  /** what columns add up to over all records, by path */
  totals?: ColumnTotals
  /** the records are nodes of a tree, each after the one above it */
  tree?: TreeRows
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
  const places = useMemo(() => placesOf(columns), [columns])
  const rows = virtual.getVirtualItems()
  const { active, setActive, onKeyDown } = useActiveRow(props, (index) => virtual.scrollToIndex(index))
  const lastIndex = rows.at(-1)?.index ?? 0
  const { onReachEnd } = props

  useEffect(() => {
    if (lastIndex >= records.length - PREFETCH_ROWS) onReachEnd()
  }, [lastIndex, records.length, onReachEnd])

  const style = { '--columns': templateOf(columns), '--table-width': `${widthOf(columns)}px` } as CSSProperties
  return (
    <div
      ref={scroller}
      className="fw-table"
      role={props.tree ? 'treegrid' : 'grid'}
      aria-label={props.label}
      aria-rowcount={records.length}
      tabIndex={0}
      style={style}
      onKeyDown={onKeyDown}
    >
      <TableHead {...props} places={places} />
      <div className="fw-table-body" style={{ height: virtual.getTotalSize() }}>
        {rows.map((row) => {
          const record = records[row.index]
          return record ? (
            <TableRow
              key={record.id}
              {...props}
              places={places}
              record={record}
              index={row.index}
              top={row.start}
              isActive={row.index === active}
              onActivate={() => setActive(row.index)}
            />
          ) : null
        })}
      </div>
      {props.totals ? <TotalsRow columns={columns} totals={props.totals} places={places} /> : null}
      {props.isLoadingMore ? <div className="fw-table-more fw-bone" aria-hidden="true" /> : null}
    </div>
  )
}

function TableHead(props: RecordTableProps & { places: Place[] }) {
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
          place={props.places[index] ?? NO_PLACE}
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
    <div className={`fw-th ${place.className}`} style={place.style} role="columnheader" aria-sort={direction}>
      <button
        type="button"
        className="fw-th-button"
        title={column.label}
        disabled={!column.isSortable}
        onClick={() => props.onSort(column.path)}
      >
        <span className="fw-ellipsis">{column.label}</span>
        {direction === 'ascending' ? <CaretUpFilled /> : null}
        {direction === 'descending' ? <CaretDownFilled /> : null}
      </button>
    </div>
  )
}

function TableRow(
  props: RecordTableProps & {
    places: Place[]
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
      {...levelOf(props.tree?.nodeOf(record))}
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
          place={props.places[index] ?? NO_PLACE}
          record={record}
          path={props.pathOf(record)}
          node={column.isName ? props.tree?.nodeOf(record) : undefined}
          onToggle={() => props.tree?.onToggle(record)}
        />
      ))}
      <div className="fw-td" role="presentation" />
    </div>
  )
}

function Cell(props: {
  column: ListColumn
  place: Place
  record: RecordData
  path: string
  node: TreeNode | undefined
  onToggle: () => void
}) {
  const { column, place } = props
  const value = cellValue(props.record, column.path)
  return (
    <div className={`fw-td ${place.className}`} style={place.style} role="gridcell">
      {props.node ? <TreeTwig node={props.node} name={String(value ?? '')} onToggle={props.onToggle} /> : null}
      <span className="fw-ellipsis">
        {column.isName ? (
          <AppLink to={props.path} className="fw-name-link" tabIndex={-1}>
            {String(value ?? '—')}
          </AppLink>
        ) : (
          <CellContent column={column} record={props.record} inLine />
        )}
      </span>
    </div>
  )
}

/** What a screen reader is told of a row in a tree. */
function levelOf(node: TreeNode | undefined): { 'aria-level'?: number; 'aria-expanded'?: boolean } {
  if (!node) return {}
  return { 'aria-level': node.depth + 1, ...(node.hasChildren ? { 'aria-expanded': node.isOpen } : {}) }
}

interface Place {
  className: string
  style: CSSProperties | undefined
}

/** How each column's cells stand: frozen ones keep their place, figures stand at the right. */
function placesOf(columns: ListColumn[]): Place[] {
  let left = CHECK_WIDTH_PX
  return columns.map((column, index) => {
    const align = isRightAligned(column) ? 'fw-right' : ''
    if (!column.frozen) return { className: align, style: undefined }
    const edge = columns[index + 1]?.frozen ? '' : 'fw-frozen-last'
    const place = { className: `fw-frozen ${edge} ${align}`, style: { left } }
    left += column.width
    return place
  })
}

function widthOf(columns: ListColumn[]): number {
  return columns.reduce((sum, column) => sum + column.width, CHECK_WIDTH_PX + END_WIDTH_PX)
}

function templateOf(columns: ListColumn[]): string {
  const widths = columns.map((column, index) => {
    const isHeld = column.frozen && columns[index + 1]?.frozen
    return isHeld ? `${column.width}px` : `minmax(${column.width}px, ${column.width}fr)`
  })
  return [`${CHECK_WIDTH_PX}px`, ...widths, `${END_WIDTH_PX}px`].join(' ')
}

function stop(event: { stopPropagation(): void }): void {
  event.stopPropagation()
}

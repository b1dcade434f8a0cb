import { FieldValue } from '@fieldwork/fields/ui'
import type { CSSProperties } from 'react'

import type { ColumnTotals } from '../record/use-totals.ts'
import { useTexts } from '../texts/i18n.ts'
import type { ListColumn } from './columns.ts'

/** What the columns add up to, in sight under the records. */
export function TotalsRow(props: {
  columns: ListColumn[]
  totals: ColumnTotals
  places: { className: string; style: CSSProperties | undefined }[]
}) {
  const { columns, totals, places } = props
  const { t } = useTexts()
  return (
    <div className="fw-tr fw-tfoot" role="row">
      <div className="fw-td fw-td-check fw-frozen" role="gridcell" aria-label={t('list.totals')} style={{ left: 0 }}>
        <span aria-hidden="true">Σ</span>
      </div>
      {columns.map((column, index) => (
        <div
          key={column.path}
          className={`fw-td ${places[index]?.className ?? ''}`}
          style={places[index]?.style}
          role="gridcell"
        >
          {column.path in totals ? <TotalValue column={column} value={totals[column.path]} /> : null}
        </div>
      ))}
      <div className="fw-td" role="presentation" />
    </div>
  )
}

/** A total as the values of its column are written; a count is a plain number. */
export function TotalValue({ column, value }: { column: ListColumn; value: unknown }) {
  const isCount = column.aggregate === 'count'
  return (
    <span className="fw-ellipsis">
      {isCount ? Number(value ?? 0).toLocaleString() : <FieldValue field={column.field} value={value} inLine />}
    </span>
  )
}

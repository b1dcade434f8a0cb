import type { ColumnTotals } from '../record/use-totals.ts'
import { useTexts } from '../texts/i18n.ts'
import type { ListColumn } from './columns.ts'
import { TotalValue } from './totals-row.tsx'

/** What the columns add up to, where records are cards. */
export function ListTotals({ columns, totals }: { columns: ListColumn[]; totals: ColumnTotals }) {
  const { t } = useTexts()
  return (
    <dl className="fw-list-totals" aria-label={t('list.totals')}>
      {columns
        .filter(({ path }) => path in totals)
        .map((column) => (
          <div key={column.path}>
            <dt>{column.label}</dt>
            <dd>
              <TotalValue column={column} value={totals[column.path]} />
            </dd>
          </div>
        ))}
    </dl>
  )
}

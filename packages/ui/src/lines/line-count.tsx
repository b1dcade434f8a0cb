import { LoadingOutlined } from '@ant-design/icons'

import { useTexts } from '../texts/i18n.ts'
import type { LineRow } from './line-rows.ts'

/** How many lines there are; while more are being read, that they are. */
export function LineCount({ rows, isComplete }: { rows: readonly LineRow[]; isComplete: boolean }) {
  const { t } = useTexts()
  return (
    <span className="fw-page-note" role="status">
      {rows.length}
      {isComplete ? null : (
        <>
          {' '}
          <LoadingOutlined /> {t('lines.loading')}
        </>
      )}
    </span>
  )
}

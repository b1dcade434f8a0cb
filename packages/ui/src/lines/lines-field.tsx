import { PlusOutlined } from '@ant-design/icons'
import { Button, Grid, Skeleton } from 'antd'
import { useState } from 'react'

import { useFormFrame, useFormState } from '../form/form-store.tsx'
import type { PlacedBlock } from '../form/layout-grid.ts'
import { ProblemNote } from '../parts/problem-note.tsx'
import { useTexts } from '../texts/i18n.ts'
import { localize } from '../texts/localized.ts'
import type { LineRow } from './line-rows.ts'
import { LinesCards } from './lines-cards.tsx'
import { LineCount } from './line-count.tsx'
import { LinesGrid } from './lines-grid.tsx'
import { useFollowed } from './use-followed.ts'
import { emptyRow, useFormLines, useLineKind } from './use-lines.ts'

/** The lines of a record inside its form: a grid, or cards on a phone. */
export function LinesField({ block }: { block: PlacedBlock }) {
  const { schema, disabled, idPrefix } = useFormFrame()
  const name = block.collection ?? ''
  const collection = schema.collections?.[name]
  const kind = useLineKind(collection, block)
  const { rows, isComplete, error, change } = useFormLines(name, kind)
  useFollowed(kind, rows, change)
  const { t, locale } = useTexts()
  const isPhone = !Grid.useBreakpoint().md
  const isFixed = useFormState((state) => state.blocks[block.key]?.readOnly === true)
  const [removed, setRemoved] = useState<{ row: LineRow; at: number } | null>(null)
  if (error) return <ProblemNote error={error} />
  if (!kind || !rows) return <Skeleton active title={false} />

  const readOnly = disabled || isFixed
  const parts = {
    kind,
    rows,
    readOnly,
    change,
    idPrefix: `${idPrefix}_${name}`,
    onRemove: (at: number) => {
      const row = rows[at]
      if (row) setRemoved({ row, at })
      change((all) => all.toSpliced(at, 1))
    },
  }
  const undo = (): void => {
    if (removed) change((all) => all.toSpliced(Math.min(removed.at, all.length), 0, removed.row))
    setRemoved(null)
  }
  return (
    <section className="fw-lines-block" aria-label={localize(block.label, locale) || kind.collection.label}>
      <h2 className="fw-section-title">
        {localize(block.label, locale) || kind.collection.label} <LineCount rows={rows} isComplete={isComplete} />
      </h2>
      {isPhone ? <LinesCards {...parts} /> : <LinesGrid {...parts} />}
      {readOnly ? null : (
        <p className="fw-lines-foot">
          <Button
            type="dashed"
            size="small"
            icon={<PlusOutlined />}
            onClick={() => change((all) => [...all, emptyRow(kind)])}
          >
            {t('lines.add')}
          </Button>
          {removed ? (
            <span role="status">
              {t('lines.removed', { line: removed.at + 1 })}{' '}
              <button type="button" className="fw-link" onClick={undo}>
                {t('lines.undo')}
              </button>
            </span>
          ) : (
            <span className="fw-faint fw-desktop">{t('lines.hint')}</span>
          )}
        </p>
      )}
    </section>
  )
}

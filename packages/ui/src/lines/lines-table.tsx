import { Grid, Skeleton } from 'antd'
import { useMemo } from 'react'

import type { ObjectSchema, RecordData } from '../api/types.ts'
import type { PlacedBlock } from '../form/layout-grid.ts'
import { ProblemNote } from '../parts/problem-note.tsx'
import { useTexts } from '../texts/i18n.ts'
import { localize } from '../texts/localized.ts'
import { LineCount } from './line-count.tsx'
import { LinesCards } from './lines-cards.tsx'
import { LinesGrid } from './lines-grid.tsx'
import { rowOf, useLineKind, useStoredLines } from './use-lines.ts'

interface LinesTableProps {
  block: PlacedBlock
  schema: ObjectSchema
  record: RecordData
}

/** The lines of a record on its page, with their totals. */
export function LinesTable({ block, schema, record }: LinesTableProps) {
  const name = block.collection ?? ''
  const kind = useLineKind(schema.collections?.[name], block)
  const stored = useStoredLines(record.id, kind)
  const { t, locale } = useTexts()
  const isPhone = !Grid.useBreakpoint().md
  const rows = useMemo(
    () => (kind && stored.lines ? stored.lines.map((line) => rowOf(kind, line)) : []),
    [kind, stored.lines],
  )
  if (!schema.collections?.[name]) return null
  if (stored.error) return <ProblemNote error={stored.error} />
  if (!kind || !stored.lines) return <Skeleton active title={false} />
  const parts = { kind, rows, readOnly: true, idPrefix: name, change: ignore, onRemove: ignore }
  const label = localize(block.label, locale) || kind.collection.label
  return (
    <section className="fw-lines-block" aria-label={label}>
      <h2 className="fw-section-title">
        {label} <LineCount rows={rows} isComplete={stored.isComplete} />
      </h2>
      {rows.length === 0 ? (
        <p className="fw-faint fw-related-empty">{t('lines.none')}</p>
      ) : isPhone ? (
        <LinesCards {...parts} />
      ) : (
        <LinesGrid {...parts} />
      )}
    </section>
  )
}

const ignore = (): void => undefined

import { Alert, Grid, Skeleton } from 'antd'
import { useMemo } from 'react'

import type { ObjectSchema, RecordData } from '../api/types.ts'
import { referencesOf, valuesOf } from '../form/form-values.ts'
import type { PlacedBlock } from '../form/layout-grid.ts'
import { ProblemNote } from '../parts/problem-note.tsx'
import { useTexts } from '../texts/i18n.ts'
import { localize } from '../texts/localized.ts'
import { storedRow } from './line-rows.ts'
import { LinesCards } from './lines-cards.tsx'
import { LinesGrid } from './lines-grid.tsx'
import { useLineKind, useStoredLines } from './use-lines.ts'

interface LinesTableProps {
  block: PlacedBlock
  schema: ObjectSchema
  record: RecordData
}

/** The lines of a record on its page, with their totals. */
export function LinesTable({ block, schema, record }: LinesTableProps) {
  const name = block.collection ?? ''
  const kind = useLineKind(schema.collections?.[name], block)
  const stored = useStoredLines(schema.object, record.id, name)
  const { t, locale } = useTexts()
  const isPhone = !Grid.useBreakpoint().md
  const rows = useMemo(
    () =>
      kind && stored.data
        ? stored.data.lines.map((line) => storedRow(line.id, valuesOf(kind.schema, line), referencesOf(line)))
        : [],
    [kind, stored.data],
  )
  if (!schema.collections?.[name]) return null
  if (stored.error) return <ProblemNote error={stored.error} />
  if (!kind || !stored.data) return <Skeleton active title={false} />
  const parts = { kind, rows, readOnly: true, idPrefix: name, change: ignore, onRemove: ignore }
  const label = localize(block.label, locale) || kind.collection.label
  return (
    <section className="fw-lines-block" aria-label={label}>
      <h2 className="fw-section-title">
        {label} <span className="fw-page-note">{rows.length}</span>
      </h2>
      {stored.data.more ? <Alert type="info" showIcon title={t('lines.firstOnly', { count: rows.length })} /> : null}
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

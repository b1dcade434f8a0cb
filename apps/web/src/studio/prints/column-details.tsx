import { useTexts } from '@fieldwork/ui'
import { InputNumber, Segmented } from 'antd'

import { PointedField } from '../conversions/pointed.tsx'
import { PointedLabels } from '../conversions/pointed-labels.tsx'
import type { BlockColumn, SummaryField } from '../model/definitions.ts'
import { SwitchLine } from '../parts/switch-line.tsx'
import { changed } from './print-template.ts'

const ALIGNS = ['left', 'center', 'right'] as const
const SUMMED: ReadonlySet<string> = new Set(['integer', 'decimal', 'money', 'percent', 'formula', 'roll-up'])

/** What can be said of a column of a printed table. */
export function ColumnDetails(props: {
  pointer: string
  /** of the field; undefined: unknown */
  type: string | undefined
  column: BlockColumn
  onChange: (column: BlockColumn) => void
}) {
  const { t } = useTexts('studio')
  const { pointer, type, column } = props
  const set = (change: { [K in keyof BlockColumn]?: BlockColumn[K] | undefined }): void =>
    props.onChange(changed(column, change))
  return (
    <>
      <PointedLabels
        pointer={`${pointer}/label`}
        label={t('designer.labelOverride')}
        value={column.label}
        onChange={(label) => set({ label })}
      />
      <PointedField pointer={`${pointer}/width`} label={t('pt.columnWidth')} help={t('pt.columnWidthHelp')}>
        {(id) => (
          <InputNumber
            id={id}
            className="st-wide"
            min={1}
            max={100}
            value={column.width ?? null}
            onChange={(width) => set({ width: width ?? undefined })}
          />
        )}
      </PointedField>
      <div className="st-field">
        <span className="st-label">{t('pt.align')}</span>
        <Segmented
          block
          size="small"
          aria-label={t('pt.align')}
          value={column.align ?? 'left'}
          options={ALIGNS.map((value) => ({ value, label: t(`pt.aligns.${value}`) }))}
          onChange={(align) => set({ align })}
        />
      </div>
      {type === undefined || SUMMED.has(type) || column.total ? (
        <SwitchLine
          label={t('pt.total')}
          value={column.total === true}
          onChange={(total) => set({ total: total || undefined })}
        />
      ) : null}
    </>
  )
}

/** What can be said of a value among totals. */
export function TotalDetails(props: { pointer: string; entry: SummaryField; onChange: (entry: SummaryField) => void }) {
  const { t } = useTexts('studio')
  const { pointer, entry } = props
  return (
    <>
      <PointedLabels
        pointer={`${pointer}/label`}
        label={t('designer.labelOverride')}
        value={entry.label}
        onChange={(label) => props.onChange(changed(entry, { label }))}
      />
      <SwitchLine
        label={t('pt.bold')}
        value={entry.bold === true}
        onChange={(bold) => props.onChange(changed(entry, { bold: bold || undefined }))}
      />
    </>
  )
}

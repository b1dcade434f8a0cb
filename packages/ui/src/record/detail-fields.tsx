import { FieldValue } from '@fieldwork/fields/ui'

import type { ObjectSchema, RecordData } from '../api/types.ts'
import { LayoutView } from '../form/layout-view.tsx'
import type { PlacedBlock } from '../form/layout-grid.ts'
import { useBlockStates } from '../form/use-block-states.ts'
import { LinesTable } from '../lines/lines-table.tsx'
import { localize } from '../texts/localized.ts'
import { useTexts } from '../texts/i18n.ts'
import { MaskedValue } from '../values/masked-value.tsx'
import { maskedOf } from '../values/masked.ts'
import { shapeOf } from '../values/shapes.ts'
import { Attachments } from './attachments.tsx'
import { RelatedList } from './related-list.tsx'
import { SummaryPanel } from './summary-panel.tsx'

/** A record drawn by its detail layout: sections of facts, texts, lists of related records, and its attachments. */
export function DetailFields({ schema, record }: { schema: ObjectSchema; record: RecordData }) {
  const states = useBlockStates(schema, schema.detailLayout, record)
  const isVisible = (block: PlacedBlock): boolean => {
    if (states[block.key]?.visible === false) return false
    if (block.type === 'files') return schema.attachments === true
    if (block.type === 'summary') return Object.keys(block.fields ?? {}).length > 0
    return block.type !== 'field' || schema.fields[block.field ?? '']?.readable === true
  }
  const isPlaced = Object.values(schema.detailLayout.blocks).some(({ type }) => type === 'files')
  return (
    <>
      <LayoutView
        layout={schema.detailLayout}
        isVisible={isVisible}
        renderBlock={(block) => <DetailBlock block={block} schema={schema} record={record} />}
      />
      {schema.attachments && !isPlaced ? <Attachments schema={schema} record={record} /> : null}
    </>
  )
}

function DetailBlock({ block, schema, record }: { block: PlacedBlock; schema: ObjectSchema; record: RecordData }) {
  const { locale } = useTexts()
  if (block.type === 'text') return <p className="fw-layout-text">{localize(block.text ?? block.label, locale)}</p>
  if (block.type === 'related-list' && block.object && block.via) {
    const label = localize(block.label, locale)
    return <RelatedList block={block} label={label} master={record} masterSchema={schema} />
  }
  if (block.type === 'files')
    return <Attachments schema={schema} record={record} label={localize(block.label, locale)} />
  if (block.type === 'summary') return <SummaryPanel block={block} schema={schema} record={record} />
  if (block.type === 'lines') return <LinesTable block={block} schema={schema} record={record} />
  return <Fact schema={schema} record={record} name={block.field ?? ''} label={localize(block.label, locale)} />
}

interface FactProps {
  schema: ObjectSchema
  record: RecordData
  name: string
  /** in place of the field's own; empty: none */
  label: string
}

/** One field's label and value. */
function Fact({ schema, record, name, label }: FactProps) {
  const shape = shapeOf(schema, name)
  if (!shape) return null
  const value = record[name]
  const hidden = maskedOf(record)
  const isEmpty = value === null || value === undefined || value === ''
  return (
    <dl className="fw-fact">
      <dt>{label || shape.label}</dt>
      <dd>
        {name in hidden ? (
          <MaskedValue preview={hidden[name] ?? null} />
        ) : isEmpty ? (
          <span className="fw-faint">—</span>
        ) : (
          <FieldValue field={shape} value={value} />
        )}
      </dd>
    </dl>
  )
}

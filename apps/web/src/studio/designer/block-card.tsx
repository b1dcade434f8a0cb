import { FieldIcon, useTexts } from '@fieldwork/ui'

import { useFieldTypes } from '../catalog/field-types.ts'
import type { Block } from '../model/definitions.ts'
import { BlockMarks } from './block-marks.tsx'
import { useDesigner } from './designer-context.ts'
import type { CardProps } from './designer-context.ts'
import { useShownObject } from './lines.ts'
import { pathsOf, useSummaryChoices } from './summary-fields.ts'

/** A field, text or related list on the canvas, drawn like what it becomes. The whole card is the grip. */
export function BlockCard({ blockKey, block, grip }: CardProps) {
  const designer = useDesigner()
  const label = designer.labelOf(blockKey)
  return (
    <div
      className={`st-card st-card-${block.type} ${grip}`}
      role="button"
      tabIndex={0}
      aria-pressed={designer.selected === blockKey}
      aria-label={label}
      onClick={() => designer.select(blockKey)}
      onFocus={() => designer.select(blockKey)}
    >
      {block.type === 'field' ? <FieldFace block={block} label={label} /> : null}
      {block.type === 'text' ? <TextFace block={block} /> : null}
      {block.type === 'files' ? <FilesFace block={block} label={label} /> : null}
      {block.type === 'summary' ? <SummaryFace block={block} label={label} /> : null}
      {block.type === 'related-list' || block.type === 'lines' ? <ListFace block={block} label={label} /> : null}
    </div>
  )
}

function FieldFace({ block, label }: { block: Block; label: string }) {
  const designer = useDesigner()
  const types = useFieldTypes()
  const field = designer.fields.get(block.field ?? '')
  const isKnown = field !== undefined || (block.field ?? '').includes('.')
  return (
    <>
      <span className="st-card-label">
        {label}
        {field?.required && designer.purpose === 'form' ? <span className="st-required">*</span> : null}
        <BlockMarks block={block} />
      </span>
      <span className={`st-card-input ${isKnown ? '' : 'st-card-lost'} ${field?.readOnly ? 'st-card-computed' : ''}`}>
        <FieldIcon name={types.get(field?.type ?? '')?.icon ?? 'link'} />
        <span className="st-card-name">{block.field}</span>
      </span>
    </>
  )
}

function TextFace({ block }: { block: Block }) {
  const { locale } = useTexts()
  return (
    <span className="st-card-text">
      {block.text?.[locale]}
      <BlockMarks block={block} />
    </span>
  )
}

function FilesFace({ block, label }: { block: Block; label: string }) {
  return (
    <span className="st-card-list">
      <strong>
        <FieldIcon name="paper-clip" /> {label}
        <BlockMarks block={block} />
      </strong>
      <span className="st-card-row" />
    </span>
  )
}

function SummaryFace({ block, label }: { block: Block; label: string }) {
  const { locale } = useTexts()
  const choices = useSummaryChoices(useDesigner().object, [block])
  return (
    <span className="st-card-list">
      <strong>
        <FieldIcon name="dashboard" /> {label}
        <BlockMarks block={block} />
      </strong>
      <span className="st-card-columns">
        {pathsOf(block).map((path) => (
          <span key={path}>
            {(block.fields?.[path]?.label ?? choices.find(({ name }) => name === path)?.label)?.[locale] ?? path}
          </span>
        ))}
      </span>
    </span>
  )
}

function ListFace({ block, label }: { block: Block; label: string }) {
  const { locale } = useTexts()
  const target = useShownObject(useDesigner().object, block)
  const chosen = Object.keys(block.columns ?? {})
  const fields = target?.fields.filter(({ name, system }) => (chosen.length > 0 ? chosen.includes(name) : !system))
  const columns = fields?.slice(0, 6) ?? []
  return (
    <span className="st-card-list">
      <strong>
        <FieldIcon name={target?.icon} /> {block.label ? label : target?.label[locale]}
        <BlockMarks block={block} />
      </strong>
      <span className="st-card-columns">
        {columns.map((field) => (
          <span key={field.name}>{field.label[locale]}</span>
        ))}
      </span>
      <span className="st-card-row" />
      <span className="st-card-row" />
    </span>
  )
}

import { FieldIcon, useTexts } from '@fieldwork/ui'

import { BlockMarks } from '../designer/block-marks.tsx'
import type { CardProps } from '../designer/designer-context.ts'
import { useShownObject } from '../designer/lines.ts'
import type { Block } from '../model/definitions.ts'
import { usePrintDesigner } from './print-context.ts'

const MOST_COLUMNS = 8

/** A block on the paper, drawn like what it prints. The whole card is the grip. */
export function PrintCard({ blockKey, block, grip }: CardProps) {
  const designer = usePrintDesigner()
  const label = designer.labelOf(blockKey)
  return (
    <div
      className={`st-card st-pt-card st-pt-${block.type} ${grip}`}
      role="button"
      tabIndex={0}
      aria-pressed={designer.selected === blockKey}
      aria-label={label}
      onClick={() => designer.select(blockKey)}
      onFocus={() => designer.select(blockKey)}
      style={{ textAlign: block.align ?? 'left', fontWeight: block.bold ? 600 : undefined }}
    >
      <Face block={block} label={label} />
      <BlockMarks block={block} />
    </div>
  )
}

function Face({ block, label }: { block: Block; label: string }) {
  const { locale } = useTexts('studio')
  if (block.type === 'field') return <FieldFace block={block} label={label} />
  if (block.type === 'text') return <span className="st-pt-words">{block.text?.[locale]}</span>
  if (block.type === 'lines') return <LinesFace block={block} label={label} />
  if (block.type === 'totals') return <TotalsFace block={block} />
  if (block.type === 'rule') return <hr />
  if (block.type === 'image' && block.data) return <img src={block.data} alt={label} />
  if (block.type === 'signature') {
    return (
      <>
        <strong>{label}</strong>
        <hr />
      </>
    )
  }
  const icon = block.type === 'image' ? 'picture' : block.symbology && block.symbology !== 'qr' ? 'barcode' : 'qrcode'
  return (
    <span className="st-pt-words">
      <FieldIcon name={icon} /> {block.type === 'barcode' ? <code>{block.value}</code> : label}
    </span>
  )
}

function FieldFace({ block, label }: { block: Block; label: string }) {
  const { object } = usePrintDesigner()
  const [first = ''] = (block.field ?? '').split('.')
  const isKnown = object.fields.some(({ name }) => name === first)
  return (
    <span className="st-pt-words">
      {block.labelPlace === 'none' ? null : <span className="st-muted">{label} </span>}
      <code className={isKnown ? '' : 'st-card-lost'}>{block.field}</code>
    </span>
  )
}

function LinesFace({ block, label }: { block: Block; label: string }) {
  const { locale } = useTexts('studio')
  const target = useShownObject(usePrintDesigner().object, block)
  const chosen = Object.entries(block.columns ?? {}).sort(([, a], [, b]) => a.order - b.order)
  const usual = target?.fields.filter(({ system }) => !system).map(({ name }) => name) ?? []
  const names = chosen.length > 0 ? chosen.map(([name]) => name) : usual
  const labelOf = (name: string): string =>
    (block.columns?.[name]?.label ?? target?.fields.find((field) => field.name === name)?.label)?.[locale] ?? name
  return (
    <>
      <strong>{label}</strong>
      <span className="st-pt-columns">
        {names.slice(0, MOST_COLUMNS).map((name) => (
          <span key={name}>{labelOf(name)}</span>
        ))}
      </span>
      <span className="st-card-row" />
    </>
  )
}

function TotalsFace({ block }: { block: Block }) {
  const { locale } = useTexts('studio')
  const { object } = usePrintDesigner()
  const paths = Object.entries(block.fields ?? {}).sort(([, a], [, b]) => (a.order ?? 0) - (b.order ?? 0))
  return paths.map(([path, { label }]) => (
    <span key={path} className="st-pt-total">
      {(label ?? object.fields.find(({ name }) => name === path)?.label)?.[locale] ?? path}
    </span>
  ))
}

import { ArrowLeftOutlined, DeleteOutlined } from '@ant-design/icons'
import { useTexts } from '@fieldwork/ui'
import { Button, InputNumber, Segmented } from 'antd'

import { PointedExpression, PointedProblem } from '../conversions/pointed.tsx'
import { changeBlock } from '../designer/layout-model.ts'
import type { Block } from '../model/definitions.ts'
import { FormField } from '../parts/form-field.tsx'
import { SwitchLine } from '../parts/switch-line.tsx'
import { BlockContent } from './block-content.tsx'
import { usePrintDesigner } from './print-context.ts'

const ALIGNS = ['left', 'center', 'right'] as const
const ALIGNED: ReadonlySet<string> = new Set(['field', 'text', 'image', 'barcode'])
const LETTERED: ReadonlySet<string> = new Set(['field', 'text'])

/** What is said of the selected block. */
export function PrintProperties({ blockKey, block }: { blockKey: string; block: Block }) {
  const { t } = useTexts('studio')
  const designer = usePrintDesigner()
  const write = (change: Partial<Block>): void =>
    designer.edit(changeBlock(designer.blocks, blockKey, change), { isTyping: true })
  const pointer = `/blocks/${blockKey}`
  return (
    <div className="st-pt-properties st-properties" role="group" aria-label={t('designer.properties')}>
      <div className="st-pt-properties-head">
        <Button
          type="text"
          size="small"
          icon={<ArrowLeftOutlined />}
          aria-label={t('pt.toPalette')}
          onClick={() => designer.select(null)}
        />
        <h3 className="st-pane-title st-properties-title">{t(`pt.types.${block.type}`)}</h3>
        <Button
          danger
          type="text"
          size="small"
          icon={<DeleteOutlined />}
          aria-label={t('designer.remove')}
          onClick={() => designer.remove(blockKey)}
        />
      </div>
      <PointedProblem pointer={pointer} />
      <BlockContent blockKey={blockKey} block={block} onChange={write} />
      <Looks block={block} onChange={write} />
      <Place block={block} onChange={write} />
      <PointedExpression
        pointer={`${pointer}/visibleWhen`}
        object={designer.object.name}
        label={t('pt.visibleWhen')}
        help={t('designer.visibleWhenHelp')}
        expects={{ kind: 'boolean' }}
        value={block.visibleWhen ?? ''}
        onChange={(value) => write({ visibleWhen: value === '' ? undefined : value } as Partial<Block>)}
      />
      <p className="st-help">{t('designer.keys')}</p>
    </div>
  )
}

interface PartProps {
  block: Block
  onChange: (change: Partial<Block>) => void
}

function Looks({ block, onChange }: PartProps) {
  const { t } = useTexts('studio')
  const { template } = usePrintDesigner()
  if (!ALIGNED.has(block.type)) return null
  return (
    <>
      <div className="st-field">
        <span className="st-label">{t('pt.align')}</span>
        <Segmented
          block
          size="small"
          aria-label={t('pt.align')}
          value={block.align ?? 'left'}
          options={ALIGNS.map((value) => ({ value, label: t(`pt.aligns.${value}`) }))}
          onChange={(align) => onChange({ align })}
        />
      </div>
      {LETTERED.has(block.type) ? (
        <>
          <FormField label={t('pt.size')}>
            {(id) => (
              <InputNumber
                id={id}
                className="st-wide"
                min={5}
                max={48}
                placeholder={String(template.size ?? '')}
                value={block.size ?? null}
                onChange={(size) => onChange({ size: size ?? undefined } as Partial<Block>)}
              />
            )}
          </FormField>
          <SwitchLine label={t('pt.bold')} value={block.bold === true} onChange={(bold) => onChange({ bold })} />
        </>
      ) : null}
    </>
  )
}

/** Where it stands, for who does not drag. */
function Place({ block, onChange }: PartProps) {
  const { t } = useTexts('studio')
  if (block.type === 'section') return null
  const numbers = block.type === 'lines' ? (['h'] as const) : (['x', 'w', 'h'] as const)
  const most = { x: 24 - block.w, w: 24 - block.x, h: 60 }
  return (
    <div className="st-pt-place">
      {numbers.map((name) => (
        <FormField key={name} label={t(`pt.places.${name}`)}>
          {(id) => (
            <InputNumber
              id={id}
              className="st-wide"
              min={name === 'x' ? 0 : 1}
              max={most[name]}
              precision={0}
              value={block[name]}
              onChange={(value) => (value === null ? undefined : onChange({ [name]: value }))}
            />
          )}
        </FormField>
      ))}
    </div>
  )
}

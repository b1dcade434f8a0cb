import { DeleteOutlined } from '@ant-design/icons'
import type { LocalizedText } from '@fieldwork/expressions'
import { AppLink, useTexts } from '@fieldwork/ui'
import { Button, InputNumber, Segmented, Select } from 'antd'

import { DraftExpression } from '../catalog/draft-expression.tsx'
import type { Block } from '../model/definitions.ts'
import { completeText, isBlankText, NO_TEXT } from '../model/localized.ts'
import { FormField } from '../parts/form-field.tsx'
import { LabelInputs } from '../parts/label-inputs.tsx'
import { studioPaths } from '../paths.ts'
import { useDesigner } from './designer-context.ts'
import { SummaryProperties } from './summary-properties.tsx'
import { TableProperties } from './table-properties.tsx'
import { blocksIn, changeBlock, endOf, firstGap, moveTo, PAGE, zoneOf } from './layout-model.ts'

const WIDTHS = [6, 8, 12, 16, 24]

/** The properties of the selected block. */
export function Properties() {
  const { t } = useTexts('studio')
  const designer = useDesigner()
  const key = designer.selected
  const block = key === null ? undefined : designer.blocks[key]
  return (
    <aside className="st-properties" aria-label={t('designer.properties')}>
      {key !== null && block ? (
        <BlockProperties key={key} blockKey={key} block={block} />
      ) : (
        <div className="st-properties-none">
          <p>{t('designer.nothing')}</p>
          <p className="st-help">{t('designer.keys')}</p>
        </div>
      )}
    </aside>
  )
}

interface BlockProps {
  blockKey: string
  block: Block
}

function BlockProperties({ blockKey, block }: BlockProps) {
  const { t } = useTexts('studio')
  const designer = useDesigner()
  const set = (change: Partial<Block>): void => designer.edit(changeBlock(designer.blocks, blockKey, change))
  const write = (change: Partial<Block>): void =>
    designer.edit(changeBlock(designer.blocks, blockKey, change), { isTyping: true })
  return (
    <>
      <h3 className="st-pane-title st-properties-title">{designer.labelOf(blockKey)}</h3>
      <BlockTexts block={block} onChange={write} />
      {block.type === 'lines' || block.type === 'related-list' ? (
        <TableProperties block={block} onChange={set} />
      ) : null}
      {block.type === 'summary' ? <SummaryProperties block={block} onChange={set} onWrite={write} /> : null}
      <PlaceProperties blockKey={blockKey} block={block} onChange={set} />
      <Condition name="visibleWhen" block={block} onChange={write} />
      {block.type === 'field' && designer.purpose === 'form' ? (
        <>
          <Condition name="requiredWhen" block={block} onChange={write} />
          <Condition name="readOnlyWhen" block={block} onChange={write} />
        </>
      ) : null}
      {block.type === 'lines' && designer.purpose === 'form' ? (
        <Condition name="readOnlyWhen" block={block} onChange={write} />
      ) : null}
      <div className="st-properties-foot">
        {block.type === 'field' && block.field ? (
          <AppLink to={studioPaths.object(designer.object.name, 'fields', block.field)}>
            {t('designer.openField')}
          </AppLink>
        ) : null}
        <Button danger type="text" icon={<DeleteOutlined />} onClick={() => designer.remove(blockKey)}>
          {t('designer.remove')}
        </Button>
      </div>
      <p className="st-help">{t('designer.keys')}</p>
    </>
  )
}

function BlockTexts({ block, onChange }: { block: Block; onChange: (change: Partial<Block>) => void }) {
  const { t } = useTexts('studio')
  if (block.type === 'text') {
    const change = (text: LocalizedText): void => onChange({ text: followed(block.text, text) })
    return <LabelInputs label={t('designer.textContent')} isMultiline value={block.text ?? NO_TEXT} onChange={change} />
  }
  return (
    <LabelInputs
      label={t(block.type === 'field' ? 'designer.labelOverride' : 'designer.label')}
      value={block.label ?? NO_TEXT}
      onChange={(label) => onChange({ label: isBlankText(label) ? undefined : followed(block.label, label) })}
    />
  )
}

/** A label needs both languages: the one that was never written for itself follows the other. */
function followed(before: LocalizedText | undefined, after: LocalizedText): LocalizedText {
  const isFollowing = before === undefined || before.en === before['zh-CN']
  const isChinese = after['zh-CN'] !== (before?.['zh-CN'] ?? '')
  if (isFollowing && isChinese) return { en: after['zh-CN'], 'zh-CN': after['zh-CN'] }
  return after.en === '' || after['zh-CN'] === '' ? completeText(after) : after
}

function PlaceProperties({ blockKey, block, onChange }: BlockProps & { onChange: (change: Partial<Block>) => void }) {
  const { t } = useTexts('studio')
  const designer = useDesigner()
  const { blocks } = designer
  const zone = zoneOf(blocks, blockKey)
  const sections = blocksIn(blocks, PAGE).filter(([, each]) => each.type === 'section')
  const options = [
    ...sections.map(([key]) => ({ value: key, label: designer.labelOf(key) })),
    { value: PAGE, label: t('designer.page') },
  ]
  const moveToZone = (next: string): void => {
    const cell = next === PAGE ? endOf(blocks, PAGE) : firstGap(blocks, next, block.w)
    designer.edit(moveTo(blocks, blockKey, cell))
  }
  return (
    <>
      <div className="st-field">
        <span className="st-label">{t('designer.width')}</span>
        <Segmented
          block
          size="small"
          aria-label={t('designer.width')}
          value={block.w}
          options={WIDTHS.map((value) => ({ value, label: t(`designer.widths.${value}`) }))}
          onChange={(w) => onChange({ w, x: Math.min(block.x, 24 - w) })}
        />
      </div>
      {block.type === 'section' ? null : (
        <div className="st-pair">
          <FormField label={t('designer.inSection')}>
            {(id) => <Select id={id} value={zone} options={options} onChange={moveToZone} />}
          </FormField>
          <FormField label={t('designer.height')}>
            {(id) => (
              <InputNumber
                id={id}
                className="st-wide"
                min={1}
                max={20}
                precision={0}
                value={block.h}
                onChange={(h) => onChange({ h: h ?? 1 })}
              />
            )}
          </FormField>
        </div>
      )}
    </>
  )
}

function Condition(props: {
  name: 'visibleWhen' | 'requiredWhen' | 'readOnlyWhen'
  block: Block
  onChange: (change: Partial<Block>) => void
}) {
  const { t } = useTexts('studio')
  const { object } = useDesigner()
  const { name } = props
  return (
    <FormField label={t(`designer.${name}`)} help={name === 'visibleWhen' ? t('designer.visibleWhenHelp') : undefined}>
      {(id) => (
        <DraftExpression
          id={id}
          label={t(`designer.${name}`)}
          object={object.name}
          expects="boolean"
          minRows={1}
          value={props.block[name] ?? ''}
          onChange={(value) => props.onChange({ [name]: value === '' ? undefined : value })}
        />
      )}
    </FormField>
  )
}

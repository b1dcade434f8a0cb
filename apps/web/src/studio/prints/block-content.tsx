import { useTexts } from '@fieldwork/ui'
import { Segmented, Select } from 'antd'

import { PointedExpression, PointedField } from '../conversions/pointed.tsx'
import { PointedLabels } from '../conversions/pointed-labels.tsx'
import { useShownObject } from '../designer/lines.ts'
import { useSummaryChoices } from '../designer/summary-fields.ts'
import type { Block, BlockColumn, SummaryField } from '../model/definitions.ts'
import { FieldSelect } from '../parts/field-select.tsx'
import { SwitchLine } from '../parts/switch-line.tsx'
import { ColumnDetails, TotalDetails } from './column-details.tsx'
import { ColumnList } from './column-list.tsx'
import { PictureInput } from './picture-input.tsx'
import { TemplateTexts } from './template-texts.tsx'
import { usePrintDesigner } from './print-context.ts'

const LABEL_PLACES = ['left', 'top', 'none'] as const
const SYMBOLOGIES = ['qr', 'code128', 'ean13', 'datamatrix'] as const
const AMOUNTS: ReadonlySet<string> = new Set(['money', 'decimal', 'integer', 'formula', 'roll-up'])

interface ContentProps {
  blockKey: string
  block: Block
  /** what is undefined is taken back */
  onChange: (change: Partial<Block>) => void
}

/** What a block prints, by its kind. */
export function BlockContent(props: ContentProps) {
  const { t } = useTexts('studio')
  const { block, blockKey, onChange } = props
  if (block.type === 'field') return <FieldContent {...props} />
  if (block.type === 'text') {
    return (
      <TemplateTexts
        isRequired
        pointer={`/blocks/${blockKey}/text`}
        label={t('designer.textContent')}
        value={block.text}
        onChange={(text) => onChange({ text } as Partial<Block>)}
      />
    )
  }
  if (block.type === 'lines') return <LinesContent {...props} />
  if (block.type === 'totals') return <TotalsContent {...props} />
  if (block.type === 'image') return <ImageContent {...props} />
  if (block.type === 'barcode') return <BarcodeContent {...props} />
  if (block.type === 'signature') return <SignatureContent {...props} />
  return block.type === 'section' ? <Label {...props} label={t('designer.label')} /> : null
}

function Label({ blockKey, block, onChange, label }: ContentProps & { label: string }) {
  return (
    <PointedLabels
      pointer={`/blocks/${blockKey}/label`}
      label={label}
      value={block.label}
      onChange={(next) => onChange({ label: next } as Partial<Block>)}
    />
  )
}

function FieldContent(props: ContentProps) {
  const { t } = useTexts('studio')
  const { block, blockKey, onChange } = props
  const { object } = usePrintDesigner()
  const choices = useSummaryChoices(object, [{ ...block, fields: { [block.field ?? 'id']: {} } }])
  const type = choices.find(({ name }) => name === block.field)?.type ?? ''
  return (
    <>
      <PointedField pointer={`/blocks/${blockKey}/field`} label={t('pt.field')} isRequired>
        {(id) => (
          <FieldSelect
            id={id}
            label={t('pt.field')}
            fields={choices}
            value={block.field}
            onChange={(field) => (field === undefined ? undefined : onChange({ field }))}
          />
        )}
      </PointedField>
      <Label {...props} label={t('designer.labelOverride')} />
      <div className="st-field">
        <span className="st-label">{t('pt.labelPlace')}</span>
        <Segmented
          block
          size="small"
          aria-label={t('pt.labelPlace')}
          value={block.labelPlace ?? 'left'}
          options={LABEL_PLACES.map((value) => ({ value, label: t(`pt.labelPlaces.${value}`) }))}
          onChange={(labelPlace) => onChange({ labelPlace })}
        />
      </div>
      {AMOUNTS.has(type) || block.as ? (
        <SwitchLine
          label={t('pt.chineseAmount')}
          value={block.as === 'chinese-amount'}
          onChange={(on) => onChange({ as: on ? 'chinese-amount' : undefined } as Partial<Block>)}
        />
      ) : null}
    </>
  )
}

function LinesContent(props: ContentProps) {
  const { t } = useTexts('studio')
  const { block, onChange } = props
  const shown = useShownObject(usePrintDesigner().object, block)
  if (!shown) return null
  const columns = block.columns ?? {}
  const put = (next: Record<string, BlockColumn>): void =>
    onChange({ columns: Object.keys(next).length > 0 ? next : undefined } as Partial<Block>)
  return (
    <>
      <Label {...props} label={t('designer.label')} />
      <ColumnList
        object={shown}
        label={t('designer.columns')}
        add={t('pt.addColumn')}
        help={t('pt.columnsHelp')}
        entries={columns}
        onChange={put}
        details={(path, column) => (
          <ColumnDetails
            pointer={`/blocks/${props.blockKey}/columns/${path}`}
            type={shown.fields.find(({ name }) => name === path)?.type}
            column={column}
            onChange={(next) => put({ ...columns, [path]: next })}
          />
        )}
      />
      <SwitchLine
        label={t('pt.numbered')}
        value={block.numbered === true}
        onChange={(numbered) => onChange({ numbered })}
      />
    </>
  )
}

function TotalsContent({ blockKey, block, onChange }: ContentProps) {
  const { t } = useTexts('studio')
  const { object } = usePrintDesigner()
  const fields = block.fields ?? {}
  return (
    <ColumnList<SummaryField>
      object={object}
      label={t('pt.totals')}
      add={t('designer.summaryAdd')}
      entries={fields}
      onChange={(next) => onChange({ fields: next })}
      details={(path, entry) => (
        <TotalDetails
          pointer={`/blocks/${blockKey}/fields/${path}`}
          entry={entry}
          onChange={(next) => onChange({ fields: { ...fields, [path]: next } })}
        />
      )}
    />
  )
}

/** A field that holds pictures, or a picture of the template. */
function ImageContent({ blockKey, block, onChange }: ContentProps) {
  const { t } = useTexts('studio')
  const { object } = usePrintDesigner()
  const fields = useSummaryChoices(object, []).filter(({ type }) => type === 'image')
  const change = (next: { field?: string | undefined; data?: string | undefined }): void =>
    onChange({ field: undefined, data: undefined, ...next } as unknown as Partial<Block>)
  return (
    <>
      <PictureInput value={block.data} onChange={(data) => change({ data })} />
      {fields.length > 0 || block.field !== undefined ? (
        <PointedField pointer={`/blocks/${blockKey}/field`} label={t('pt.pictureField')}>
          {(id) => (
            <FieldSelect
              id={id}
              label={t('pt.pictureField')}
              fields={fields}
              value={block.field}
              onChange={(field) => change({ field })}
            />
          )}
        </PointedField>
      ) : null}
    </>
  )
}

function BarcodeContent({ blockKey, block, onChange }: ContentProps) {
  const { t } = useTexts('studio')
  const { object } = usePrintDesigner()
  return (
    <>
      <PointedExpression
        pointer={`/blocks/${blockKey}/value`}
        object={object.name}
        label={t('pt.codeValue')}
        help={t('pt.codeHelp')}
        isRequired
        value={block.value ?? ''}
        onChange={(value) => onChange({ value })}
      />
      <PointedField pointer={`/blocks/${blockKey}/symbology`} label={t('pt.symbology')}>
        {(id) => (
          <Select
            id={id}
            className="st-wide"
            value={block.symbology ?? 'qr'}
            options={SYMBOLOGIES.map((value) => ({ value, label: t(`pt.symbologies.${value}`) }))}
            onChange={(symbology) => onChange({ symbology })}
          />
        )}
      </PointedField>
      <SwitchLine
        label={t('pt.caption')}
        value={block.caption === true}
        onChange={(caption) => onChange({ caption })}
      />
    </>
  )
}

function SignatureContent(props: ContentProps) {
  const { t } = useTexts('studio')
  const { block, onChange } = props
  return (
    <>
      <Label {...props} label={t('designer.label')} />
      <SwitchLine label={t('pt.date')} value={block.date === true} onChange={(date) => onChange({ date })} />
      <SwitchLine label={t('pt.seal')} value={block.seal === true} onChange={(seal) => onChange({ seal })} />
    </>
  )
}

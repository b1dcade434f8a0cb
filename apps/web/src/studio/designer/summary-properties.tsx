import { DeleteOutlined, EditOutlined } from '@ant-design/icons'
import { useTexts } from '@fieldwork/ui'
import { Button } from 'antd'
import { useState } from 'react'

import type { Block, SummaryField } from '../model/definitions.ts'
import { completeText, isBlankText, NO_TEXT } from '../model/localized.ts'
import { FieldSelect } from '../parts/field-select.tsx'
import { LabelInputs } from '../parts/label-inputs.tsx'
import { whenLeft } from '../parts/when-left.ts'
import { RowHandle, useRowDrag } from '../parts/row-handle.tsx'
import type { RowDrag } from '../parts/row-handle.tsx'
import { useDesigner } from './designer-context.ts'
import { movedPath, pathsOf, summaryOf, useSummaryChoices } from './summary-fields.ts'

interface SummaryProps {
  block: Block
  onChange: (change: Partial<Block>) => void
  /** several changes of a text in a row are one step to undo */
  onWrite: (change: Partial<Block>) => void
}

/** Which values a summary shows, in which order, and what they are called there. */
export function SummaryProperties({ block, onChange, onWrite }: SummaryProps) {
  const { t, locale } = useTexts('studio')
  const choices = useSummaryChoices(useDesigner().object, [block])
  const paths = pathsOf(block)
  const put = (next: string[]): void => onChange({ fields: summaryOf(next, block.fields) })
  const drag = useRowDrag(paths, (path, position) => put(movedPath(paths, path, position)))
  const nameOf = (path: string): string => choices.find(({ name }) => name === path)?.label[locale] ?? path
  return (
    <div className="st-field">
      <span className="st-label">{t('designer.summaryFields')}</span>
      <ul className="st-columns" aria-label={t('designer.summaryFields')}>
        {paths.map((path) => (
          <SummaryRow
            key={path}
            path={path}
            name={nameOf(path)}
            entry={block.fields?.[path] ?? {}}
            drag={drag}
            onLabel={(entry) => onWrite({ fields: { ...block.fields, [path]: entry } })}
            onRemove={() => put(paths.filter((each) => each !== path))}
          />
        ))}
      </ul>
      {paths.length === 0 ? <p className="st-error">{t('designer.summaryNone')}</p> : null}
      <FieldSelect
        label={t('designer.summaryAdd')}
        placeholder={t('designer.summaryAdd')}
        fields={choices.filter(({ name }) => !paths.includes(name))}
        value={undefined}
        onChange={(path) => (path === undefined ? undefined : put([...paths, path]))}
      />
      <p className="st-help">{t('designer.summaryHelp')}</p>
    </div>
  )
}

interface RowProps {
  path: string
  /** of the field */
  name: string
  entry: SummaryField
  drag: RowDrag
  onLabel: (entry: SummaryField) => void
  onRemove: () => void
}

function SummaryRow({ path, name, entry, drag, onLabel, onRemove }: RowProps) {
  const { t, locale } = useTexts('studio')
  const [isOpen, setOpen] = useState(false)
  const shown = entry.label?.[locale] || name
  const { label: _label, ...rest } = entry
  return (
    <li className="st-summary-row" data-row={path} {...drag.rowProps(path)}>
      <div className="st-column">
        <RowHandle label={t('fields.move', { label: shown })} handle={drag.handleProps(path)} />
        <span className="st-column-label st-ellipsis" title={path}>
          {shown}
        </span>
        <Button
          size="small"
          type="text"
          icon={<EditOutlined />}
          aria-expanded={isOpen}
          aria-label={t('designer.summaryLabel', { field: shown })}
          onClick={() => setOpen(!isOpen)}
        />
        <Button
          size="small"
          type="text"
          icon={<DeleteOutlined />}
          aria-label={t('designer.summaryRemove', { field: shown })}
          onClick={onRemove}
        />
      </div>
      {isOpen ? (
        <OwnLabel
          name={name}
          value={entry.label ?? NO_TEXT}
          onChange={(label) => onLabel(isBlankText(label) ? rest : { ...rest, label })}
        />
      ) : null}
    </li>
  )
}

/** Another name than the field's. A language that is left empty takes the text of the other once both are left. */
function OwnLabel(props: { name: string; value: SummaryField['label']; onChange: (label: typeof NO_TEXT) => void }) {
  const { t } = useTexts('studio')
  const value = props.value ?? NO_TEXT
  const leave = whenLeft(() => (isBlankText(value) ? undefined : props.onChange(completeText(value))))
  return (
    <div className="st-summary-label" onBlur={leave}>
      <LabelInputs label={t('designer.labelOverride')} value={value} onChange={props.onChange} />
      <p className="st-help">{t('designer.summaryLabelHelp', { field: props.name })}</p>
    </div>
  )
}

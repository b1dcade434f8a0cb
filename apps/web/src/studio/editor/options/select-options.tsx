import { DeleteOutlined, PlusOutlined } from '@ant-design/icons'
import { useTexts } from '@fieldwork/ui'
import { Button, Input, Switch } from 'antd'
import { useState } from 'react'

import type { SelectOption } from '../../model/definitions.ts'
import { RowHandle, useRowDrag } from '../../parts/row-handle.tsx'
import type { RowDrag } from '../../parts/row-handle.tsx'
import { ColorSelect } from './color-select.tsx'
import { movedRow, optionRows, optionsOfRows, withLabel } from './option-rows.ts'
import type { OptionRow } from './option-rows.ts'
import type { TypeOptionsProps } from './type-options-props.ts'

/** The choices of a select field: texts, colour, order by dragging, in use or not. Published keys never change. */
export function SelectOptions({ form, editing }: TypeOptionsProps) {
  const { t } = useTexts('studio')
  const published = publishedKeys(editing.base?.properties[form.name]?.['x-field']['options'])
  const [rows, setRows] = useState<OptionRow[]>(() =>
    optionRows((form.property['x-field']['options'] ?? {}) as Record<string, SelectOption>),
  )
  const change = (next: OptionRow[]): void => {
    setRows(next)
    form.setOptions({ options: optionsOfRows(next) })
  }
  const drag = useRowDrag(
    rows.map((row) => row.id),
    (id, position) => change(movedRow(rows, id, position)),
  )
  const add = (): void => {
    const id = `new-${Date.now()}-${rows.length}`
    change([...rows, { id, key: '', isKeyOwn: false, option: { order: 0, label: { en: '', 'zh-CN': '' } } }])
  }

  return (
    <div className="st-choices">
      {rows.length > 0 ? (
        <div className="st-choice st-choice-head" aria-hidden="true">
          <span />
          <span>{t('select.zh')}</span>
          <span>{t('select.en')}</span>
          <span>{t('select.key')}</span>
          <span title={t('select.codeHelp')}>{t('select.code')}</span>
          <span>{t('select.color')}</span>
          <span>{t('select.active')}</span>
          <span />
        </div>
      ) : null}
      {rows.map((row, index) => (
        <ChoiceRow
          key={row.id}
          row={row}
          number={index + 1}
          drag={drag}
          isPublished={published.has(row.key)}
          onChange={(next) => change(rows.map((each) => (each.id === row.id ? next : each)))}
          onRename={(label) => change(withLabel(rows, row.id, label))}
          onRemove={() => change(rows.filter((each) => each.id !== row.id))}
          onEnter={add}
        />
      ))}
      <Button type="dashed" icon={<PlusOutlined />} onClick={add} className="st-wide">
        {t('select.add')}
      </Button>
    </div>
  )
}

function publishedKeys(options: unknown): Set<string> {
  return new Set(Object.keys((options ?? {}) as object))
}

function ChoiceRow(props: {
  row: OptionRow
  number: number
  drag: RowDrag
  isPublished: boolean
  onChange: (row: OptionRow) => void
  onRename: (label: SelectOption['label']) => void
  onRemove: () => void
  onEnter: () => void
}) {
  const { t } = useTexts('studio')
  const { row, number, drag, isPublished, onChange } = props
  const { option } = row
  const setOption = (next: Partial<SelectOption>): void => onChange({ ...row, option: { ...option, ...next } })
  return (
    <div className="st-choice" data-row={row.id} {...drag.rowProps(row.id)}>
      <RowHandle label={t('select.move', { number })} handle={drag.handleProps(row.id)} />
      <Input
        aria-label={t('select.zhOf', { number })}
        autoFocus={row.id.startsWith('new-') && option.label['zh-CN'] === ''}
        value={option.label['zh-CN']}
        onChange={(event) => props.onRename({ ...option.label, 'zh-CN': event.target.value })}
        onPressEnter={props.onEnter}
      />
      <Input
        aria-label={t('select.enOf', { number })}
        value={option.label.en}
        onChange={(event) => props.onRename({ ...option.label, en: event.target.value })}
        onPressEnter={props.onEnter}
      />
      <Input
        className="st-code"
        aria-label={t('select.keyOf', { number })}
        value={row.key}
        disabled={isPublished}
        onChange={(event) => onChange({ ...row, key: event.target.value.trim(), isKeyOwn: true })}
      />
      <Input
        className="st-code"
        aria-label={t('select.codeOf', { number })}
        title={t('select.codeHelp')}
        maxLength={20}
        value={option.code ?? ''}
        onChange={({ target }) => setOption({ code: target.value.replace(/[^A-Za-z0-9_-]/g, '') })}
      />
      <ColorSelect
        label={t('select.colorOf', { number })}
        value={option.color}
        onChange={(color) => setOption({ color })}
      />
      <Switch
        size="small"
        aria-label={t('select.activeOf', { number })}
        checked={option.active !== false}
        onChange={(isActive) => setOption({ active: isActive ? undefined : false })}
      />
      <Button
        type="text"
        size="small"
        icon={<DeleteOutlined />}
        aria-label={t('select.remove', { number })}
        disabled={isPublished}
        title={isPublished ? t('select.publishedKept') : undefined}
        onClick={props.onRemove}
      />
    </div>
  )
}

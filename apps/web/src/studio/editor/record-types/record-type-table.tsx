import { DeleteOutlined } from '@ant-design/icons'
import { useTexts } from '@fieldwork/ui'
import { Button, Switch, Tag, Tooltip } from 'antd'

import type { RecordType } from '../../model/definitions.ts'
import { optionsOf, withOptions } from '../../model/object-edits.ts'
import { defaultType, dropEntry, inOrder, moveEntry, putRecordType } from '../../model/record-types.ts'
import { RowHandle, useRowDrag } from '../../parts/row-handle.tsx'
import type { RowDrag } from '../../parts/row-handle.tsx'
import type { ObjectEditing } from '../object-editing.ts'

/** The record types as rows that can be dragged into another order. */
export function RecordTypeTable({ editing, onOpen }: { editing: ObjectEditing; onOpen: (name: string) => void }) {
  const { t } = useTexts('studio')
  const { definition, edit } = editing
  const types = optionsOf(definition).recordTypes ?? {}
  const rows = inOrder(types)
  const put = (recordTypes: Record<string, RecordType> | undefined): void =>
    edit(withOptions(definition, { recordTypes }))
  const drag = useRowDrag(
    rows.map(([name]) => name),
    (name, position) => put(moveEntry(types, name, position)),
  )
  return (
    <table className="st-table">
      <thead>
        <tr>
          <th aria-label={t('fields.order')} className="st-handle-cell" />
          <th>{t('recordTypes.label')}</th>
          <th>{t('fields.name')}</th>
          <th>{t('recordTypes.differs')}</th>
          <th>{t('recordTypes.active')}</th>
          <th aria-label={t('fields.actions')} className="st-actions-cell" />
        </tr>
      </thead>
      <tbody>
        {rows.map(([name, type]) => (
          <TypeRow
            key={name}
            name={name}
            type={type}
            drag={drag}
            isDefault={defaultType(types) === name}
            isPublished={editing.base?.['x-object']?.recordTypes?.[name] !== undefined}
            onOpen={() => onOpen(name)}
            onChange={(next) => put(putRecordType(types, name, next))}
            onRemove={() => put(dropEntry(types, name))}
          />
        ))}
      </tbody>
    </table>
  )
}

function TypeRow(props: {
  name: string
  type: RecordType
  drag: RowDrag
  isDefault: boolean
  isPublished: boolean
  onOpen: () => void
  onChange: (type: RecordType) => void
  onRemove: () => void
}) {
  const { t, locale } = useTexts('studio')
  const { name, type, drag, isDefault, isPublished } = props
  const label = type.label?.[locale] ?? name
  const { default: _default, ...rest } = type
  return (
    <tr data-row={name} {...drag.rowProps(name)}>
      <td className="st-handle-cell">
        <RowHandle label={t('fields.move', { label })} handle={drag.handleProps(name)} />
      </td>
      <td>
        <button type="button" className="st-link" onClick={props.onOpen}>
          {type.color ? <Tag color={type.color}>{label}</Tag> : label}
        </button>
        <span className="st-marks">{isDefault ? <Tag variant="filled">{t('recordTypes.default')}</Tag> : null}</span>
      </td>
      <td>
        <code className="st-code">{name}</code>
      </td>
      <td className="st-muted">{useDifferences(type)}</td>
      <td>
        <Switch
          size="small"
          aria-label={t('recordTypes.activeOf', { label })}
          checked={type.active !== false}
          onChange={(active) => props.onChange(active ? { ...type, active } : { ...rest, active })}
        />
      </td>
      <td className="st-actions-cell">
        <Tooltip title={isPublished ? t('recordTypes.publishedKept') : undefined}>
          <Button
            type="text"
            icon={<DeleteOutlined />}
            aria-label={t('recordTypes.remove', { label })}
            disabled={isPublished}
            onClick={props.onRemove}
          />
        </Tooltip>
      </td>
    </tr>
  )
}

function useDifferences({ required, hidden, options, defaults }: RecordType): string {
  const { t } = useTexts('studio')
  const counts = { required, hidden, options, defaults }
  const said = Object.entries(counts).flatMap(([kind, value]) => {
    const count = Object.keys(value ?? {}).length
    return count > 0 ? [t(`recordTypes.counts.${kind}`, { count })] : []
  })
  return said.join(' · ') || t('recordTypes.noDifference')
}

import { DeleteOutlined, EditOutlined } from '@ant-design/icons'
import { FieldIcon, useTexts } from '@fieldwork/ui'
import { Button, Tag, Tooltip } from 'antd'

import { useFieldTypes } from '../../catalog/field-types.ts'
import { isRequired, optionsOf, orderedFields } from '../../model/object-edits.ts'
import type { NamedField } from '../../model/object-edits.ts'
import { sameJson } from '../../model/json.ts'
import { RowHandle, useRowDrag } from '../../parts/row-handle.tsx'
import type { RowDrag } from '../../parts/row-handle.tsx'
import { isShippedField } from '../object-editing.ts'
import type { ObjectEditing } from '../object-editing.ts'
import { FieldDetail } from './field-detail.tsx'

interface TableProps {
  editing: ObjectEditing
  onOpen: (field: NamedField) => void
  onRemove: (field: NamedField) => void
  onMove: (name: string, position: number) => void
}

/** The fields as rows that can be dragged into another order. */
export function FieldTable(props: TableProps) {
  const { t } = useTexts('studio')
  const fields = orderedFields(props.editing.definition)
  const drag = useRowDrag(
    fields.map((field) => field.name),
    props.onMove,
  )
  return (
    <table className="st-table st-field-table">
      <thead>
        <tr>
          <th aria-label={t('fields.order')} className="st-handle-cell" />
          <th>{t('fields.label')}</th>
          <th>{t('fields.name')}</th>
          <th>{t('fields.type')}</th>
          <th>{t('fields.detail')}</th>
          <th aria-label={t('fields.actions')} className="st-actions-cell" />
        </tr>
      </thead>
      <tbody>
        {fields.map((field) => (
          <FieldRow key={field.name} {...props} field={field} drag={drag} />
        ))}
      </tbody>
    </table>
  )
}

function FieldRow({ editing, field, drag, onOpen, onRemove }: TableProps & { field: NamedField; drag: RowDrag }) {
  const { t, locale } = useTexts('studio')
  const type = useFieldTypes().get(field.property['x-field'].type)
  const label = field.property['x-field'].label?.[locale] ?? field.name
  const isShipped = isShippedField(editing, field.name)
  return (
    <tr data-row={field.name} {...drag.rowProps(field.name)}>
      <td className="st-handle-cell">
        <RowHandle label={t('fields.move', { label })} handle={drag.handleProps(field.name)} />
      </td>
      <td>
        <button type="button" className="st-link" onClick={() => onOpen(field)}>
          {label}
        </button>
        <FieldMarks editing={editing} field={field} />
      </td>
      <td>
        <code className="st-code">{field.name}</code>
      </td>
      <td>
        <span className="st-type">
          <FieldIcon name={type?.icon} /> {type?.label[locale] ?? field.property['x-field'].type}
        </span>
      </td>
      <td className="st-detail-cell">
        <FieldDetail property={field.property} />
      </td>
      <td className="st-actions-cell">
        <Button
          type="text"
          icon={<EditOutlined />}
          aria-label={t('fields.edit', { label })}
          onClick={() => onOpen(field)}
        />
        <Tooltip title={isShipped ? t('fields.shippedKept') : undefined}>
          <Button
            type="text"
            icon={<DeleteOutlined />}
            aria-label={t('fields.remove', { label })}
            disabled={isShipped}
            onClick={() => onRemove(field)}
          />
        </Tooltip>
      </td>
    </tr>
  )
}

function FieldMarks({ editing, field }: { editing: ObjectEditing; field: NamedField }) {
  const { t } = useTexts('studio')
  const { definition, base } = editing
  const published = base?.properties[field.name]
  const isNew = base !== null && published === undefined
  const isChanged = published !== undefined && !sameJson(published, field.property)
  return (
    <span className="st-marks">
      {optionsOf(definition).nameField === field.name ? <Tag variant="filled">{t('fields.isName')}</Tag> : null}
      {isRequired(definition, field.name) ? <Tag variant="filled">{t('fields.required')}</Tag> : null}
      {field.property['x-field'].unique ? <Tag variant="filled">{t('fields.unique')}</Tag> : null}
      {isNew ? <Tag color="gold">{t('origin.new')}</Tag> : null}
      {isChanged ? <Tag color="gold">{t('origin.changed')}</Tag> : null}
    </span>
  )
}

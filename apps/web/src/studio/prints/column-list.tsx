import { DeleteOutlined, SettingOutlined } from '@ant-design/icons'
import { useTexts } from '@fieldwork/ui'
import { Button } from 'antd'
import { useState } from 'react'
import type { ReactNode } from 'react'

import type { StudioObject } from '../catalog/studio-objects.ts'
import type { LocalizedText } from '@fieldwork/expressions'
import { movedPath, pathsOf, summaryOf, useSummaryChoices } from '../designer/summary-fields.ts'
import type { Block } from '../model/definitions.ts'
import { FieldSelect } from '../parts/field-select.tsx'
import { RowHandle, useRowDrag } from '../parts/row-handle.tsx'
import type { RowDrag } from '../parts/row-handle.tsx'

interface Entry {
  order?: number
  label?: LocalizedText
}

/** Fields in an order that is dragged, or changed by the arrow keys; each can be said more of. */
export function ColumnList<E extends Entry>(props: {
  /** whose fields they are */
  object: StudioObject
  label: string
  add: string
  help?: string
  entries: Record<string, E>
  onChange: (entries: Record<string, E>) => void
  /** what can be said of one */
  details: (path: string, entry: E) => ReactNode
}) {
  const { locale } = useTexts('studio')
  const { entries, onChange } = props
  const shape: Block = { type: 'totals', fields: entries, x: 0, y: 0, w: 1, h: 1 }
  const choices = useSummaryChoices(props.object, [shape])
  const paths = pathsOf(shape)
  const put = (next: string[]): void => onChange(summaryOf(next, entries) as Record<string, E>)
  const drag = useRowDrag(paths, (path, position) => put(movedPath(paths, path, position)))
  const nameOf = (path: string): string => choices.find(({ name }) => name === path)?.label[locale] ?? path
  return (
    <div className="st-field">
      <span className="st-label">{props.label}</span>
      <ul className="st-columns" aria-label={props.label}>
        {paths.map((path) => (
          <Row
            key={path}
            path={path}
            name={entries[path]?.label?.[locale] || nameOf(path)}
            drag={drag}
            onRemove={() => put(paths.filter((each) => each !== path))}
          >
            {entries[path] ? props.details(path, entries[path]) : null}
          </Row>
        ))}
      </ul>
      <FieldSelect
        label={props.add}
        placeholder={props.add}
        fields={choices.filter(({ name }) => !paths.includes(name))}
        value={undefined}
        onChange={(path) => (path === undefined ? undefined : put([...paths, path]))}
      />
      {props.help === undefined ? null : <p className="st-help">{props.help}</p>}
    </div>
  )
}

function Row(props: { path: string; name: string; drag: RowDrag; onRemove: () => void; children: ReactNode }) {
  const { t } = useTexts('studio')
  const [isOpen, setOpen] = useState(false)
  const { path, name, drag } = props
  return (
    <li className="st-summary-row" data-row={path} {...drag.rowProps(path)}>
      <div className="st-column">
        <RowHandle label={t('fields.move', { label: name })} handle={drag.handleProps(path)} />
        <span className="st-column-label st-ellipsis" title={path}>
          {name}
        </span>
        <Button
          size="small"
          type="text"
          icon={<SettingOutlined />}
          aria-expanded={isOpen}
          aria-label={t('pt.columnSettings', { field: name })}
          onClick={() => setOpen(!isOpen)}
        />
        <Button
          size="small"
          type="text"
          icon={<DeleteOutlined />}
          aria-label={t('designer.summaryRemove', { field: name })}
          onClick={props.onRemove}
        />
      </div>
      {isOpen ? <div className="st-summary-label">{props.children}</div> : null}
    </li>
  )
}

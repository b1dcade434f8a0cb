import { DeleteOutlined, PushpinFilled, PushpinOutlined } from '@ant-design/icons'
import { useTexts } from '@fieldwork/ui'
import { Button, InputNumber, Select } from 'antd'

import { useFieldTypes } from '../../catalog/field-types.ts'
import type { StudioObject } from '../../catalog/studio-objects.ts'
import { orderedColumns, withOrder } from '../../model/views.ts'
import type { ViewColumn } from '../../model/definitions.ts'
import type { PathField } from '../../model/views.ts'
import { RowHandle, useRowDrag } from '../../parts/row-handle.tsx'
import type { RowDrag } from '../../parts/row-handle.tsx'
import { PathSelect, usePaths } from './path-select.tsx'

type Columns = Record<string, ViewColumn>

/** The columns of a view: their order, width, what is under them, and which stay in place. */
export function ViewColumns(props: { object: StudioObject; columns: Columns; onChange: (columns: Columns) => void }) {
  const { t } = useTexts('studio')
  const { columns, onChange } = props
  const paths = usePaths(props.object)
  const ordered = orderedColumns({ columns })
  const drag = useRowDrag(
    ordered.map(([path]) => path),
    (path, position) => onChange(moved(ordered, path, position)),
  )
  const free = [...paths.values()].filter(({ path }) => columns[path] === undefined)
  return (
    <>
      <ul className="st-columns" aria-label={t('views.columns')}>
        {ordered.map(([path, column]) => (
          <ColumnRow
            key={path}
            path={path}
            column={column}
            field={paths.get(path)}
            drag={drag}
            onChange={(change) => onChange({ ...columns, [path]: withoutUndefined({ ...column, ...change }) })}
            onRemove={() => onChange(Object.fromEntries(ordered.filter(([other]) => other !== path)))}
          />
        ))}
      </ul>
      <PathSelect
        label={t('views.addColumn')}
        paths={free}
        value={null}
        placeholder={t('views.addColumn')}
        onChange={(path) => onChange(withOrder([...ordered, [path, { order: 0 }]]))}
      />
    </>
  )
}

function moved(ordered: [string, ViewColumn][], path: string, position: number): Columns {
  const found = ordered.find(([each]) => each === path)
  if (!found) return Object.fromEntries(ordered)
  const rest = ordered.filter((each) => each !== found)
  const at = Math.max(0, Math.min(position, rest.length))
  return withOrder([...rest.slice(0, at), found, ...rest.slice(at)])
}

const withoutUndefined = (column: Partial<ViewColumn>): ViewColumn =>
  Object.fromEntries(Object.entries(column).filter(([, value]) => value !== undefined)) as unknown as ViewColumn

interface RowProps {
  path: string
  column: ViewColumn
  field: PathField | undefined
  drag: RowDrag
  onChange: (change: { [Key in keyof ViewColumn]?: ViewColumn[Key] | undefined }) => void
  onRemove: () => void
}

function ColumnRow({ path, column, field, drag, onChange, onRemove }: RowProps) {
  const { t, locale } = useTexts('studio')
  const measures = useFieldTypes().get(field?.field.type ?? '')?.measures ?? []
  const label = field?.labels.map((each) => each[locale]).join(' › ') ?? path
  return (
    <li className="st-column" data-row={path} {...drag.rowProps(path)}>
      <RowHandle label={t('views.move', { label })} handle={drag.handleProps(path)} />
      <span className="st-column-label st-ellipsis" title={label}>
        {label}
      </span>
      <Button
        type="text"
        icon={column.frozen ? <PushpinFilled /> : <PushpinOutlined />}
        aria-label={t('views.freeze', { label })}
        aria-pressed={column.frozen === true}
        title={t('views.freeze', { label })}
        onClick={() => onChange({ frozen: column.frozen ? undefined : true })}
      />
      <InputNumber
        aria-label={t('views.width', { label })}
        min={40}
        max={1200}
        step={20}
        precision={0}
        placeholder={t('views.widthUsual')}
        value={column.width ?? null}
        onChange={(width) => onChange({ width: width ?? undefined })}
      />
      <Select
        aria-label={t('views.total', { label })}
        value={column.aggregate ?? ''}
        options={['', ...measures].map((value) => ({ value, label: t(`views.totals.${value || 'none'}`) }))}
        onChange={(aggregate) => onChange({ aggregate: aggregate || undefined })}
      />
      <Button
        type="text"
        icon={<DeleteOutlined />}
        aria-label={t('views.removeColumn', { label })}
        onClick={onRemove}
      />
    </li>
  )
}

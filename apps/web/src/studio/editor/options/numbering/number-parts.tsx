import { DeleteOutlined, PlusOutlined } from '@ant-design/icons'
import { useTexts } from '@fieldwork/ui'
import { Button, Dropdown } from 'antd'
import { useState } from 'react'

import type { StudioObject } from '../../../catalog/studio-objects.ts'
import { PART_KINDS, partKind } from '../../../model/number-format.ts'
import type { PartKind } from '../../../model/number-format.ts'
import { RowHandle, useRowDrag } from '../../../parts/row-handle.tsx'
import type { RowDrag } from '../../../parts/row-handle.tsx'
import { PartInput } from './part-input.tsx'
import { movedPart, NEW_PARTS, partRow } from './part-rows.ts'
import type { PartRow } from './part-rows.ts'

/** The pieces of a number from left to right as rows that can be moved, each explained. */
export function NumberParts(props: {
  /** whose records are numbered; null while it has no fields */
  object: StudioObject | null
  rows: PartRow[]
  problems: string[]
  onChange: (rows: PartRow[]) => void
}) {
  const { t } = useTexts('studio')
  const { rows, onChange, problems } = props
  const [added, setAdded] = useState<string | null>(null)
  const drag = useRowDrag(
    rows.map(({ id }) => id),
    (id, position) => onChange(movedPart(rows, id, position)),
  )
  const add = (kind: PartKind): void => {
    const row = partRow(NEW_PARTS[kind])
    setAdded(row.id)
    onChange([...rows, row])
  }
  return (
    <div className="st-number-parts" role="group" aria-label={t('number.parts')}>
      {rows.map((row, index) => (
        <PartLine
          key={row.id}
          object={props.object}
          row={row}
          number={index + 1}
          drag={drag}
          isAdded={row.id === added}
          onChange={(next) => onChange(rows.map((each) => (each.id === row.id ? next : each)))}
          onRemove={() => onChange(rows.filter(({ id }) => id !== row.id))}
        />
      ))}
      <AddPart kinds={props.object ? PART_KINDS : PLAIN_KINDS} onAdd={add} />
      {problems.map((problem) => (
        <p key={problem} className="st-error" role="alert">
          {problem}
        </p>
      ))}
    </div>
  )
}

interface LineProps {
  /** whose records are numbered; null while it has no fields */
  object: StudioObject | null
  row: PartRow
  number: number
  drag: RowDrag
  isAdded: boolean
  onChange: (row: PartRow) => void
  onRemove: () => void
}

function PartLine({ object, row, number, drag, isAdded, onChange, onRemove }: LineProps) {
  const { t } = useTexts('studio')
  const kind = t(`number.${partKind(row.part)}`)
  return (
    <div className="st-number-part" data-row={row.id} {...drag.rowProps(row.id)}>
      <RowHandle label={t('number.movePart', { number, part: kind })} handle={drag.handleProps(row.id)} />
      <span className="st-number-kind">{kind}</span>
      <PartInput
        object={object}
        part={row.part}
        label={t('number.partOf', { number, part: kind })}
        autoFocus={isAdded}
        onChange={(part) => onChange({ ...row, part })}
      />
      <Button
        type="text"
        size="small"
        icon={<DeleteOutlined />}
        aria-label={t('number.removePart', { number, part: kind })}
        onClick={onRemove}
      />
    </div>
  )
}

const PLAIN_KINDS: readonly PartKind[] = ['text', 'date', 'sequence']

function AddPart({ kinds, onAdd }: { kinds: readonly PartKind[]; onAdd: (kind: PartKind) => void }) {
  const { t } = useTexts('studio')
  const items = kinds.map((key) => ({
    key,
    label: (
      <span className="st-number-choice">
        {t(`number.${key}`)}
        <small>{t(`number.partHelp.${key}`)}</small>
      </span>
    ),
  }))
  return (
    <Dropdown trigger={['click']} menu={{ items, onClick: ({ key }) => onAdd(key as PartKind) }}>
      <Button type="dashed" className="st-wide" icon={<PlusOutlined />}>
        {t('number.add')}
      </Button>
    </Dropdown>
  )
}

import { DeleteOutlined, PlusOutlined } from '@ant-design/icons'
import { useTexts } from '@fieldwork/ui'
import { Button } from 'antd'
import type { ReactNode } from 'react'

import { PointedProblem, pointerOf } from '../conversions/pointed.tsx'
import { freeKey } from '../model/conversions.ts'
import { dropEntry, inOrder, moveEntry, putEntry } from '../model/record-types.ts'
import { RowHandle, useRowDrag } from '../parts/row-handle.tsx'
import type { Change } from './editing.ts'

interface EntriesProps<T> {
  pointer: string
  /** what they are together */
  title: string
  note?: string
  /** what a new one is called */
  stem: string
  addLabel: string
  entries: Record<string, T> | undefined
  make: () => T
  /** what one is called */
  labelOf: (entry: T, position: number) => string
  onChange: Change<Record<string, T> | undefined>
  children: (part: { pointer: string; value: T; onChange: Change<T> }) => ReactNode
}

/** Keyed parts of a document in their order: added, removed, put in another order by dragging or arrow keys. */
export function Entries<T extends { order?: number }>(props: EntriesProps<T>) {
  const { t } = useTexts('studio')
  const { pointer, title, entries = {}, onChange } = props
  const ordered = inOrder(entries)
  const drag = useRowDrag(
    ordered.map(([key]) => key),
    (key, position) => onChange(moveEntry(entries, key, position)),
  )
  const add = (): void => onChange(putEntry(entries, freeKey(props.stem, Object.keys(entries)), props.make()))
  return (
    <section className="st-ap-entries" aria-label={title} data-pointer={pointer}>
      <h4 className="st-part-title">{title}</h4>
      {props.note ? <p className="st-help">{props.note}</p> : null}
      <PointedProblem pointer={pointer} />
      {ordered.map(([key, entry], at) => {
        const label = props.labelOf(entry, at)
        const place = pointer + pointerOf(key)
        return (
          <section key={key} className="st-ap-entry" aria-label={label} data-row={key} {...drag.rowProps(key)}>
            <header>
              <RowHandle label={t('fields.move', { label })} handle={drag.handleProps(key)} />
              <span className="st-grow">{label}</span>
              <Button
                type="text"
                size="small"
                icon={<DeleteOutlined />}
                aria-label={t('ap.drop', { label })}
                onClick={() => onChange(dropEntry(entries, key))}
              />
            </header>
            <PointedProblem pointer={place} />
            {props.children({
              pointer: place,
              value: entry,
              onChange: (next, options) => onChange({ ...entries, [key]: next }, options),
            })}
          </section>
        )
      })}
      <Button size="small" icon={<PlusOutlined />} onClick={add}>
        {props.addLabel}
      </Button>
    </section>
  )
}

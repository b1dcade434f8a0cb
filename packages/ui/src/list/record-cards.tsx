import { FieldValue } from '@fieldwork/fields/ui'
import { useEffect, useRef } from 'react'

import type { ObjectSchema, RecordData } from '../api/types.ts'
import { AppLink } from '../theme/navigation.tsx'
import { cellValue } from './columns.ts'
import type { ListColumn } from './columns.ts'

const SHOWN_FIELDS = 4

/** A list for a phone: one card a record, the name large, the state at the right, a few facts below. */
export function RecordCards(props: {
  schema: ObjectSchema
  columns: ListColumn[]
  records: RecordData[]
  pathOf: (record: RecordData) => string
  onReachEnd: () => void
}) {
  const end = useRef<HTMLLIElement>(null)
  const { onReachEnd } = props
  useEffect(() => {
    const observer = new IntersectionObserver((entries) => {
      if (entries.some((entry) => entry.isIntersecting)) onReachEnd()
    })
    if (end.current) observer.observe(end.current)
    return () => observer.disconnect()
  }, [onReachEnd])

  return (
    <ul className="fw-cards">
      {props.records.map((record) => (
        <Card key={record.id} {...props} record={record} />
      ))}
      <li ref={end} aria-hidden="true" />
    </ul>
  )
}

function Card(props: {
  schema: ObjectSchema
  columns: ListColumn[]
  record: RecordData
  pathOf: (record: RecordData) => string
}) {
  const { schema, columns, record } = props
  const stateColumn = columns.find((column) => column.path === schema.states?.field)
  const facts = columns
    .filter((column) => !column.isName && column !== stateColumn && hasValue(cellValue(record, column.path)))
    .slice(0, SHOWN_FIELDS)
  return (
    <li className="fw-card">
      <AppLink to={props.pathOf(record)} className="fw-card-link">
        <span className="fw-card-head">
          <span className="fw-card-name">{String(record[schema.nameField] ?? '—')}</span>
          {stateColumn ? <FieldValue field={stateColumn.field} value={cellValue(record, stateColumn.path)} /> : null}
        </span>
        <span className="fw-card-facts">
          {facts.map((column) => (
            <span key={column.path} className="fw-card-fact">
              <span className="fw-card-label">{column.label}</span>
              <span className="fw-ellipsis">
                <FieldValue field={column.field} value={cellValue(record, column.path)} />
              </span>
            </span>
          ))}
        </span>
      </AppLink>
    </li>
  )
}

function hasValue(value: unknown): boolean {
  return value !== null && value !== undefined && value !== ''
}

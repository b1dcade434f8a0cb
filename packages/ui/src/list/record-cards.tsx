import { FieldValue } from '@fieldwork/fields/ui'
import { useEffect, useRef } from 'react'

import type { ObjectSchema, RecordData } from '../api/types.ts'
import { AppLink } from '../theme/navigation.tsx'
import { CellContent } from './cell-content.tsx'
import { cellValue } from './columns.ts'
import type { ListColumn } from './columns.ts'
import { TreeTwig } from './tree-twig.tsx'
import type { TreeRows } from './tree-twig.tsx'

const SHOWN_FIELDS = 4

/** A list for a phone: one card a record, the name large, the state at the right, a few facts below; trees open in place. */
export function RecordCards(props: {
  schema: ObjectSchema
  columns: ListColumn[]
  records: RecordData[]
  pathOf: (record: RecordData) => string
  onReachEnd: () => void
  tree?: TreeRows
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
  tree?: TreeRows
}) {
  const { schema, record, tree } = props
  const { number, state, facts } = cardParts(props)
  const name = String(cellValue(record, schema.nameField) ?? '—')
  return (
    <li className={tree ? 'fw-card is-twig' : 'fw-card'}>
      {tree ? (
        <TreeTwig node={tree.nodeOf(record)} name={name} onToggle={() => tree.onToggle(record)} inTabOrder />
      ) : null}
      <AppLink to={props.pathOf(record)} className="fw-card-link">
        <span className="fw-card-head">
          <span className="fw-card-name">{name}</span>
          {state ? <FieldValue field={state.field} value={cellValue(record, state.path)} /> : null}
        </span>
        <span className="fw-card-facts">
          {number ? <span className="fw-card-number">{String(cellValue(record, number.path))}</span> : null}
          {facts.map((column) => (
            <Fact key={column.path} column={column} record={record} />
          ))}
        </span>
      </AppLink>
    </li>
  )
}

function Fact({ column, record }: { column: ListColumn; record: RecordData }) {
  return (
    <span className="fw-card-fact">
      {column.field.presentation?.speaksForItself ? null : <span className="fw-card-label">{column.label}</span>}
      <span className="fw-ellipsis">
        <CellContent column={column} record={record} inLine />
      </span>
    </span>
  )
}

/** What a card shows of its record: the state, the number and a few facts, as far as they hold something. */
function cardParts({ schema, columns, record }: { schema: ObjectSchema; columns: ListColumn[]; record: RecordData }) {
  const filled = columns.filter((column) => !column.isName && hasValue(cellValue(record, column.path)))
  const state = filled.find((column) => column.path === schema.states?.field)
  const number = filled.find((column) => column.field.type === 'auto-number')
  const facts = filled.filter((column) => column !== state && column !== number).slice(0, SHOWN_FIELDS)
  return { number, state, facts }
}

function hasValue(value: unknown): boolean {
  return value !== null && value !== undefined && value !== ''
}

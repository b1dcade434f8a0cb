import { DeleteOutlined, PlusOutlined } from '@ant-design/icons'
import { useTexts } from '@fieldwork/ui'
import { Button, Input } from 'antd'
import { useState } from 'react'
import type { ReactNode } from 'react'

import { ExpressionCell, PointedProblem, pointerOf } from '../conversions/pointed.tsx'
import { freeKey } from '../model/conversions.ts'
import { dropEntry } from '../model/record-types.ts'
import type { Approver, Cell, DecisionTable, TableRow } from './approval.ts'
import { cellWords, readCell } from './cell-words.ts'
import { TYPED, useChainObject } from './editing.ts'
import type { Change, Part } from './editing.ts'
import { Entries } from './entries.tsx'

/** Draws whom a row asks. */
type DrawApprovers = (part: {
  pointer: string
  title: string
  value: Record<string, Approver>
  onChange: Change<Record<string, Approver> | undefined>
}) => ReactNode

type TableProps = Part<DecisionTable> & { drawApprovers: DrawApprovers }

/** A decision table as a grid: columns are expressions, cells bounds or values, each row says who is asked. */
export function DecisionTableForm({ pointer, value, onChange, drawApprovers }: TableProps) {
  const { t } = useTexts('studio')
  const columns = Object.keys(value.inputs)
  return (
    <div className="st-ap-decision">
      <Columns pointer={pointer} value={value} onChange={onChange} />
      <Entries<TableRow>
        pointer={`${pointer}/rows`}
        title={t('ap.rows')}
        note={t('ap.rowsHelp')}
        stem="row"
        addLabel={t('ap.addRow')}
        entries={value.rows}
        make={() => ({ approvers: { approver: { role: '' } } })}
        labelOf={(_row, at) => t('ap.row', { number: at + 1 })}
        onChange={(rows, options) => onChange({ ...value, rows: rows ?? {} }, options)}
      >
        {(row) => <Row {...row} columns={columns} inputs={value.inputs} drawApprovers={drawApprovers} />}
      </Entries>
    </div>
  )
}

function Columns({ pointer, value, onChange }: Part<DecisionTable>) {
  const { t } = useTexts('studio')
  const object = useChainObject()
  const names = Object.keys(value.inputs)
  const add = (): void => onChange({ ...value, inputs: { ...value.inputs, [freeKey('input', names)]: '' } })
  const drop = (name: string): void => {
    const rows = Object.entries(value.rows).map(([key, row]) => [key, withoutCell(row, name)])
    onChange({ inputs: dropEntry(value.inputs, name) ?? {}, rows: Object.fromEntries(rows) })
  }
  return (
    <section className="st-ap-entries" aria-label={t('ap.columns')}>
      <h4 className="st-part-title">{t('ap.columns')}</h4>
      <PointedProblem pointer={`${pointer}/inputs`} />
      {names.map((name, at) => (
        <div key={name} className="st-ap-column">
          <ExpressionCell
            pointer={`${pointer}/inputs${pointerOf(name)}`}
            object={object}
            label={t('ap.column', { number: at + 1 })}
            value={value.inputs[name] ?? ''}
            onChange={(next) => onChange({ ...value, inputs: { ...value.inputs, [name]: next } }, TYPED)}
          />
          <Button
            type="text"
            icon={<DeleteOutlined />}
            disabled={names.length === 1}
            aria-label={t('ap.drop', { label: t('ap.column', { number: at + 1 }) })}
            onClick={() => drop(name)}
          />
        </div>
      ))}
      <Button size="small" icon={<PlusOutlined />} onClick={add}>
        {t('ap.addColumn')}
      </Button>
    </section>
  )
}

function withoutCell({ cells, ...row }: TableRow, name: string): TableRow {
  const rest = dropEntry(cells, name)
  return rest ? { ...row, cells: rest } : row
}

type RowProps = Part<TableRow> & { columns: string[]; inputs: Record<string, string>; drawApprovers: DrawApprovers }

function Row(props: RowProps) {
  const { t } = useTexts('studio')
  const { pointer, value, onChange, columns, inputs } = props
  const put = (name: string, cell: Cell | undefined): void => {
    const next = withoutCell(value, name)
    onChange(cell === undefined ? next : { ...next, cells: { ...next.cells, [name]: cell } }, TYPED)
  }
  return (
    <>
      <div className="st-ap-cells">
        {columns.map((name, at) => (
          <CellInput
            key={name}
            pointer={`${pointer}/cells${pointerOf(name)}`}
            label={inputs[name] || t('ap.column', { number: at + 1 })}
            cell={value.cells?.[name]}
            onChange={(cell) => put(name, cell)}
          />
        ))}
      </div>
      {props.drawApprovers({
        pointer: `${pointer}/approvers`,
        title: t('ap.then'),
        value: value.approvers,
        onChange: (approvers, options) => onChange({ ...value, approvers: approvers ?? {} }, options),
      })}
    </>
  )
}

function CellInput(props: {
  pointer: string
  label: string
  cell: Cell | undefined
  onChange: (cell: Cell | undefined) => void
}) {
  const { t } = useTexts('studio')
  const [typed, setTyped] = useState<string | null>(null)
  const words = typed ?? cellWords(props.cell)
  const isWrong = readCell(words) === null
  const type = (next: string): void => {
    setTyped(next)
    const cell = readCell(next)
    if (cell !== null) props.onChange(cell)
  }
  return (
    <label data-pointer={props.pointer}>
      <code className="st-code">{props.label}</code>
      <Input
        aria-label={t('ap.cell', { column: props.label })}
        placeholder={t('ap.anyValue')}
        status={isWrong ? 'error' : ''}
        value={words}
        onChange={(event) => type(event.target.value)}
        onBlur={() => (isWrong ? undefined : setTyped(null))}
      />
      {isWrong ? (
        <p className="st-error" role="alert">
          {t('ap.cellWrong')}
        </p>
      ) : null}
      <PointedProblem pointer={props.pointer} />
    </label>
  )
}

import { CopyOutlined, DeleteOutlined, DownOutlined } from '@ant-design/icons'
import { FieldValue } from '@fieldwork/fields/ui'
import { Button } from 'antd'
import { useState } from 'react'

import { FieldFrame } from '../form/field-frame.tsx'
import { useTexts } from '../texts/i18n.ts'
import { CellWidget, shownValue } from './line-cell.tsx'
import { copyRow } from './line-rows.ts'
import type { LineRow } from './line-rows.ts'
import { ColumnTotal, computedOf, edited } from './lines-grid.tsx'
import type { LinesGridProps } from './lines-grid.tsx'

const SHOWN_FACTS = 4
/** as many more are drawn when asked for */
const SHOWN_CARDS = 50

/** Lines on a phone: a card for each, which opens to be filled in. */
export function LinesCards(props: LinesGridProps) {
  const { kind, rows } = props
  const { t } = useTexts()
  const [open, setOpen] = useState<string | null>(null)
  const [shown, setShown] = useState(SHOWN_CARDS)
  const lastWrong = rows.findLastIndex(({ errors }) => Object.keys(errors).length > 0)
  const drawn = rows.slice(0, Math.max(shown, lastWrong + 1))
  const totals = kind.columns.filter(({ aggregate }) => aggregate !== null)
  return (
    <div className="fw-line-cards">
      {drawn.map((row, at) => (
        <LineCard
          key={row.key}
          {...props}
          row={row}
          at={at}
          isOpen={open === row.key || Object.keys(row.errors).length > 0}
          onToggle={() => setOpen(open === row.key ? null : row.key)}
        />
      ))}
      {drawn.length < rows.length ? (
        <Button onClick={() => setShown(drawn.length + SHOWN_CARDS)}>
          {t('lines.more', { count: rows.length - drawn.length })}
        </Button>
      ) : null}
      {rows.length > 0 && totals.length > 0 ? (
        <p className="fw-line-card-totals">
          <strong>{t('lines.total')}</strong>
          {totals.map((column) => (
            <span key={column.name}>
              {column.shape.label} <ColumnTotal kind={kind} column={column} rows={rows} />
            </span>
          ))}
        </p>
      ) : null}
    </div>
  )
}

interface LineCardProps extends LinesGridProps {
  row: LineRow
  at: number
  isOpen: boolean
  onToggle(): void
}

function LineCard(props: LineCardProps) {
  const { kind, row, at, isOpen, readOnly, change, idPrefix } = props
  const { t } = useTexts()
  const computed = computedOf(kind, row)
  return (
    <section className="fw-line-card" aria-label={t('lines.line', { line: at + 1 })}>
      <button
        type="button"
        className="fw-line-card-head"
        aria-expanded={isOpen}
        onClick={props.onToggle}
        disabled={readOnly}
      >
        <span className="fw-faint">{at + 1}</span>
        {kind.columns.slice(0, SHOWN_FACTS).map((column) => (
          <span key={column.name} className="fw-line-card-fact">
            <small>{column.shape.label}</small>
            <span className="fw-ellipsis">
              <FieldValue field={column.shape} value={shownValue(column, row, computed)} />
            </span>
          </span>
        ))}
        {readOnly ? null : <DownOutlined rotate={isOpen ? 180 : 0} />}
      </button>
      {isOpen && !readOnly ? (
        <div className="fw-line-card-fields">
          {row.errors[''] ? <p role="alert">{row.errors['']}</p> : null}
          {kind.columns
            .filter(({ isWritable }) => isWritable)
            .map((column) => (
              <FieldFrame
                key={column.name}
                id={`${idPrefix}_${at}_${column.name}`}
                label={column.shape.label}
                required={column.isRequired}
                {...(row.errors[column.name] ? { error: row.errors[column.name] } : {})}
              >
                <CellWidget
                  id={`${idPrefix}_${at}_${column.name}`}
                  column={column}
                  row={row}
                  onChange={(value, reference) =>
                    change((rows) =>
                      rows.map((each) =>
                        each.key === row.key ? edited(kind, each, { name: column.name, value, reference }) : each,
                      ),
                    )
                  }
                />
              </FieldFrame>
            ))}
          <div className="fw-line-card-actions">
            <Button icon={<CopyOutlined />} onClick={() => change((rows) => copyRow(rows, at))}>
              {t('lines.copyShort')}
            </Button>
            <Button icon={<DeleteOutlined />} onClick={() => props.onRemove(at)}>
              {t('lines.removeShort')}
            </Button>
          </div>
        </div>
      ) : null}
    </section>
  )
}

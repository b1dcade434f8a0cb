import { PlusOutlined } from '@ant-design/icons'
import { FieldValue } from '@fieldwork/fields/ui'
import { Button } from 'antd'

import { useMe, useObjectSchema, useRecordPages, useViews } from '../api/queries.ts'
import type { LayoutBlock, ObjectSchema, RecordData, View } from '../api/types.ts'
import { CellContent } from '../list/cell-content.tsx'
import { cellValue, columnsOf, fieldsOf, isRightAligned } from '../list/columns.ts'
import type { ListColumn } from '../list/columns.ts'
import { useWriteLock } from '../parts/write-lock.tsx'
import { AppLink, useNavigateTo } from '../theme/navigation.tsx'
import { useTexts } from '../texts/i18n.ts'
import { shapeOf, shapeOfInfo } from '../values/shapes.ts'
import { recordPath } from '../values/record-path.ts'
import { linkToMaster } from './link-to-master.ts'
import { useTotals } from './use-totals.ts'
import type { ColumnTotals } from './use-totals.ts'
import { useRecordDrawer } from './record-drawer-host.tsx'

const USUAL_ROWS = 5
const SHOWN_COLUMNS = 6

/** Records of another object that refer to this one, with a way to add one. */
export function RelatedList(props: {
  block: LayoutBlock
  label: string
  master: RecordData
  masterSchema: ObjectSchema
}) {
  const { block, master, masterSchema } = props
  const { object = '', via = '', limit = USUAL_ROWS, sort = '-created_at' } = block
  const { t } = useTexts()
  const rights = useMe().data?.rights[object] ?? []
  const schema = useObjectSchema(rights.includes('read') ? object : '', 'update').data
  const views = useViews(object, rights.includes('read')).data
  const shown = schema && views?.[0] ? shownColumns(block, views[0], schema) : []
  const link = linkToMaster(schema, via, { master, masterSchema })
  const filter = block.filter ? `${link.filter} && (${block.filter})` : link.filter
  const list = useRecordPages(
    object,
    { filter, fields: schema ? fieldsOf(shown, schema) : [], sort, limit, count: 'exact' },
    schema !== undefined && shown.length > 0,
  )
  const totals = useTotals(object, { filter, columns: block.columns, isWanted: schema !== undefined })
  const openDrawer = useRecordDrawer()
  const lock = useWriteLock()
  if (!rights.includes('read')) return null

  const records = list.data?.pages[0]?.data ?? []
  const count = list.data?.pages[0]?.page.count ?? records.length
  return (
    <section className="fw-related" aria-label={props.label || schema?.label}>
      <header className="fw-related-head">
        <h2 className="fw-section-title">
          {props.label || schema?.label} <span className="fw-page-note">{list.data ? count : ''}</span>
        </h2>
        {count > limit ? (
          <AppLink to={`/o/${object}?filter=${encodeURIComponent(filter)}`}>{t('record.showAll')}</AppLink>
        ) : null}
        {rights.includes('create') ? (
          <Button
            size="small"
            type="text"
            icon={<PlusOutlined />}
            {...lock}
            onClick={() => void openDrawer({ object, initial: { [via]: link.initial } })}
          >
            {t('action.new')}
          </Button>
        ) : null}
      </header>
      {list.isSuccess && records.length === 0 ? (
        <p className="fw-faint fw-related-empty">{t('record.noRelated')}</p>
      ) : null}
      {records.length > 0 && schema ? (
        <RelatedTable object={object} columns={shown} records={records} totals={totals} />
      ) : null}
    </section>
  )
}

/** The columns of the block, or those of the first view, without the one that leads back. */
const inert = { isSortable: false, isFilterable: false }

function shownColumns({ columns, via }: LayoutBlock, view: View, schema: ObjectSchema): ListColumn[] {
  const chosen = Object.entries(columns ?? {}).sort(([, a], [, b]) => a.order - b.order)
  if (chosen.length === 0) {
    const usual = columnsOf(view, schema).filter(({ path }) => path.split('.')[0] !== via)
    return usual.slice(0, SHOWN_COLUMNS)
  }
  return chosen.flatMap(([path, column]) => {
    const field = column.field ? shapeOfInfo(path, column.field) : shapeOf(schema, path)
    const isName = path === schema.nameField
    return field ? [{ path, label: field.label, field, width: 0, frozen: false, isName, ...inert }] : []
  })
}

interface RelatedTableProps {
  object: string
  columns: ListColumn[]
  records: RecordData[]
  totals: ColumnTotals
}

function RelatedTable({ object, columns, records, totals }: RelatedTableProps) {
  const navigate = useNavigateTo()
  return (
    <div className="fw-related-scroll">
      <table className="fw-related-table">
        <thead>
          <tr>
            {columns.map((column) => (
              <th key={column.path} className={isRightAligned(column) ? 'fw-right' : ''} scope="col">
                {column.label}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {records.map((record) => (
            <tr key={record.id} onClick={() => navigate(recordPath(object, record.id))}>
              {columns.map((column) => (
                <RelatedCell
                  key={column.path}
                  object={object}
                  column={column}
                  record={record}
                  isRight={isRightAligned(column)}
                />
              ))}
            </tr>
          ))}
        </tbody>
        {Object.keys(totals).length > 0 ? (
          <tfoot>
            <tr>
              {columns.map((column) => (
                <td key={column.path} className={isRightAligned(column) ? 'fw-right' : ''}>
                  <FieldValue field={column.field} value={totals[column.path]} />
                </td>
              ))}
            </tr>
          </tfoot>
        ) : null}
      </table>
    </div>
  )
}

function RelatedCell(props: { object: string; column: ListColumn; record: RecordData; isRight: boolean }) {
  const { object, column, record } = props
  const value = cellValue(record, column.path)
  return (
    <td className={props.isRight ? 'fw-right' : ''}>
      {column.isName ? (
        <AppLink to={recordPath(object, record.id)} className="fw-name-link">
          {String(value ?? '—')}
        </AppLink>
      ) : (
        <CellContent column={column} record={record} />
      )}
    </td>
  )
}

import { PlusOutlined } from '@ant-design/icons'
import { FieldValue } from '@fieldwork/fields/ui'
import { Button } from 'antd'

import { useMe, useObjectSchema, useRecordPages, useViews } from '../api/queries.ts'
import type { ObjectSchema, RecordData } from '../api/types.ts'
import { cellValue, columnsOf, fieldsOf, isRightAligned } from '../list/columns.ts'
import type { ListColumn } from '../list/columns.ts'
import { AppLink, useNavigateTo } from '../theme/navigation.tsx'
import { useTexts } from '../texts/i18n.ts'
import { recordPath } from '../values/record-services.tsx'
import { useRecordDrawer } from './record-drawer-host.tsx'

const SHOWN_ROWS = 5
const SHOWN_COLUMNS = 6

/** Records of another object that refer to this one, with a way to add one. */
export function RelatedList(props: {
  object: string
  via: string
  label: string
  master: RecordData
  masterSchema: ObjectSchema
}) {
  const { object, via, master, masterSchema } = props
  const { t } = useTexts()
  const rights = useMe().data?.rights[object] ?? []
  const schema = useObjectSchema(rights.includes('read') ? object : '', 'update').data
  const views = useViews(object, rights.includes('read')).data
  const columns =
    schema && views?.[0] ? columnsOf(views[0], schema).filter(({ path }) => path.split('.')[0] !== via) : []
  const shown = columns.slice(0, SHOWN_COLUMNS)
  const filter = `${via} == '${master.id}'`
  const list = useRecordPages(
    object,
    { filter, fields: schema ? fieldsOf(shown, schema) : [], sort: '-created_at', limit: SHOWN_ROWS, count: 'exact' },
    schema !== undefined && shown.length > 0,
  )
  const openDrawer = useRecordDrawer()
  if (!rights.includes('read')) return null

  const records = list.data?.pages[0]?.data ?? []
  const count = list.data?.pages[0]?.page.count ?? records.length
  const reference = { id: master.id, label: String(master[masterSchema.nameField] ?? '') }
  return (
    <section className="fw-related" aria-label={props.label || schema?.label}>
      <header className="fw-related-head">
        <h2 className="fw-section-title">
          {props.label || schema?.label} <span className="fw-page-note">{list.data ? count : ''}</span>
        </h2>
        {count > SHOWN_ROWS ? (
          <AppLink to={`/o/${object}?filter=${encodeURIComponent(filter)}`}>{t('record.showAll')}</AppLink>
        ) : null}
        {rights.includes('create') ? (
          <Button
            size="small"
            type="text"
            icon={<PlusOutlined />}
            onClick={() => void openDrawer({ object, initial: { [via]: reference } })}
          >
            {t('action.new')}
          </Button>
        ) : null}
      </header>
      {list.isSuccess && records.length === 0 ? (
        <p className="fw-faint fw-related-empty">{t('record.noRelated')}</p>
      ) : null}
      {records.length > 0 && schema ? <RelatedTable object={object} columns={shown} records={records} /> : null}
    </section>
  )
}

function RelatedTable({ object, columns, records }: { object: string; columns: ListColumn[]; records: RecordData[] }) {
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
        <FieldValue field={column.field} value={value} />
      )}
    </td>
  )
}

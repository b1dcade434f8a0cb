import './print.css'

import {
  FieldValue,
  ListSkeleton,
  ProblemNote,
  formatMoment,
  shapeOf,
  useApi,
  useMe,
  useObjectSchema,
  useTexts,
} from '@fieldwork/ui'
import type { FieldShape, ObjectSchema, RecordData } from '@fieldwork/ui'
import { PrinterOutlined } from '@ant-design/icons'
import { useQuery } from '@tanstack/react-query'
import { useParams, useSearch } from '@tanstack/react-router'
import { Button } from 'antd'

import { PrintActions } from './print-actions.tsx'
import { Watermark } from './watermark.tsx'

interface PrintSearch {
  id?: string
  filter?: string
  q?: string
  sort?: string
  fields?: string
}

/** What the server gives for a printed page; that it did stands in the operation log. */
interface Printed {
  data: RecordData[]
  columns: { path: string; label: string }[]
  printed: { at: string; by: string; account: string }
}

/** A record or a list as it is printed: who printed it and when stands across and below it. */
export function PrintPage() {
  const { object } = useParams({ strict: false }) as { object: string }
  const search = useSearch({ strict: false }) as PrintSearch
  const schema = useObjectSchema(object, 'update')
  const page = usePrinted(object, search)
  const error = schema.error ?? page.error
  if (error) {
    return (
      <div className="fw-centred">
        <ProblemNote error={error} />
      </div>
    )
  }
  if (!schema.data || !page.data) return <ListSkeleton />
  return <PrintedPage schema={schema.data} page={page.data} search={search} />
}

/** Asked for once: every answer is a line in the log. */
function usePrinted(object: string, { fields, ...search }: PrintSearch) {
  const api = useApi()
  const body = { ...search, ...(fields ? { fields: fields.split(',') } : {}) }
  return useQuery({
    queryKey: ['print', object, body],
    queryFn: () => api.post<Printed>(`/api/records/${object}/print`, body),
    staleTime: Number.POSITIVE_INFINITY,
    gcTime: 0,
    retry: false,
    refetchOnWindowFocus: false,
    refetchOnReconnect: false,
  })
}

interface PageProps {
  schema: ObjectSchema
  page: Printed
  search: PrintSearch
}

function PrintedPage({ schema, page, search }: PageProps) {
  const { t } = useTexts('app')
  const timeZone = useMe().data?.timeZone ?? 'UTC'
  const { by, account, at } = page.printed
  const stamp = t('taking.printedBy', { by, account, at: formatMoment(at, timeZone, true) })
  const [record] = page.data
  const title = search.id && record ? String(record[schema.nameField] ?? schema.label) : schema.label
  return (
    <div className="fw-print-page">
      <PrintActions>
        <Button type="primary" icon={<PrinterOutlined />} onClick={() => print()}>
          {t('taking.printNow')}
        </Button>
      </PrintActions>
      <article className="fw-print-sheet" aria-label={t('taking.printTitle', { label: title })}>
        <Watermark text={`${account} ${formatMoment(at, timeZone, true)}`} />
        <h1>{title}</h1>
        {search.id && record ? (
          <RecordFacts schema={schema} page={page} record={record} />
        ) : (
          <RecordsTable schema={schema} page={page} />
        )}
        <footer>
          {search.id ? null : <span>{t('taking.printCount', { shown: page.data.length.toLocaleString() })} · </span>}
          {stamp}
        </footer>
      </article>
    </div>
  )
}

interface Column {
  path: string
  label: string
  field: FieldShape
}

/** Columns with how their values are shown; what leads to other records is shown as text. */
function shownColumns(schema: ObjectSchema, { columns }: Printed): Column[] {
  return columns
    .filter(({ path }) => path !== 'id')
    .map(({ path, label }) => {
      const text = { name: path, label, type: 'text', property: {} } as unknown as FieldShape
      return { path, label, field: shapeOf(schema, path) ?? text }
    })
}

const isEmpty = (value: unknown): boolean => value === null || value === undefined || value === ''

function RecordFacts({ schema, page, record }: Omit<PageProps, 'search'> & { record: RecordData }) {
  const columns = shownColumns(schema, page).filter(({ path }) => !isEmpty(record[path]))
  return (
    <dl className="fw-print-facts">
      {columns.map(({ path, label, field }) => (
        <div key={path}>
          <dt>{label}</dt>
          <dd>
            <FieldValue field={field} value={record[path]} />
          </dd>
        </div>
      ))}
    </dl>
  )
}

function RecordsTable({ schema, page }: Omit<PageProps, 'search'>) {
  const columns = shownColumns(schema, page)
  return (
    <table className="fw-print-table">
      <thead>
        <tr>
          {columns.map(({ path, label }) => (
            <th key={path} scope="col">
              {label}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {page.data.map((record, at) => (
          <tr key={String(record.id ?? at)}>
            {columns.map(({ path, field }) => (
              <td key={path}>{isEmpty(record[path]) ? '' : <FieldValue field={field} value={record[path]} />}</td>
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  )
}

import { DeleteOutlined, PlusOutlined } from '@ant-design/icons'
import {
  AppLink,
  FieldInput,
  plainValue,
  recordPath,
  referencesOf,
  useApi,
  useAttempt,
  useObjectSchema,
  useRecordWrites,
  useTexts,
} from '@fieldwork/ui'
import type { ObjectSchema, RecordData } from '@fieldwork/ui'
import type { ReferenceValue } from '@fieldwork/ui'
import { useQuery } from '@tanstack/react-query'
import { App, Button, Skeleton } from 'antd'
import { useState } from 'react'

import type { MemberRuleDefinition } from '../model/member-rules.ts'

const PAGE = 200

interface Column {
  name: string
  label: string
}

interface Grid {
  object: string
  schema: ObjectSchema
  columns: Column[]
}

/** The records of a mapping with the fields that its rule reads; each cell is saved when it is changed. */
export function MappingGrid({ rule, text }: { rule: MemberRuleDefinition; text: string }) {
  const { t } = useTexts('studio')
  const { mapping: object, match, people } = rule
  const schema = useObjectSchema(object, 'update').data
  const found = useMappingRecords(object, text)
  if (!schema || !found.data) return <Skeleton active title={false} />
  const names = [...Object.keys(match).filter((key) => key !== 'id'), people]
  const columns = names.flatMap((name) => (schema.fields[name] ? [{ name, label: schema.fields[name].label }] : []))
  const grid = { object, schema, columns }
  const { data, page } = found.data
  return (
    <div className="st-table-frame">
      <table className="st-table st-mapping">
        <thead>
          <tr>
            <th>{schema.fields[schema.nameField]?.label ?? schema.label}</th>
            {columns.map(({ name, label }) => (
              <th key={name}>{label}</th>
            ))}
            <th aria-label={t('memberRules.actions')} />
          </tr>
        </thead>
        <tbody>
          {data.map((record) => (
            <MappingRow key={record.id} grid={grid} record={record} />
          ))}
          {'id' in match ? null : <NewRow grid={grid} />}
        </tbody>
      </table>
      {data.length === 0 ? <p className="st-help">{t('memberRules.mappingEmpty')}</p> : null}
      {page.after ? <p className="st-help">{t('memberRules.more', { count: PAGE })}</p> : null}
    </div>
  )
}

function useMappingRecords(object: string, text: string) {
  const api = useApi()
  const query = new URLSearchParams({ limit: String(PAGE), ...(text.trim() !== '' && { q: text.trim() }) })
  return useQuery({
    queryKey: ['records', object, 'mapping', text.trim()],
    queryFn: ({ signal }) =>
      api.get<{ data: RecordData[]; page: { after: string | null } }>(`/api/records/${object}?${query}`, signal),
  })
}

/** Tells what went wrong with a write; what is shown stays what is stored. */
function useTold() {
  const { message } = App.useApp()
  const { t } = useTexts('studio')
  const attempt = useAttempt()
  return async (write: Promise<unknown>): Promise<boolean> => {
    const isDone = await attempt(write)
    if (isDone) void message.success(t('memberRules.saved'))
    return isDone
  }
}

function MappingRow({ grid, record }: { grid: Grid; record: RecordData }) {
  const { t } = useTexts('studio')
  const writes = useRecordWrites(grid.object)
  const tell = useTold()
  const name = String(record[grid.schema.nameField] ?? record.id)
  const isWritable = grid.schema.operations.includes('update')
  const save = (field: string, value: unknown): void =>
    void tell(writes.update(record.id, { [field]: value ?? null }, Number(record['version'])))
  return (
    <tr>
      <td>
        <AppLink to={recordPath(grid.object, record.id)}>{name}</AppLink>
      </td>
      {grid.columns.map((column) => (
        <td key={column.name}>
          <Cell
            grid={grid}
            column={column}
            of={name}
            value={plainValue(record[column.name], grid.schema.fields[column.name]!)}
            references={referencesOf(record)[column.name] ?? []}
            onChange={(value) => (isWritable ? save(column.name, value) : undefined)}
          />
        </td>
      ))}
      <td className="st-actions-cell">
        {grid.schema.operations.includes('delete') && grid.columns.length > 1 ? (
          <Button
            type="text"
            size="small"
            icon={<DeleteOutlined />}
            aria-label={t('memberRules.removeRow', { name })}
            onClick={() => void tell(writes.remove([record.id], () => undefined))}
          />
        ) : null}
      </td>
    </tr>
  )
}

function NewRow({ grid }: { grid: Grid }) {
  const { t } = useTexts('studio')
  const writes = useRecordWrites(grid.object)
  const tell = useTold()
  const [values, setValues] = useState<Record<string, unknown>>({})
  const [known, setKnown] = useState<ReferenceValue[]>([])
  // inputs that hold what was typed begin anew with the next row
  const [round, setRound] = useState(0)
  const create = async (): Promise<void> => {
    if (!(await tell(writes.create(values)))) return
    setValues({})
    setRound(round + 1)
  }
  return (
    <tr className="st-mapping-new">
      <td className="st-faint">{t('memberRules.newRow')}</td>
      {grid.columns.map((column) => (
        <td key={`${column.name} ${round}`}>
          <Cell
            grid={grid}
            column={column}
            of={t('memberRules.newRow')}
            value={values[column.name]}
            references={known}
            onChange={(value, reference) => {
              setValues({ ...values, [column.name]: value })
              if (reference) setKnown([...known, reference])
            }}
          />
        </td>
      ))}
      <td className="st-actions-cell">
        <Button
          size="small"
          icon={<PlusOutlined />}
          disabled={grid.columns.some(({ name }) => isBlank(values[name]))}
          onClick={() => void create()}
        >
          {t('memberRules.addRow')}
        </Button>
      </td>
    </tr>
  )
}

const isBlank = (value: unknown): boolean =>
  value === undefined || value === null || value === '' || (Array.isArray(value) && value.length === 0)

interface CellProps {
  grid: Grid
  column: Column
  /** what the row is called */
  of: string
  value: unknown
  references: readonly ReferenceValue[]
  onChange: (value: unknown, reference?: ReferenceValue | null) => void
}

function Cell({ grid: { object, schema }, column: { name, label }, of, value, references, onChange }: CellProps) {
  const properties = schema.schema['properties'] as Record<string, Record<string, unknown>> | undefined
  const id = `mapping-${object}-${name}-${of}`.replace(/[^\p{L}\p{N}]+/gu, '-')
  return (
    <>
      <label htmlFor={id} className="st-hidden-label">
        {`${of} ${label}`}
      </label>
      <FieldInput
        id={id}
        info={schema.fields[name]!}
        property={properties?.[name] ?? null}
        value={value}
        references={references}
        onChange={onChange}
      />
    </>
  )
}

import {
  AppLink,
  FieldIcon,
  FieldValue,
  PageHeader,
  columnsOf,
  useNavigateTo,
  useRecordDrawer,
  useTexts,
  useViews,
  useWriteLock,
} from '@fieldwork/ui'
import type { ListColumn, ObjectSchema, RecordData } from '@fieldwork/ui'
import {
  DeleteOutlined,
  EditOutlined,
  EllipsisOutlined,
  FilePdfOutlined,
  PrinterOutlined,
  SwapOutlined,
} from '@ant-design/icons'
import { Button, Dropdown } from 'antd'
import type { MenuProps } from 'antd'

import { useAccessMenu } from '../access/use-access-menu.tsx'
import { useViewAsMenu } from '../view-as/use-view-as-menu.tsx'
import { PluginButtons } from '../plugins/record-parts.tsx'
import { useReminderMenu } from '../reminders/use-reminder-menu.tsx'
import { useShortcut } from '../shell/use-shortcut.ts'
import { CompletenessRing } from './completeness-ring.tsx'
import { ConversionButtons } from './conversion-buttons.tsx'
import { TransitionButtons } from './transition-buttons.tsx'
import { useTightBar } from './use-tight-bar.ts'
import { useDeleteWithUndo } from './use-delete-with-undo.tsx'

const SHOWN_FACTS = 5
const LONG_TYPES = new Set(['long-text', 'url', 'email'])

/** Name, number, key facts; the next transition, edit, and the rest in a menu. */
export function RecordHeader({ schema, record }: { schema: ObjectSchema; record: RecordData }) {
  const { t } = useTexts('app')
  const views = useViews(schema.object).data
  const number = numberField(schema)
  return (
    <>
      <AppLink to={`/o/${schema.object}`} className="fw-crumb">
        ‹ {schema.label}
      </AppLink>
      <PageHeader
        icon={<FieldIcon name={schema.icon} />}
        title={String(record[schema.nameField] ?? t('record.unnamed'))}
        note={number ? String(record[number] ?? '') : null}
        line={<KeyFacts columns={views?.[0] ? columnsOf(views[0], schema) : []} schema={schema} record={record} />}
        actions={
          <>
            <CompletenessRing schema={schema} record={record} />
            <RecordActions schema={schema} record={record} />
          </>
        }
      />
    </>
  )
}

function RecordActions({ schema, record }: { schema: ObjectSchema; record: RecordData }) {
  const { t } = useTexts('app')
  const openDrawer = useRecordDrawer()
  const navigate = useNavigateTo()
  const remove = useDeleteWithUndo(schema)
  const lock = useWriteLock()
  const viewAs = useViewAsMenu(schema, record)
  const mayUpdate = schema.operations.includes('update')
  const edit = (): void => void openDrawer({ object: schema.object, id: record.id })
  useShortcut('e', edit, mayUpdate && !lock.disabled)

  const deleteRecord = async (): Promise<void> => {
    const gone = await remove([record.id])
    if (gone.length > 0) navigate(`/o/${schema.object}`)
  }

  const access = useAccessMenu(schema, record)
  const reminder = useReminderMenu(schema, record.id)
  const { bar, isTight } = useTightBar()
  const more: MenuProps['items'] = [
    ...(mayUpdate && isTight
      ? [{ key: 'edit', icon: <EditOutlined />, label: t('record.edit'), ...lock, onClick: edit }]
      : []),
    ...useTypeChanges(schema, record),
    ...(schema.operations.includes('print')
      ? [
          {
            key: 'print',
            icon: <PrinterOutlined />,
            label: t('taking.print'),
            ...lock,
            onClick: () => navigate(`/o/${schema.object}/print?id=${record.id}`),
          },
          {
            key: 'pdf',
            icon: <FilePdfOutlined />,
            label: t('taking.pdf'),
            onClick: () => navigate(`/o/${schema.object}/${record.id}/pdf`),
          },
        ]
      : []),
    ...reminder.items,
    ...access.items,
    ...viewAs,
    ...(schema.operations.includes('delete')
      ? [
          {
            key: 'delete',
            danger: true,
            icon: <DeleteOutlined />,
            label: t('list.delete'),
            ...lock,
            onClick: () => void deleteRecord(),
          },
        ]
      : []),
  ]

  return (
    <div ref={bar} className={isTight ? 'fw-record-actions fw-record-actions-tight' : 'fw-record-actions'}>
      {mayUpdate && !isTight ? (
        <Button icon={<EditOutlined />} {...lock} onClick={edit}>
          {t('record.edit')}
        </Button>
      ) : null}
      <PluginButtons schema={schema} record={record} />
      <ConversionButtons schema={schema} record={record} />
      <TransitionButtons schema={schema} record={record} />
      {more.length > 0 ? (
        <Dropdown trigger={['click']} placement="bottomRight" menu={{ items: more }}>
          <Button type="text" icon={<EllipsisOutlined />} aria-label={t('record.more')} />
        </Dropdown>
      ) : null}
      {access.drawer}
      {reminder.dialog}
    </div>
  )
}

/** The other types that the record could have; what its new type does not have is emptied. */
function useTypeChanges(schema: ObjectSchema, record: RecordData): NonNullable<MenuProps['items']> {
  const { t } = useTexts('app')
  const openDrawer = useRecordDrawer()
  const lock = useWriteLock()
  const others = schema.recordTypes?.filter(({ name, creatable }) => creatable && name !== record['record_type']) ?? []
  if (others.length === 0 || !schema.operations.includes('update')) return []
  const change = (name: string, hidden: string[]): void => {
    const emptied = Object.fromEntries(hidden.map((field) => [field, null]))
    void openDrawer({ object: schema.object, id: record.id, initial: { ...emptied, record_type: name } })
  }
  const children = others.map(({ name, label, hidden }) => ({
    key: `type:${name}`,
    label,
    onClick: () => change(name, hidden),
  }))
  return [{ key: 'type', icon: <SwapOutlined />, label: t('record.changeType'), children, ...lock }]
}

function KeyFacts({ columns, schema, record }: { columns: ListColumn[]; schema: ObjectSchema; record: RecordData }) {
  const facts = columns
    .filter(
      ({ path, isName, field }) =>
        !isName && path !== schema.states?.field && path !== numberField(schema) && !LONG_TYPES.has(field.type),
    )
    .filter(({ path }) => record[path] !== null && record[path] !== undefined && record[path] !== '')
    .slice(0, SHOWN_FACTS)
  if (facts.length === 0) return null
  return (
    <dl className="fw-key-facts">
      {facts.map(({ path, field }) => (
        <div key={path}>
          <dt>{field.label}</dt>
          <dd>
            <FieldValue field={field} value={record[path]} />
          </dd>
        </div>
      ))}
    </dl>
  )
}

function numberField(schema: ObjectSchema): string | undefined {
  return Object.keys(schema.fields).find(
    (name) => schema.fields[name]?.type === 'auto-number' && schema.fields[name].readable && name !== schema.nameField,
  )
}

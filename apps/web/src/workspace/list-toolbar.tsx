import { FilterBar, columnsOf, parseFilter, printFilter, shapeOf, useTexts, useWriteLock } from '@fieldwork/ui'
import type { FieldShape, ObjectSchema, View } from '@fieldwork/ui'
import { DeleteOutlined, FilePdfOutlined, SwapOutlined } from '@ant-design/icons'
import { Button, Dropdown } from 'antd'
import { Suspense, lazy, useMemo, useState } from 'react'

import { useDeleteWithUndo } from './use-delete-with-undo.tsx'
import type { ListState } from './use-list-state.ts'

const BulkPrintDialog = lazy(async () => ({
  default: (await import('./taking/bulk-print-dialog.tsx')).BulkPrintDialog,
}))

const SHOWN_VIEWS = 6

const AssignDialog = lazy(async () => ({ default: (await import('./people/assign-dialog.tsx')).AssignDialog }))

interface ToolbarProps {
  schema: ObjectSchema
  views: View[]
  view: View
  state: ListState
  onChange: (change: Partial<ListState>) => void
  selected: ReadonlySet<string>
  onSelect: (ids: ReadonlySet<string>) => void
  mayDelete: boolean
  mayPrint: boolean
}

/** Views and filters; while records are selected, what can be done with them. */
export function ListToolbar(props: ToolbarProps) {
  return props.selected.size > 0 ? <SelectionBar {...props} /> : <ViewBar {...props} />
}

function ViewBar(props: ToolbarProps) {
  const { schema, view, views, state, onChange } = props
  const parts = useMemo(() => parseFilter(state.filter), [state.filter])
  const fields = useMemo(() => filterFields(schema, views), [schema, views])
  return (
    <div className="fw-toolbar">
      <ViewTabs views={views} view={view} onChange={(name) => onChange({ view: name, sort: '' })} />
      <FilterBar fields={fields} parts={parts} onChange={(next) => onChange({ filter: printFilter(next) ?? '' })} />
    </div>
  )
}

const canFilter = ({ filterable }: { filterable?: boolean }): boolean => filterable !== false

/** The object's own fields, then what its views show of the records it refers to. */
function filterFields(schema: ObjectSchema, views: View[]): FieldShape[] {
  const own = Object.entries(schema.fields)
    .filter(
      ([name, info]) =>
        info.readable && canFilter(info) && info.visible !== false && name !== 'id' && name !== 'version',
    )
    .flatMap(([name]) => shapeOf(schema, name) ?? [])
  const referred = views
    .flatMap((view) => columnsOf(view, schema))
    .filter(({ path, isFilterable }) => isFilterable && path.includes('.'))
  return [...own, ...new Map(referred.map(({ path, field }) => [path, field])).values()]
}

function ViewTabs({ views, view, onChange }: { views: View[]; view: View; onChange: (name: string) => void }) {
  const { t } = useTexts('app')
  if (views.length < 2) return null
  const shown = views.slice(0, SHOWN_VIEWS)
  const rest = views.slice(SHOWN_VIEWS)
  return (
    <div className="fw-view-tabs" role="tablist" aria-label={t('list.views')}>
      {shown.map((each) => (
        <button
          key={each.name}
          type="button"
          role="tab"
          aria-selected={each.name === view.name}
          className="fw-view-tab"
          onClick={() => onChange(each.name)}
        >
          {each.label}
        </button>
      ))}
      {rest.length > 0 ? (
        <Dropdown
          trigger={['click']}
          menu={{
            items: rest.map((each) => ({ key: each.name, label: each.label })),
            selectedKeys: [view.name],
            onClick: ({ key }) => onChange(key),
          }}
        >
          <button type="button" className="fw-view-tab">
            {rest.find((each) => each.name === view.name)?.label ?? t('list.moreViews')} ▾
          </button>
        </Dropdown>
      ) : null}
    </div>
  )
}

function SelectionBar({ schema, selected, onSelect, mayDelete, mayPrint }: ToolbarProps) {
  const { t } = useTexts('app')
  const remove = useDeleteWithUndo(schema)
  const [isBusy, setBusy] = useState(false)
  const lock = useWriteLock()
  const [isAssigning, setAssigning] = useState(false)
  const [isPrinting, setPrinting] = useState(false)
  const mayAssign = 'owner' in schema.fields && schema.operations.includes('assign')
  const clear = (): void => onSelect(new Set())

  /** what could not be deleted stays selected */
  const removeSelected = async (): Promise<void> => {
    setBusy(true)
    try {
      const gone = new Set(await remove([...selected]))
      onSelect(new Set([...selected].filter((id) => !gone.has(id))))
    } finally {
      setBusy(false)
    }
  }

  return (
    <div className="fw-toolbar fw-selection" role="toolbar" aria-label={t('list.selection')}>
      <b>{t('list.selected', { count: selected.size })}</b>
      {mayAssign ? (
        <Button size="small" icon={<SwapOutlined />} {...lock} onClick={() => setAssigning(true)}>
          {t('people.assignSelected')}
        </Button>
      ) : null}
      {isAssigning ? (
        <Suspense fallback={null}>
          <AssignDialog
            object={schema.object}
            ids={[...selected]}
            collections={[]}
            onDone={(ids) => onSelect(new Set([...selected].filter((id) => !ids.includes(id))))}
            onClose={() => setAssigning(false)}
          />
        </Suspense>
      ) : null}
      {mayPrint ? (
        <Button size="small" icon={<FilePdfOutlined />} {...lock} onClick={() => setPrinting(true)}>
          {t('taking.pdf')}
        </Button>
      ) : null}
      {isPrinting ? (
        <Suspense fallback={null}>
          <BulkPrintDialog schema={schema} ids={[...selected]} onClose={() => setPrinting(false)} />
        </Suspense>
      ) : null}
      {mayDelete ? (
        <Button
          size="small"
          danger
          icon={<DeleteOutlined />}
          {...lock}
          loading={isBusy}
          onClick={() => void removeSelected()}
        >
          {t('list.delete')}
        </Button>
      ) : null}
      <Button size="small" type="text" onClick={clear}>
        {t('list.unselect')}
      </Button>
    </div>
  )
}

import {
  FieldIcon,
  ListSkeleton,
  ListTotals,
  PageHeader,
  ProblemNote,
  RecordCards,
  RecordTable,
  columnsOf,
  fieldsOf,
  nextSort,
  recordPath,
  useDebounced,
  useMe,
  useNavigateTo,
  useRecordDrawer,
  useRecordPages,
  useTexts,
  useTotals,
  useTreeRecords,
  useWriteLock,
} from '@fieldwork/ui'
import type { ColumnTotals, ListColumn, ObjectSchema, RecordData, View } from '@fieldwork/ui'
import { PlusOutlined } from '@ant-design/icons'
import { Button, Grid } from 'antd'
import { useCallback, useMemo, useState } from 'react'

import { objectItems } from '../shell/current-app.ts'
import { useShortcut } from '../shell/use-shortcut.ts'
import { ListEmpty } from './list-empty.tsx'
import { ListSearch } from './list-search.tsx'
import { ListToolbar } from './list-toolbar.tsx'
import { ListMenu } from './taking/list-menu.tsx'
import { bothFilters, useListState } from './use-list-state.ts'
import type { ListState } from './use-list-state.ts'

const SEARCH_DELAY_MS = 250
const NOTHING: ReadonlySet<string> = new Set()

/** Title, views, filters, search and the records of an object. */
export function ObjectList(props: { schema: ObjectSchema; views: View[]; rights: string[] }) {
  const { schema, views, rights } = props
  const { t } = useTexts('app')
  const [state, change] = useListState()
  const view = views.find((each) => each.name === state.view) ?? views[0]!
  const columns = useMemo(() => columnsOf(view, schema), [view, schema])
  const list = useShownRecords(schema, { view, columns, state })
  const totals = useListTotals(schema.object, { view, state })
  const [selected, setSelected] = useState(NOTHING)
  const title = useListTitle(schema)
  const createNew = useCreateNew(schema.object, view.recordType)
  const mayCreate = rights.includes('create')
  const lock = useWriteLock()
  useShortcut('n', createNew, mayCreate && !lock.disabled)

  return (
    <div className="fw-list-page">
      <PageHeader
        icon={<FieldIcon name={schema.icon} />}
        title={title}
        note={list.count === null ? null : t('list.count', { count: list.count, shown: list.count.toLocaleString() })}
        actions={
          <>
            <ListSearch value={state.q ?? ''} onChange={(q) => change({ q })} label={title} />
            <ListMenu schema={schema} rights={rights} list={{ state, view, count: list.count }} />
            {mayCreate ? (
              <Button type="primary" icon={<PlusOutlined />} {...lock} onClick={createNew} className="fw-desktop">
                {t('list.new', { label: schema.label })}
              </Button>
            ) : null}
          </>
        }
      />
      <ListToolbar
        schema={schema}
        views={views}
        view={view}
        state={state}
        onChange={change}
        selected={selected}
        onSelect={setSelected}
        mayDelete={rights.includes('delete')}
        mayPrint={rights.includes('print')}
      />
      <ListBody
        {...props}
        list={list}
        totals={totals}
        columns={columns}
        state={state}
        view={view}
        onChange={change}
        selected={selected}
        onSelect={setSelected}
        onNew={mayCreate ? createNew : null}
      />
    </div>
  )
}

type ListRecords = ReturnType<typeof useShownRecords>

function ListBody(props: {
  schema: ObjectSchema
  list: ListRecords
  totals: ColumnTotals | null
  columns: ListColumn[]
  view: View
  state: ListState
  onChange: (change: Partial<ListState>) => void
  selected: ReadonlySet<string>
  onSelect: (ids: ReadonlySet<string>) => void
  onNew: (() => void) | null
}) {
  const { schema, list, columns, state, view } = props
  const navigate = useNavigateTo()
  const isPhone = !Grid.useBreakpoint().md
  const pathOf = (record: RecordData): string => recordPath(schema.object, record.id)

  if (list.error && list.records.length === 0) {
    return <ProblemNote error={list.error} onRetry={list.retry} />
  }
  if (list.isPending) return <ListSkeleton />
  if (list.records.length === 0) {
    const isFiltered = Boolean(state.q || state.filter || view.filter)
    return (
      <ListEmpty
        schema={schema}
        isFiltered={isFiltered}
        onClear={state.q || state.filter ? () => props.onChange({ q: '', filter: '' }) : null}
        onNew={props.onNew}
      />
    )
  }
  if (isPhone) {
    return (
      <>
        <RecordCards
          schema={schema}
          columns={columns}
          records={list.records}
          pathOf={pathOf}
          onReachEnd={list.more}
          {...(list.tree ? { tree: list.tree } : {})}
        />
        {props.totals ? <ListTotals columns={columns} totals={props.totals} /> : null}
      </>
    )
  }
  return (
    <RecordTable
      label={schema.label}
      columns={columns}
      records={list.records}
      sort={state.sort ?? view.sort}
      onSort={(path) => props.onChange({ sort: nextSort(state.sort, path) ?? '' })}
      selected={props.selected}
      onSelect={props.onSelect}
      pathOf={pathOf}
      onOpen={(record) => navigate(pathOf(record))}
      onReachEnd={list.more}
      isLoadingMore={list.isLoadingMore}
      {...(list.tree ? { tree: list.tree } : {})}
      {...(props.totals ? { totals: props.totals } : {})}
    />
  )
}

interface ShownInput {
  view: View
  columns: ListColumn[]
  state: ListState
}

/** A tree, level by level, where the view is one; what is searched for or filtered by is listed flat. */
function useShownRecords(schema: ObjectSchema, input: ShownInput) {
  const { view, columns, state } = input
  const isTree = view.type === 'tree' && !state.q && !state.filter
  const sort = state.sort || view.sort
  const query = {
    ...(view.filter ? { filter: view.filter } : {}),
    ...(sort ? { sort } : {}),
    fields: fieldsOf(columns, schema),
  }
  const tree = useTreeRecords(schema.object, query, isTree)
  const list = useListRecords(schema, input)
  return isTree ? { ...tree, count: list.count, more: list.more } : { ...list, tree: null }
}

/** What the columns of a view add up to over all records that match, not only those in sight; null: nothing asked. */
function useListTotals(object: string, { view, state }: Omit<ShownInput, 'columns'>): ColumnTotals | null {
  const q = useDebounced(state.q ?? '', SEARCH_DELAY_MS)
  const isWanted = Object.values(view.columns).some(({ aggregate }) => aggregate !== undefined)
  const filter = bothFilters(view.filter, state.filter) ?? ''
  const totals = useTotals(object, { filter, q, columns: view.columns, isWanted })
  return isWanted ? totals : null
}

function useListRecords(schema: ObjectSchema, input: ShownInput) {
  const { view, columns, state } = input
  const q = useDebounced(state.q ?? '', SEARCH_DELAY_MS)
  const filter = bothFilters(view.filter, state.filter)
  const sort = state.sort || view.sort
  const pages = useRecordPages(schema.object, {
    ...(filter ? { filter } : {}),
    ...(q ? { q } : {}),
    ...(sort ? { sort } : {}),
    fields: fieldsOf(columns, schema),
    count: 'exact',
  })
  const records = useMemo(() => pages.data?.pages.flatMap((page) => page.data) ?? [], [pages.data])
  const { fetchNextPage, hasNextPage, isFetchingNextPage } = pages
  const more = useCallback(() => {
    if (hasNextPage && !isFetchingNextPage) void fetchNextPage()
  }, [fetchNextPage, hasNextPage, isFetchingNextPage])
  return {
    records,
    more,
    count: pages.data?.pages[0]?.page.count ?? null,
    isPending: pages.isPending,
    isLoadingMore: isFetchingNextPage,
    error: pages.error,
    retry: () => void pages.refetch(),
  }
}

/** What the menu calls the object's records, e.g. in the plural, else the object's own name. */
function useListTitle({ object, label }: ObjectSchema): string {
  const items = objectItems(useMe().data?.apps.flatMap((app) => app.items) ?? [])
  return items.find((item) => item.object === object)?.label ?? label
}

/** Opens the form and then the new record's page. */
function useCreateNew(object: string, recordType: string | undefined): () => void {
  const openDrawer = useRecordDrawer()
  const navigate = useNavigateTo()
  const create = async (): Promise<void> => {
    const record = await openDrawer({ object, ...(recordType && { initial: { record_type: recordType } }) })
    if (record) navigate(recordPath(object, record.id))
  }
  return () => void create()
}

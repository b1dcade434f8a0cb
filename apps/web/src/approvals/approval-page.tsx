import { AppLink, EmptyState, ListSkeleton, PageHeader, ProblemNote, useNavigateTo, useTexts } from '@fieldwork/ui'
import { Badge, Button, Tabs } from 'antd'
import { useState } from 'react'

import { useShortcut } from '../shell/use-shortcut.ts'
import '../inbox/inbox.css'
import { ApprovalRow } from './approval-row.tsx'
import { DecideDialog } from './decide-dialog.tsx'
import type { AskedTask, Deed } from './deed.ts'
import { BoxFilters } from './box-filters.tsx'
import { useApprovalCounts } from './counts.ts'
import { useBox } from './queries.ts'
import type { Box, BoxFilter } from './queries.ts'
import type { SubmittedApproval, WaitingTask } from './types.ts'

const BOXES: Box[] = ['mine', 'submitted', 'done', 'cc']

/** The approval centre: what waits for one, what one submitted and decided, what one is told of. */
export function ApprovalPage() {
  const { t } = useTexts('app')
  const [box, setBox] = useState<Box>('mine')
  const counts = useApprovalCounts().data
  const numbers: Partial<Record<Box, number>> = { mine: counts?.pending ?? 0, submitted: counts?.returned ?? 0 }
  return (
    <div className="fw-list-page">
      <PageHeader
        title={t('approvals.title')}
        line={<span className="fw-muted fw-desktop">{t('approvals.keys')}</span>}
        actions={<AppLink to="/account">{t('approvals.absence')}</AppLink>}
      />
      <Tabs
        activeKey={box}
        onChange={(key) => setBox(key as Box)}
        items={BOXES.map((key) => ({
          key,
          label: (
            <Badge count={numbers[key] ?? 0} size="small" offset={[10, 0]}>
              {t(`approvals.boxes.${key}`)}
            </Badge>
          ),
        }))}
      />
      <BoxList key={box} box={box} />
    </div>
  )
}

function BoxList({ box }: { box: Box }) {
  const { t } = useTexts('app')
  const [filter, setFilter] = useState<BoxFilter>({})
  const list = useBox(box, filter)
  const rows = list.data?.pages.flatMap(({ data }) => data) ?? []
  const [chosen, setChosen] = useState<readonly string[]>([])
  const [asked, setAsked] = useState<{ deed: Deed; tasks: AskedTask[] } | null>(null)
  const tasksOf = (ids: readonly string[]): AskedTask[] =>
    rows.flatMap((row) => ('about' in row && ids.includes(row.id) ? [taskOf(row, t('record.unnamed'))] : []))
  const ask = (deed: Deed, ids: readonly string[]): void => setAsked({ deed, tasks: tasksOf(ids) })
  const current = useCurrent(rows, (deed, task) => ask(deed, [task]), box === 'mine')
  const known = chosen.filter((id) => rows.some((row) => row.id === id))
  const close = (): void => {
    setAsked(null)
    setChosen([])
  }
  if (list.isPending) return <ListSkeleton />
  if (list.error) return <ProblemNote error={list.error} onRetry={() => void list.refetch()} />
  const isFiltered = Object.keys(filter).length > 0
  if (rows.length === 0 && !isFiltered)
    return <EmptyState icon="audit" title={t(`approvals.none.${box}`)} text={t(`approvals.noneText.${box}`)} />
  return (
    <>
      <BoxFilters box={box} value={filter} onChange={setFilter} />
      {rows.length === 0 ? (
        <EmptyState
          compact
          icon="search"
          title={t('approvals.nothingFound')}
          action={<Button onClick={() => setFilter({})}>{t('approvals.clearFilters')}</Button>}
        />
      ) : null}
      {known.length > 0 ? (
        <div className="fw-bulk" role="toolbar" aria-label={t('approvals.bulk')}>
          <span>{t('approvals.chosen', { count: known.length })}</span>
          <Button type="primary" onClick={() => ask('approve', known)}>
            {t('approvals.approveAll')}
          </Button>
          <Button danger onClick={() => ask('reject', known)}>
            {t('approvals.rejectAll')}
          </Button>
        </div>
      ) : null}
      <ul className="fw-waiting">
        {rows.map((row) => (
          <ApprovalRow
            key={row.id}
            row={row}
            isCurrent={row.id === current}
            isDecidable={box === 'mine'}
            isChosen={known.includes(row.id)}
            onChoose={(isIn) => setChosen(isIn ? [...known, row.id] : known.filter((id) => id !== row.id))}
          />
        ))}
      </ul>
      {list.hasNextPage ? (
        <Button type="link" loading={list.isFetchingNextPage} onClick={() => void list.fetchNextPage()}>
          {t('bin.more')}
        </Button>
      ) : null}
      {asked ? <DecideDialog {...asked} onClose={close} /> : null}
    </>
  )
}

const taskOf = ({ id, approval, about }: WaitingTask, unnamed: string): AskedTask => ({
  id,
  approval,
  name: about.record.label ?? unnamed,
})

type Rows = (WaitingTask | SubmittedApproval)[]

/** Moves through the list by the keyboard, decides and opens what is current. */
function useCurrent(rows: Rows, decide: (deed: Deed, task: string) => void, isDecidable: boolean): string | null {
  const navigate = useNavigateTo()
  const [at, setAt] = useState(0)
  const index = Math.min(at, rows.length - 1)
  const row = rows[index]
  useShortcut('j', () => setAt(Math.min(index + 1, rows.length - 1)))
  useShortcut('k', () => setAt(Math.max(index - 1, 0)))
  useShortcut('a', () => row && decide('approve', row.id), isDecidable && row !== undefined)
  useShortcut('r', () => row && decide('reject', row.id), isDecidable && row !== undefined)
  useShortcut('o', () => {
    const about = row && 'about' in row ? row.about : row
    if (about) navigate(`/o/${about.object}/${about.record.id}`)
  })
  return row?.id ?? null
}

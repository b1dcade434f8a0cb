import { AppLink, EmptyState, PageHeader, ProblemNote, localize, useApi, useMe, useTexts } from '@fieldwork/ui'
import { useInfiniteQuery } from '@tanstack/react-query'
import { Button, Skeleton } from 'antd'

import { DueChip } from '../approvals/due-chip.tsx'
import { useBox } from '../approvals/queries.ts'
import type { TimeLeft, WaitingTask } from '../approvals/types.ts'
import { dueGroups } from './due-groups.ts'
import { useRecordsToDo } from './records-to-do.ts'
import type { Part, Todo } from './todo.ts'
import './inbox.css'

const SHOWN = 50

/** A deadline of a record, as the server lists it. */
export interface Deadline {
  id: string
  label: string
  object: string
  record: { id: string; label: string | null }
  state: 'open' | 'paused' | 'missed' | 'met' | 'void'
  due_at: string
  left: TimeLeft | null
}

interface DeadlinePage {
  data: Deadline[]
  page: { after: string | null }
}

/** Everything that waits for one, on one page, by how pressing it is: decisions, what is due, records to do. */
export function TodoPage() {
  const { t } = useTexts('app')
  const me = useMe().data
  const parts = [useWaiting(), useDue(), useRecordsToDo(SHOWN)]
  const isLoading = parts.some(({ query }) => query.isLoading)
  const failed = parts.find(({ query }) => query.error)
  const todos = parts.flatMap((part) => part.todos)
  const groups = dueGroups(todos, { now: new Date(), timeZone: me?.timeZone ?? 'Asia/Shanghai' })
  return (
    <div className="fw-list-page">
      <PageHeader
        title={t('todo.title')}
        line={<span className="fw-muted">{t('todo.line')}</span>}
        actions={
          <>
            <AppLink to="/reminders">{t('reminders.mine')}</AppLink>
            <AppLink to="/approvals">{t('approvals.title')}</AppLink>
          </>
        }
      />
      {isLoading ? <Skeleton active title={false} /> : null}
      {failed ? <ProblemNote error={failed.query.error} onRetry={() => void failed.query.refetch()} /> : null}
      {!isLoading && !failed && todos.length === 0 ? (
        <EmptyState icon="check-circle" title={t('todo.none')} text={t('todo.noneText')} />
      ) : null}
      {groups.map(({ group, entries }) => (
        <section key={group} className="fw-approval" aria-label={t(`todo.groups.${group}`)}>
          <h2 className="fw-section-title">
            {t(`todo.groups.${group}`)} <span className="fw-page-note">{entries.length}</span>
          </h2>
          <ul className="fw-waiting">
            {entries.map((todo) => (
              <Line key={todo.key} todo={todo} />
            ))}
          </ul>
        </section>
      ))}
      <More parts={parts} />
    </div>
  )
}

/** Each kind comes by pages; as long as there are more of any, what is shown is not all. */
function More({ parts }: { parts: Part[] }) {
  const { t } = useTexts('app')
  const open = parts.filter(({ query }) => query.hasNextPage)
  if (open.length === 0) return null
  const load = (): void => {
    for (const { query } of open) void query.fetchNextPage()
  }
  return (
    <p className="fw-muted">
      {t('todo.more')}{' '}
      <Button type="link" loading={open.some(({ query }) => query.isFetchingNextPage)} onClick={load}>
        {t('bin.more')}
      </Button>
    </p>
  )
}

function useWaiting(): Part {
  const { t, locale } = useTexts('app')
  const query = useBox('mine')
  const rows = query.data?.pages.flatMap(({ data }) => data) ?? []
  const todos = (rows as WaitingTask[]).map(({ id, about, due, left, step }) => ({
    key: id,
    object: about.object,
    record: about.record,
    note: [step ? localize(step.label, locale) : '', t('approvals.by', { name: about.submitter?.label ?? '' })]
      .filter((words) => words !== '')
      .join(' · '),
    due,
    left,
  }))
  return { query, todos }
}

function useDue(): Part {
  const api = useApi()
  const query = useInfiniteQuery({
    queryKey: ['deadlines', 'mine'],
    initialPageParam: null as string | null,
    queryFn: ({ pageParam, signal }) => {
      const after = pageParam === null ? '' : `&after=${encodeURIComponent(pageParam)}`
      return api.get<DeadlinePage>(`/api/deadlines?mine=true&limit=${SHOWN}${after}`, signal)
    },
    getNextPageParam: ({ page }) => page.after,
  })
  const rows = query.data?.pages.flatMap(({ data }) => data) ?? []
  const todos = rows.map(({ id, object, record, label, due_at: due, left }) => {
    return { key: id, object, record, note: label, due, left }
  })
  return { query, todos }
}

function Line({ todo: { object, record, note, due, left } }: { todo: Todo }) {
  const { t } = useTexts('app')
  const label = useMe().data?.objects[object]?.label ?? object
  return (
    <li>
      <div className="fw-waiting-main">
        <AppLink to={`/o/${object}/${record.id}`}>{record.label ?? t('record.unnamed')}</AppLink>
        <div className="fw-waiting-note">
          <span>{label}</span>
          <span>{note}</span>
        </div>
      </div>
      {due ? <DueChip due={due} left={left} /> : null}
    </li>
  )
}

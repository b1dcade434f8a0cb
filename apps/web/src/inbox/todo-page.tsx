import { AppLink, EmptyState, PageHeader, ProblemNote, useApi, useMe, useRecordPages, useTexts } from '@fieldwork/ui'
import { useQuery } from '@tanstack/react-query'
import { Skeleton } from 'antd'
import type { ReactNode } from 'react'

import { DueChip } from '../approvals/due-chip.tsx'
import { useBox } from '../approvals/queries.ts'
import type { WaitingTask } from '../approvals/types.ts'
import './inbox.css'

const SHOWN = 10
const OPEN_TASKS = "owner == user && status in ['not_started', 'in_progress', 'overdue']"

/** A deadline of a record, as the server lists it. */
export interface Deadline {
  id: string
  label: string
  object: string
  record: { id: string; label: string | null }
  state: 'open' | 'paused' | 'missed' | 'met' | 'void'
  due_at: string
}

/** Everything that waits for one, on one page: decisions, what is due, tasks. */
export function TodoPage() {
  const { t } = useTexts('app')
  return (
    <div className="fw-list-page">
      <PageHeader title={t('todo.title')} line={<span className="fw-muted">{t('todo.line')}</span>} />
      <Waiting />
      <Due />
      <Tasks />
    </div>
  )
}

function Waiting() {
  const { t } = useTexts('app')
  const box = useBox('mine')
  const rows = (box.data?.pages[0]?.data ?? []) as WaitingTask[]
  return (
    <Part title={t('approvals.title')} query={box} none={t('approvals.none.mine')} link={['/approvals', rows.length]}>
      {rows.slice(0, SHOWN).map(({ id, about, due }) => (
        <Line key={id} object={about.object} record={about.record} note={about.submitter?.label ?? ''} due={due} />
      ))}
    </Part>
  )
}

function Due() {
  const { t } = useTexts('app')
  const api = useApi()
  const query = useQuery({
    queryKey: ['deadlines', 'mine'],
    queryFn: ({ signal }) => api.get<{ data: Deadline[] }>('/api/deadlines?mine=true&limit=50', signal),
  })
  return (
    <Part title={t('todo.due')} query={query} none={t('todo.noDue')}>
      {(query.data?.data ?? []).map(({ id, object, record, label, due_at: due }) => (
        <Line key={id} object={object} record={record} note={label} due={due} />
      ))}
    </Part>
  )
}

/** Tasks of one's own, where the workspace has them. */
function Tasks() {
  const me = useMe().data
  const { t } = useTexts('app')
  const isThere = me?.objects['task'] !== undefined
  const query = useRecordPages('task', { filter: OPEN_TASKS, fields: ['title', 'due_at'], limit: 50 }, isThere)
  if (!isThere) return null
  const rows = query.data?.pages[0]?.data ?? []
  return (
    <Part title={me.objects['task']?.label ?? ''} query={query} none={t('todo.noTasks')}>
      {rows.map((row) => (
        <Line
          key={row.id}
          object="task"
          record={{ id: row.id, label: String(row['title'] ?? '') }}
          note=""
          due={row['due_at'] ? String(row['due_at']) : null}
        />
      ))}
    </Part>
  )
}

interface PartProps {
  title: string
  query: { isPending: boolean; isSuccess: boolean; error: unknown; refetch: () => unknown }
  none: string
  /** where all of them are, and how many are here */
  link?: [string, number]
  children: ReactNode[]
}

function Part({ title, query, none, link, children }: PartProps) {
  const { t } = useTexts('app')
  return (
    <section className="fw-approval" aria-label={title}>
      <div className="fw-approval-head">
        <h2 className="fw-section-title">{title}</h2>
        {link && link[1] > 0 ? <AppLink to={link[0]}>{t('todo.all')}</AppLink> : null}
      </div>
      {query.isPending ? <Skeleton active title={false} /> : null}
      {query.error ? <ProblemNote error={query.error} onRetry={() => void query.refetch()} /> : null}
      {query.isSuccess && children.length === 0 ? <EmptyState compact icon="check-circle" title={none} /> : null}
      <ul className="fw-waiting">{children}</ul>
    </section>
  )
}

function Line(props: {
  object: string
  record: { id: string; label: string | null }
  note: string
  due: string | null
}) {
  const { object, record, note, due } = props
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
      {due ? <DueChip due={due} /> : null}
    </li>
  )
}

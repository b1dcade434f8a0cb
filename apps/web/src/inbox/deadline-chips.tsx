import { useApi } from '@fieldwork/ui'
import { useQuery } from '@tanstack/react-query'

import { DueChip } from '../approvals/due-chip.tsx'
import './inbox.css'
import type { Deadline } from './todo-page.tsx'

const RUNNING = new Set<Deadline['state']>(['open', 'missed'])

/** What has to be done about a record, and how long there is. */
export function DeadlineChips({ object, id }: { object: string; id: string }) {
  const api = useApi()
  const { data } = useQuery({
    queryKey: ['records', object, 'deadlines', id],
    queryFn: ({ signal }) => api.get<{ data: Deadline[] }>(`/api/records/${object}/${id}/deadlines`, signal),
  })
  const running = (data?.data ?? []).filter(({ state }) => RUNNING.has(state))
  if (running.length === 0) return null
  return (
    <ul className="fw-waiting fw-due">
      {running.map(({ id: key, label, due_at: due, left }) => (
        <li key={key}>
          <span className="fw-waiting-main">{label}</span>
          <DueChip due={due} left={left} />
        </li>
      ))}
    </ul>
  )
}

import { localize, useApi, useAttempt, useTexts, useWriteLock } from '@fieldwork/ui'
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { App, Button, Tag } from 'antd'

import type { Label } from '../approvals/types.ts'
import { MomentText } from '../workspace/moment-text.tsx'
import './inbox.css'

interface WorkflowButton {
  name: string
  button: Label
  /** what it wants to be told first */
  vars: Record<string, { required: boolean }>
}

interface LogEntry {
  run: string
  label: Label
  actor: { id: string; name: string } | null
  identity: string
  state: 'queued' | 'running' | 'waiting' | 'done' | 'failed' | 'cancelled'
  created_at: string
  writes: { event: string; op: string; fields: string[] }[]
}

const COLOURS: Partial<Record<LogEntry['state'], string>> = { done: 'success', failed: 'error', waiting: 'warning' }

/** Workflows that one can start on a record, and what the platform did about it by itself. */
export function AutomationPanel({ object, id }: { object: string; id: string }) {
  const { t, locale } = useTexts('app')
  const api = useApi()
  const at = `/api/records/${object}/${id}`
  const buttons = useQuery({
    queryKey: ['records', object, 'workflows', id],
    queryFn: ({ signal }) => api.get<{ data: WorkflowButton[] }>(`${at}/workflows`, signal),
  }).data?.data
  const log = useQuery({
    queryKey: ['records', object, 'automation', id],
    queryFn: ({ signal }) => api.get<{ data: LogEntry[] }>(`${at}/automation?limit=20`, signal),
  }).data?.data
  // a workflow that wants to be told something first is started from where it can be
  const startable = buttons?.filter(({ vars }) => !Object.values(vars).some(({ required }) => required)) ?? []
  if (startable.length === 0 && (log ?? []).length === 0) return null
  return (
    <section className="fw-approval" aria-label={t('automation.title')}>
      <h2 className="fw-section-title">{t('automation.title')}</h2>
      <div className="fw-approval-buttons">
        {startable.map((each) => (
          <StartButton key={each.name} workflow={each} id={id} />
        ))}
      </div>
      <ol className="fw-trail" aria-label={t('automation.log')}>
        {log?.map(({ run, label, actor, identity, state, created_at: began, writes }) => (
          <li key={run}>
            <b>{localize(label, locale)}</b>{' '}
            <Tag variant="filled" color={COLOURS[state] ?? 'default'}>
              {t(`automation.states.${state}`)}
            </Tag>
            <span className="fw-faint">
              <MomentText at={began} />
            </span>
            <div className="fw-muted">
              {identity === 'system' || !actor
                ? t('automation.asSystem')
                : t('automation.asUser', { name: actor.name })}
              {writes.length > 0 ? ` · ${t('automation.writes', { count: writes.length })}` : null}
            </div>
          </li>
        ))}
      </ol>
    </section>
  )
}

function StartButton({ workflow, id }: { workflow: WorkflowButton; id: string }) {
  const { t, locale } = useTexts('app')
  const api = useApi()
  const client = useQueryClient()
  const lock = useWriteLock()
  const { message } = App.useApp()
  const attempt = useAttempt()
  const label = localize(workflow.button, locale)
  const start = async (): Promise<void> => {
    if (!(await attempt(api.post(`/api/workflows/${workflow.name}/run`, { id })))) return
    void message.success(t('automation.started', { label }))
    await client.invalidateQueries({ queryKey: ['records'] })
  }
  return (
    <Button {...lock} onClick={() => void start()}>
      {label}
    </Button>
  )
}

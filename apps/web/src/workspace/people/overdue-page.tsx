import { AppLink, EmptyState, PageHeader, ProblemNote, useApi, useAttempt, useTexts } from '@fieldwork/ui'
import { useQueryClient } from '@tanstack/react-query'
import { App, Button, Skeleton } from 'antd'
import { useState } from 'react'

import './people.css'
import { useOverdue } from './queries.ts'
import type { Overdue } from './types.ts'

/** Those who have left without handing over, and giving what they own to their superiors. */
export function OverduePage() {
  const { t } = useTexts('app')
  const overdue = useOverdue()
  const people = overdue.data?.data ?? []
  return (
    <article className="fw-record">
      <AppLink to="/o/employee?view=employee_leaving" className="fw-crumb">
        ‹ {t('handOver.title')}
      </AppLink>
      <PageHeader
        title={t('handOver.overdueTitle')}
        line={t('handOver.overdueLine')}
        actions={people.some(({ to }) => to !== null) ? <BeginButton /> : null}
      />
      {overdue.error ? <ProblemNote error={overdue.error} onRetry={() => void overdue.refetch()} /> : null}
      {overdue.isPending ? <Skeleton active /> : null}
      {overdue.isSuccess && people.length === 0 ? (
        <EmptyState icon="check-circle" title={t('handOver.overdueNone')} />
      ) : null}
      {people.length > 0 ? <OverdueTable people={people} /> : null}
    </article>
  )
}

function OverdueTable({ people }: { people: Overdue[] }) {
  const { t } = useTexts('app')
  return (
    <div className="fw-hand-over">
      <table>
        <thead>
          <tr>
            <th>{t('handOver.person')}</th>
            <th>{t('handOver.lastDay')}</th>
            <th className="fw-figure">{t('handOver.owned')}</th>
            <th>{t('handOver.to')}</th>
          </tr>
        </thead>
        <tbody>
          {people.map(({ user, name, leave_date: day, owned, to }) => (
            <tr key={user}>
              <td>
                <AppLink to={`/hand-over/${user}`}>{name}</AppLink>
              </td>
              <td>{day}</td>
              <td className="fw-figure">{owned}</td>
              <td>{to?.label ?? t('handOver.noSuperior')}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  )
}

function BeginButton() {
  const { t } = useTexts('app')
  const api = useApi()
  const client = useQueryClient()
  const { message } = App.useApp()
  const attempt = useAttempt()
  const [isBusy, setBusy] = useState(false)
  const begin = async (): Promise<void> => {
    const { data } = await api.post<{ data: { task: string | null }[] }>('/api/hand-overs/overdue', {})
    const count = data.filter(({ task }) => task !== null).length
    void message.success(t('handOver.overdueBegun', { count }))
    await client.invalidateQueries({ queryKey: ['records'] })
  }
  const click = async (): Promise<void> => {
    setBusy(true)
    await attempt(begin()).finally(() => setBusy(false))
  }
  return (
    <Button type="primary" loading={isBusy} onClick={() => void click()}>
      {t('handOver.overdueStart')}
    </Button>
  )
}

import { AppLink, EmptyState, PageHeader, ProblemNote, useTexts } from '@fieldwork/ui'
import { Button, Segmented, Skeleton } from 'antd'
import { useState } from 'react'

import { ReminderLine } from './reminder-line.tsx'
import { useReminders } from './reminders.ts'

type State = 'waiting' | 'all'

/** Everything that one wants to be reminded of. */
export function ReminderPage() {
  const { t } = useTexts('app')
  const [state, setState] = useState<State>('waiting')
  const list = useReminders(state)
  const all = list.data?.pages.flatMap(({ data }) => data) ?? []
  return (
    <div className="fw-list-page">
      <PageHeader
        title={t('reminders.mine')}
        line={<span className="fw-muted">{t('reminders.line')}</span>}
        actions={<AppLink to="/todo">{t('todo.title')}</AppLink>}
      />
      <Segmented<State>
        aria-label={t('reminders.filter')}
        value={state}
        options={(['waiting', 'all'] as const).map((value) => ({ value, label: t(`reminders.filters.${value}`) }))}
        onChange={setState}
      />
      {list.isPending ? <Skeleton active title={false} /> : null}
      {list.error ? <ProblemNote error={list.error} onRetry={() => void list.refetch()} /> : null}
      {list.isSuccess && all.length === 0 ? (
        <EmptyState icon="bell" title={t('reminders.none')} text={t('reminders.noneText')} />
      ) : null}
      <ul className="fw-waiting">
        {all.map((reminder) => (
          <ReminderLine key={reminder.id} reminder={reminder} withRecord />
        ))}
      </ul>
      {list.hasNextPage ? (
        <Button type="link" block loading={list.isFetchingNextPage} onClick={() => void list.fetchNextPage()}>
          {t('reminders.more')}
        </Button>
      ) : null}
    </div>
  )
}

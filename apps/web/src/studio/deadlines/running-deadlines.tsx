import { AppLink, ProblemNote, recordPath, useTexts } from '@fieldwork/ui'
import { Skeleton, Tag } from 'antd'

import { Moment } from '../workflows/moment.tsx'
import { useDeadlineCounts, useRunningDeadlines } from './use-deadlines.ts'
import type { DeadlineCounts } from './use-deadlines.ts'

const STATES: readonly (keyof DeadlineCounts)[] = ['open', 'paused', 'missed', 'met', 'void']
const COLOURS: Partial<Record<keyof DeadlineCounts, string>> = { missed: 'red', paused: 'gold', met: 'green' }

/** What the published rule does just now: how many are in which state, and those that are due first. */
export function RunningDeadlines({ rule }: { rule: string }) {
  const { t } = useTexts('studio')
  const counts = useDeadlineCounts(rule, true)
  const running = useRunningDeadlines(rule, true)
  return (
    <section className="st-au-card" aria-label={t('dl.running')}>
      <h3 className="st-group-title">{t('dl.running')}</h3>
      {counts.error ? <ProblemNote error={counts.error} onRetry={() => void counts.refetch()} /> : null}
      {counts.isPending || running.isPending ? <Skeleton active title={false} /> : null}
      {counts.data ? (
        <dl className="st-au-figures">
          {STATES.map((state) => (
            <div key={state}>
              <dt>{t(`dl.states.${state}`)}</dt>
              <dd className={state === 'missed' && counts.data.missed > 0 ? 'st-au-late' : ''}>{counts.data[state]}</dd>
            </div>
          ))}
        </dl>
      ) : null}
      {running.data?.data.length === 0 ? <p className="st-muted">{t('dl.noRunning')}</p> : null}
      <ul className="st-au-records">
        {running.data?.data.map(({ id, object, record, state, due_at: due, responsible }) => (
          <li key={id}>
            <AppLink to={recordPath(object, record.id)}>{record.label ?? record.id}</AppLink>
            <Tag color={COLOURS[state] ?? 'default'}>{t(`dl.states.${state}`)}</Tag>
            <span className="st-muted">
              <Moment at={due} /> · {responsible.map(({ id: who, label }) => label ?? who).join(t('dl.comma'))}
            </span>
          </li>
        ))}
      </ul>
      {running.data?.page.after ? <p className="st-help">{t('dl.onlyFirst')}</p> : null}
    </section>
  )
}

import { AppLink, EmptyState, PageHeader, ProblemNote, useApi, useTexts } from '@fieldwork/ui'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { App, Button, Skeleton } from 'antd'

import { studioPaths } from '../../paths.ts'
import { Moment } from '../moment.tsx'
import { errorWords } from '../runs/error-words.ts'
import type { RunError } from '../runs/run-types.ts'

const KEY = ['jobs', 'dead']
const MOST = 200

interface DeadJob {
  id: string
  task: string
  key: string | null
  payload: unknown
  attempts: number
  reason: RunError
  created_at: string
  failed_at: string | null
}

/** Work beside the requests that failed for good: to be done again, or given up. */
export function DeadJobsPage() {
  const { t } = useTexts('studio')
  const api = useApi()
  const jobs = useQuery({
    queryKey: KEY,
    queryFn: ({ signal }) => api.get<{ data: DeadJob[] }>(`/api/jobs/dead?limit=${MOST}`, signal),
    select: ({ data }) => data,
  })
  return (
    <div className="st-page">
      <AppLink to={studioPaths.runs()} className="st-back">
        ‹ {t('wf.allRuns')}
      </AppLink>
      <PageHeader title={t('wf.deadJobs')} line={t('wf.deadLine')} />
      {jobs.error ? <ProblemNote error={jobs.error} onRetry={() => void jobs.refetch()} /> : null}
      {jobs.isPending ? <Skeleton active paragraph={{ rows: 6 }} title={false} /> : null}
      {jobs.data?.length === 0 ? (
        <EmptyState icon="check-circle" title={t('wf.noDead')} text={t('wf.noDeadText')} />
      ) : null}
      <ul className="st-list st-dead-jobs">
        {jobs.data?.map((job) => (
          <DeadJobItem key={job.id} job={job} />
        ))}
      </ul>
      {jobs.data?.length === MOST ? <p className="st-muted">{t('wf.moreDead', { count: MOST })}</p> : null}
    </div>
  )
}

function DeadJobItem({ job }: { job: DeadJob }) {
  const { t, locale } = useTexts('studio')
  const api = useApi()
  const client = useQueryClient()
  const { message, modal } = App.useApp()
  const act = useMutation({
    mutationFn: (action: 'retry' | 'discard') => api.post(`/api/jobs/${job.id}/${action}`, {}),
    onSuccess: (_answer, action) => message.success(t(`wf.dead.${action}Done`)),
    onError: (error) => message.error(error.message),
    onSettled: () => client.invalidateQueries({ queryKey: KEY }),
  })
  const discard = (): void =>
    void modal.confirm({
      title: t('wf.dead.discardTitle'),
      content: t('wf.dead.discardText'),
      okText: t('wf.dead.discard'),
      okButtonProps: { danger: true },
      cancelText: t('common.cancel'),
      onOk: () => act.mutate('discard'),
    })
  return (
    <li className="st-list-item">
      <div className="st-grow">
        <strong>{job.task}</strong> <code className="st-code">{job.key ?? job.id}</code>
        <p className="st-run-row-error">{errorWords(job.reason, locale)}</p>
        <p className="st-help">
          {t('wf.dead.attempts', { count: job.attempts })} · <Moment at={job.failed_at ?? job.created_at} />
        </p>
        <details>
          <summary className="st-muted">{t('wf.input')}</summary>
          <pre className="st-run-values">{JSON.stringify(job.payload, null, 2)}</pre>
        </details>
      </div>
      <Button loading={act.isPending} onClick={() => act.mutate('retry')}>
        {t('wf.dead.retry')}
      </Button>
      <Button type="text" danger onClick={discard}>
        {t('wf.dead.discard')}
      </Button>
    </li>
  )
}

import '../studio-log.css'

import { EmptyState, PageHeader, ProblemNote, useDebounced, useMe, useTexts } from '@fieldwork/ui'
import { DownloadOutlined } from '@ant-design/icons'
import { Button, Skeleton } from 'antd'
import { useState } from 'react'

import { LogFilterBar } from './log-filter-bar.tsx'
import { LogLineItem } from './log-line-item.tsx'
import { NO_FILTER, logQuery, useOperationLog } from './queries.ts'

const TYPING_MS = 300

/** Who did what: log-ins, exports, prints, changes of rights and of the configuration, refusals. */
export function LogPage() {
  const { t } = useTexts('studio')
  const [filter, setFilter] = useState(NO_FILTER)
  const q = useDebounced(filter.q, TYPING_MS)
  const log = useOperationLog({ ...filter, q })
  const mayExport = useMe().data?.platformRights.includes('log_export')
  const lines = log.data?.pages.flatMap(({ data }) => data) ?? []
  return (
    <div className="st-page">
      <PageHeader
        title={t('log.title')}
        line={t('log.line')}
        actions={
          mayExport ? (
            <Button icon={<DownloadOutlined />} href={`/api/operation-log/export?${logQuery(filter)}`} download>
              {t('log.export')}
            </Button>
          ) : null
        }
      />
      <LogFilterBar filter={filter} onChange={setFilter} />
      {log.error ? <ProblemNote error={log.error} onRetry={() => void log.refetch()} /> : null}
      {log.isPending ? <Skeleton active paragraph={{ rows: 8 }} title={false} /> : null}
      {log.isSuccess && lines.length === 0 ? <EmptyState icon="file-search" title={t('log.none')} /> : null}
      {lines.length > 0 ? (
        <ol className="st-log" aria-label={t('log.title')}>
          {lines.map((line) => (
            <LogLineItem key={line.id} line={line} />
          ))}
        </ol>
      ) : null}
      {log.hasNextPage ? (
        <Button onClick={() => void log.fetchNextPage()} loading={log.isFetchingNextPage}>
          {t('log.more')}
        </Button>
      ) : null}
    </div>
  )
}

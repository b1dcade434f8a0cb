import '../studio-backups.css'

import { EmptyState, PageHeader, ProblemNote, useMe, useTexts } from '@fieldwork/ui'
import { Button, Skeleton } from 'antd'
import { useState } from 'react'

import { BackupItem } from './backup-item.tsx'
import { isWorking, useBackups } from './queries.ts'
import { ScheduleCard } from './schedule-card.tsx'
import { StartDialog } from './start-dialog.tsx'

/** Backups of the workspace: what there is, what is under way, when the next one is made. */
export function BackupsPage() {
  const { t } = useTexts('studio')
  const [isStarting, setStarting] = useState(false)
  const backups = useBackups()
  const rights = useMe().data?.platformRights ?? []
  const mayMake = rights.includes('backup')
  const isBusy = backups.data?.some(isWorking) ?? false
  const start = (
    <Button type="primary" disabled={isBusy} onClick={() => setStarting(true)}>
      {t('backups.start')}
    </Button>
  )
  return (
    <div className="st-page">
      <PageHeader title={t('backups.title')} line={t('backups.line')} actions={mayMake ? start : null} />
      {mayMake ? <ScheduleCard /> : null}
      {backups.error ? <ProblemNote error={backups.error} onRetry={() => void backups.refetch()} /> : null}
      {backups.isPending ? <Skeleton active title={false} /> : null}
      {backups.data?.length === 0 ? (
        <EmptyState icon="inbox" title={t('backups.none')} text={t('backups.noneText')} />
      ) : (
        <ul className="st-backups" aria-label={t('backups.title')}>
          {backups.data?.map((backup) => (
            <BackupItem key={backup.id} backup={backup} rights={rights} isBusy={isBusy} />
          ))}
        </ul>
      )}
      {isStarting ? <StartDialog onClose={() => setStarting(false)} /> : null}
    </div>
  )
}

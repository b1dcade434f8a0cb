import { formatMoment, useMe, useTexts } from '@fieldwork/ui'
import { Button, Popconfirm, Progress, Tag } from 'antd'
import { useState } from 'react'

import { formatBytes } from './format-bytes.ts'
import { isWorking, useBackupAction } from './queries.ts'
import type { Backup, WorkState } from './queries.ts'
import { RestoreDialog } from './restore-dialog.tsx'
import { VerifyDialog } from './verify-dialog.tsx'

const COLORS: Record<WorkState, string> = {
  queued: 'default',
  running: 'blue',
  done: 'green',
  failed: 'red',
  cancelled: 'default',
}

interface ItemProps {
  backup: Backup
  rights: readonly string[]
  /** something is done to one of them */
  isBusy: boolean
}

/** One backup: when, how large, what is in it, whether it was tested, and what can be done with it. */
export function BackupItem(props: ItemProps) {
  const { backup } = props
  const { t } = useTexts('studio')
  const zone = useMe().data?.timeZone ?? 'UTC'
  const error = backup.error ?? (backup.work?.state === 'failed' ? backup.work.error : null)
  return (
    <li className="st-backup">
      <div className="st-step-line">
        <Tag color={COLORS[backup.state]}>{t(`backups.state.${backup.state}`)}</Tag>
        <strong>{formatMoment(backup.content?.moment ?? backup.created_at, zone)}</strong>
        <span className="st-grow">
          {[t(`backups.reason.${backup.reason}`), backup.note].filter(Boolean).join(' · ')}
        </span>
        <div className="st-backup-actions">
          <ItemActions {...props} />
        </div>
      </div>
      <p className="st-backup-facts">
        <BackupFacts backup={backup} zone={zone} />
      </p>
      {isWorking(backup) ? <WorkProgress backup={backup} /> : null}
      {error ? <p className="st-task-error">{error.message}</p> : null}
    </li>
  )
}

function BackupFacts({ backup, zone }: { backup: Backup; zone: string }) {
  const { t } = useTexts('studio')
  const { content, size, encrypted, verified, restored_at: restored, actor } = backup
  const files = content?.files
  const facts = [
    size === null ? null : formatBytes(size),
    content && t('backups.rows', { rows: content.rows.toLocaleString(), tables: content.tables }),
    files ? t('backups.files', { files: files.count.toLocaleString() }) : content && t('backups.noFiles'),
    files && files.missing > 0 ? t('backups.missing', { files: files.missing }) : null,
    content && t('backups.seconds', { seconds: content.seconds.toFixed(1) }),
    encrypted ? t('backups.sealed') : null,
    actor?.label ?? null,
    restored ? t('backups.restored', { at: formatMoment(restored, zone) }) : null,
  ]
  return (
    <>
      {facts.filter(Boolean).join(' · ')}
      {verified ? (
        <Tag color={verified.ok ? 'green' : 'red'}>
          {verified.ok ? t('backups.verified', { at: formatMoment(verified.at, zone) }) : verified.message}
        </Tag>
      ) : null}
    </>
  )
}

function WorkProgress({ backup: { work } }: { backup: Backup }) {
  const { t } = useTexts('studio')
  if (work === null) return null
  const percent = work.total ? Math.min(100, Math.floor((work.done / work.total) * 100)) : 0
  const what = work.kind.replace('backup.', '')
  return (
    <div className="st-backup-work" aria-live="polite">
      <span>{t(`backups.work.${what}`)}</span>
      <Progress percent={percent} size="small" aria-label={t(`backups.work.${what}`)} />
    </div>
  )
}

/** The dialogs stay while something begins, so that they can close when it has begun. */
function ItemActions(props: ItemProps) {
  const [dialog, setDialog] = useState<Dialog | null>(null)
  const { backup } = props
  const close = () => setDialog(null)
  return (
    <>
      {isWorking(backup) ? <CancelButton {...props} /> : <IdleActions {...props} onOpen={setDialog} />}
      {dialog === 'restore' ? <RestoreDialog backup={backup} onClose={close} /> : null}
      {dialog === 'verify' ? <VerifyDialog backup={backup} onClose={close} /> : null}
    </>
  )
}

type Dialog = 'restore' | 'verify'

function CancelButton({ backup: { id }, rights }: ItemProps) {
  const { t } = useTexts('studio')
  const cancel = useBackupAction<object>(() => `/api/backups/${id}/cancel`)
  if (!rights.includes('backup')) return null
  return (
    <Button size="small" loading={cancel.isPending} onClick={() => cancel.mutate({})}>
      {t('backups.cancel')}
    </Button>
  )
}

function IdleActions({ backup, rights, isBusy, onOpen }: ItemProps & { onOpen(dialog: Dialog): void }) {
  const { t } = useTexts('studio')
  const { id } = backup
  const remove = useBackupAction<object>(() => `/api/backups/${id}`, 'DELETE')
  const isWhole = backup.state === 'done'
  const has = (right: string) => rights.includes(right)
  return (
    <>
      {isWhole && has('backup') ? (
        <Button size="small" disabled={isBusy} onClick={() => onOpen('verify')}>
          {t('backups.verify')}
        </Button>
      ) : null}
      {isWhole && has('backup_download') ? (
        <Button size="small" href={`/api/backups/${id}/content`} download>
          {t('backups.download')}
        </Button>
      ) : null}
      {isWhole && has('backup_restore') ? (
        <Button size="small" danger disabled={isBusy} onClick={() => onOpen('restore')}>
          {t('backups.restore')}
        </Button>
      ) : null}
      {has('backup') ? (
        <Popconfirm
          title={t('backups.deleteTitle')}
          okText={t('backups.delete')}
          cancelText={t('backups.keepIt')}
          onConfirm={() => remove.mutate({})}
        >
          <Button size="small" type="text" disabled={isBusy} loading={remove.isPending}>
            {t('backups.delete')}
          </Button>
        </Popconfirm>
      ) : null}
    </>
  )
}

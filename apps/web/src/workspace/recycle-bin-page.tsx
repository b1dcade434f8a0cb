import {
  EmptyState,
  FieldIcon,
  ListSkeleton,
  PageHeader,
  Person,
  ProblemNote,
  isApiProblem,
  useMe,
  useRecordWrites,
  useRecycleBin,
  useTexts,
  useWriteLock,
} from '@fieldwork/ui'
import type { BinEntry } from '@fieldwork/ui'
import { App, Button } from 'antd'

import { objectItems } from '../shell/current-app.ts'
import { MomentText } from './moment-text.tsx'

/** What was deleted, newest first, and the way back. */
export function RecycleBinPage() {
  const { t } = useTexts('app')
  const bin = useRecycleBin()
  const entries = bin.data?.pages.flatMap((page) => page.data) ?? []
  return (
    <div className="fw-list-page">
      <PageHeader
        icon={<FieldIcon name="delete" />}
        title={t('bin.title')}
        line={<span className="fw-muted">{t('bin.line')}</span>}
      />
      {bin.isPending ? <ListSkeleton /> : null}
      {bin.error ? <ProblemNote error={bin.error} onRetry={() => void bin.refetch()} /> : null}
      {bin.isSuccess && entries.length === 0 ? (
        <EmptyState icon="delete" title={t('bin.none')} text={t('bin.noneText')} />
      ) : null}
      {entries.length > 0 ? <BinTable entries={entries} /> : null}
      {bin.hasNextPage ? (
        <Button type="link" loading={bin.isFetchingNextPage} onClick={() => void bin.fetchNextPage()}>
          {t('bin.more')}
        </Button>
      ) : null}
    </div>
  )
}

function BinTable({ entries }: { entries: BinEntry[] }) {
  const { t } = useTexts('app')
  return (
    <div className="fw-bin">
      <table className="fw-related-table fw-bin-table">
        <thead>
          <tr>
            <th scope="col">{t('bin.name')}</th>
            <th scope="col">{t('bin.object')}</th>
            <th scope="col">{t('bin.by')}</th>
            <th scope="col">{t('bin.at')}</th>
            <th scope="col" aria-label={t('bin.action')} />
          </tr>
        </thead>
        <tbody>
          {entries.map((entry) => (
            <BinRow key={`${entry.object}-${entry.id}`} entry={entry} />
          ))}
        </tbody>
      </table>
    </div>
  )
}

function BinRow({ entry }: { entry: BinEntry }) {
  const { t } = useTexts('app')
  const me = useMe().data
  const writes = useRecordWrites(entry.object)
  const { message, modal } = App.useApp()
  const lock = useWriteLock()
  const item = objectItems(me?.apps.flatMap((app) => app.items) ?? []).find((each) => each.object === entry.object)

  const restore = async (): Promise<void> => {
    try {
      await writes.undelete(entry.id)
      void message.success(t('bin.restored', { name: entry.label ?? '' }))
    } catch (error) {
      if (!isApiProblem(error)) throw error
      modal.error({ title: t('bin.refused'), content: error.problems[0]?.message ?? error.message })
    }
  }

  return (
    <tr>
      <td className="fw-bin-name">{entry.label ?? entry.id}</td>
      <td>
        <span className="fw-bin-object">
          <FieldIcon name={item?.icon} /> {item?.label ?? entry.object}
        </span>
      </td>
      <td>{entry.deleted_by?.label ? <Person name={entry.deleted_by.label} /> : '—'}</td>
      <td>
        <MomentText at={entry.deleted_at} />
      </td>
      <td className="fw-right">
        <Button size="small" {...lock} onClick={() => void restore()}>
          {t('bin.restore')}
        </Button>{' '}
        {me?.platformRights.includes('purge') ? <PurgeButton entry={entry} /> : null}
      </td>
    </tr>
  )
}

/** For those with the right: what goes this way does not come back. */
function PurgeButton({ entry }: { entry: BinEntry }) {
  const { t } = useTexts('app')
  const { message, modal } = App.useApp()
  const writes = useRecordWrites(entry.object)
  const name = entry.label ?? entry.id
  const lock = useWriteLock()
  const purge = async (): Promise<void> => {
    try {
      await writes.purge(entry.id)
      void message.success(t('bin.purged', { name }))
    } catch (error) {
      if (!isApiProblem(error)) throw error
      modal.error({ title: t('bin.purgeRefused'), content: error.problems[0]?.message ?? error.message })
    }
  }
  const ask = (): void => {
    modal.confirm({
      title: t('bin.purgeTitle', { name }),
      content: t('bin.purgeText'),
      okText: t('bin.purge'),
      okButtonProps: { danger: true },
      cancelText: t('bin.cancel'),
      autoFocusButton: 'cancel',
      onOk: purge,
    })
  }
  return (
    <Button size="small" danger type="text" {...lock} onClick={ask}>
      {t('bin.purge')}
    </Button>
  )
}

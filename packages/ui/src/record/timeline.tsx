import { Avatar, fileOf, formatMoment, formatRelative, useFieldServices } from '@fieldwork/fields/ui'
import { App, Button, Select } from 'antd'
import { useState } from 'react'

import { isApiProblem } from '../api/api-problem.ts'
import { useHistory } from '../api/queries.ts'
import type { HistoryEntry, ObjectSchema, RecordData } from '../api/types.ts'
import { useRecordWrites } from '../api/writes.ts'
import { useWriteLock } from '../parts/write-lock.tsx'
import { useTexts } from '../texts/i18n.ts'
import { CommentBox } from './comment-box.tsx'
import { EntryCause } from './timeline-cause.tsx'
import { EntryChanges } from './timeline-changes.tsx'
import { GrantedTo, MemberChanges } from './timeline-grants.tsx'
import { groupEntries } from './timeline-groups.ts'
import type { EntryGroup } from './timeline-groups.ts'
import { LineEntries } from './timeline-lines.tsx'

const ALL = '*'
const OWN = ''

/** What happened to a record and its lines, newest first: who, when, and each field's value before and after. */
export function Timeline({ schema, record }: { schema: ObjectSchema; record: RecordData }) {
  const { t } = useTexts()
  const lines = Object.entries(schema.collections ?? {}).filter(([, { isLines }]) => isLines)
  const [shown, setShown] = useState(ALL)
  const history = useHistory(schema.object, record.id, lines.length === 0 ? {} : partOf(shown))
  const groups = groupEntries(history.data?.pages.flatMap((page) => page.data) ?? [])
  const options = [
    { value: ALL, label: t('record.historyAll') },
    { value: OWN, label: t('record.historyOwn') },
    ...lines.map(([value, { label }]) => ({ value, label })),
  ]
  return (
    <section className="fw-timeline" aria-label={t('record.history')}>
      <div className="fw-timeline-title">
        <h2 className="fw-section-title">{t('record.history')}</h2>
        {lines.length > 0 ? (
          <Select
            size="small"
            variant="borderless"
            popupMatchSelectWidth={false}
            aria-label={t('record.historyOf')}
            options={options}
            value={shown}
            onChange={setShown}
          />
        ) : null}
      </div>
      <CommentBox schema={schema} record={record} />
      {history.isError ? <p className="fw-muted">{t('record.historyFailed')}</p> : null}
      {history.isPending ? <TimelineSkeleton /> : null}
      {history.isSuccess && groups.length === 0 ? <p className="fw-faint">{t('record.noHistory')}</p> : null}
      <ol className="fw-timeline-entries">
        {groups.map((group) => (
          <TimelineEntry key={group.key} group={group} schema={schema} record={record} />
        ))}
      </ol>
      {history.hasNextPage ? (
        <Button type="link" loading={history.isFetchingNextPage} onClick={() => void history.fetchNextPage()}>
          {t('record.olderHistory')}
        </Button>
      ) : null}
    </section>
  )
}

/** What is asked of the history. */
const partOf = (shown: string) => (shown === ALL ? { lines: true } : shown === OWN ? {} : { collections: shown })

function TimelineEntry({ group, schema, record }: { group: EntryGroup; schema: ObjectSchema; record: RecordData }) {
  const { t } = useTexts()
  const { locale, timeZone } = useFieldServices()
  const { actor, behalf, at, own, lines } = group
  const who = actor ? (actor.label ?? t('record.notVisible')) : t('record.system')
  const op = own[0]?.op ?? 'lines'
  return (
    <li className="fw-timeline-entry">
      <Avatar name={who} size={26} />
      <div className="fw-timeline-body">
        <div className="fw-timeline-head">
          <b>{who}</b> {behalf?.label ? <span>{t('record.onBehalf', { name: behalf.label })} </span> : null}
          <span>{t(`op.${op}`, { defaultValue: op })}</span>
          <time dateTime={at} title={formatMoment(at, timeZone, true)}>
            {formatRelative(at, locale)}
          </time>
        </div>
        <EntryCause cause={(own[0] ?? lines[0])?.cause} />
        {own.map((entry) => (
          <OwnEntry key={entry.event} entry={entry} schema={schema} isTitled={entry === own[0]} />
        ))}
        {lines.length > 0 ? <LineEntries entries={lines} schema={schema} /> : null}
        {own[0] ? <RestoreVersion entry={own[0]} schema={schema} record={record} /> : null}
      </div>
    </li>
  )
}

/** `isTitled`: the title of the group already says what was done. */
function OwnEntry({ entry, schema, isTitled }: { entry: HistoryEntry; schema: ObjectSchema; isTitled: boolean }) {
  const { t } = useTexts()
  return (
    <>
      {isTitled ? null : <p className="fw-timeline-reason">{t(`op.${entry.op}`, { defaultValue: entry.op })}</p>}
      <Reason entry={entry} />
      {entry.op === 'create' ? null : <EntryChanges entry={entry} schema={schema} />}
      <AttachedFiles entry={entry} />
      <GrantedTo entry={entry} />
      <MemberChanges entry={entry} />
    </>
  )
}

/** What was attached or taken away stands in the history under a name that no field can have. */
function AttachedFiles({ entry }: { entry: HistoryEntry }) {
  const files = (entry.changes['@files'] ?? []).flatMap((value) => fileOf(value) ?? [])
  return files.length === 0 ? null : <p className="fw-timeline-reason">{files.map(({ name }) => name).join(', ')}</p>
}

/** A restore carries its version as the reason. */
function Reason({ entry }: { entry: HistoryEntry }) {
  const { t } = useTexts()
  // an approval gives its own name as the reason
  if (!entry.reason || entry.cause?.approval !== undefined) return null
  const version = entry.op === 'restore' ? /^version (\d+)$/.exec(entry.reason)?.[1] : undefined
  const style = entry.op === 'comment' ? 'fw-timeline-comment' : 'fw-timeline-reason'
  return <p className={style}>{version ? t('record.toVersion', { version }) : entry.reason}</p>
}

function RestoreVersion({ entry, schema, record }: { entry: HistoryEntry; schema: ObjectSchema; record: RecordData }) {
  const { t } = useTexts()
  const { modal, message } = App.useApp()
  const lock = useWriteLock()
  const writes = useRecordWrites(schema.object)
  const { version } = entry
  if (version === null || version >= record.version || !schema.operations.includes('update')) return null

  const restore = async (): Promise<void> => {
    try {
      await writes.restore(record.id, version)
      void message.success(t('record.restored'))
    } catch (error) {
      if (!isApiProblem(error)) throw error
      const found = error.problems.map((problem) => <p key={problem.message}>{problem.message}</p>)
      modal.error({ title: t('record.restoreFailed'), content: found.length > 0 ? found : error.message })
    }
  }

  const ask = (): void => {
    modal.confirm({
      title: t('record.restoreTitle'),
      content: t('record.restoreText', { version }),
      okText: t('record.restore'),
      onOk: restore,
    })
  }

  return (
    <button type="button" className="fw-link fw-timeline-restore" {...lock} onClick={ask}>
      {t('record.restore')}
    </button>
  )
}

function TimelineSkeleton() {
  return (
    <div aria-busy="true" className="fw-timeline-skeleton">
      {[60, 80, 45].map((width) => (
        <span key={width} className="fw-bone" style={{ width: `${width}%` }} />
      ))}
    </div>
  )
}

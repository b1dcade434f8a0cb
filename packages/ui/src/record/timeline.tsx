import { Avatar, FieldValue, fileOf, formatMoment, formatRelative, useFieldServices } from '@fieldwork/fields/ui'
import { App, Button } from 'antd'

import { isApiProblem } from '../api/api-problem.ts'
import { useHistory } from '../api/queries.ts'
import type { HistoryEntry, ObjectSchema, RecordData } from '../api/types.ts'
import { useRecordWrites } from '../api/writes.ts'
import { useTexts } from '../texts/i18n.ts'
import { MaskedValue } from '../values/masked-value.tsx'
import { shapeOf } from '../values/shapes.ts'

/** What happened to a record, newest first: who, when, and each field's value before and after. */
export function Timeline({ schema, record }: { schema: ObjectSchema; record: RecordData }) {
  const { t } = useTexts()
  const history = useHistory(schema.object, record.id)
  const entries = history.data?.pages.flatMap((page) => page.data) ?? []
  return (
    <section className="fw-timeline" aria-label={t('record.history')}>
      <h2 className="fw-section-title">{t('record.history')}</h2>
      {history.isError ? <p className="fw-muted">{t('record.historyFailed')}</p> : null}
      {history.isPending ? <TimelineSkeleton /> : null}
      <ol className="fw-timeline-entries">
        {entries.map((entry) => (
          <TimelineEntry key={entry.event} entry={entry} schema={schema} record={record} />
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

function TimelineEntry({ entry, schema, record }: { entry: HistoryEntry; schema: ObjectSchema; record: RecordData }) {
  const { t } = useTexts()
  const { locale, timeZone } = useFieldServices()
  const who = entry.actor?.label ?? t('record.system')
  const changes = Object.entries(entry.changes).filter(([name]) => schema.fields[name]?.readable)
  const isCreation = entry.op === 'create'
  return (
    <li className="fw-timeline-entry">
      <Avatar name={who} size={26} />
      <div className="fw-timeline-body">
        <div className="fw-timeline-head">
          <b>{who}</b> <span>{t(`op.${entry.op}`, { defaultValue: entry.op })}</span>
          <time dateTime={entry.at} title={formatMoment(entry.at, timeZone, true)}>
            {formatRelative(entry.at, locale)}
          </time>
        </div>
        <Reason entry={entry} />
        {isCreation ? null : <Changes changes={changes} schema={schema} masked={entry.masked ?? []} />}
        <AttachedFiles entry={entry} />
        <RestoreVersion entry={entry} schema={schema} record={record} />
      </div>
    </li>
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
  if (!entry.reason) return null
  const version = entry.op === 'restore' ? /^version (\d+)$/.exec(entry.reason)?.[1] : undefined
  return <p className="fw-timeline-reason">{version ? t('record.toVersion', { version }) : entry.reason}</p>
}

function Changes(props: { changes: [string, [unknown, unknown]][]; schema: ObjectSchema; masked: readonly string[] }) {
  const { changes, schema, masked } = props
  const { t } = useTexts()
  return (
    <ul className="fw-changes">
      {changes.map(([name, [before, after]]) => {
        const shape = shapeOf(schema, name)
        if (!shape) return null
        if (masked.includes(name))
          return (
            <li key={name}>
              <span className="fw-change-field">{shape.label}</span>
              <MaskedValue preview="••••" />
            </li>
          )
        return (
          <li key={name}>
            <span className="fw-change-field">{shape.label}</span>
            <span className="fw-change-old">
              {isEmpty(before) ? t('record.empty') : <FieldValue field={shape} value={before} inLine />}
            </span>
            <span aria-hidden="true" className="fw-change-arrow">
              →
            </span>
            <span className="fw-change-new">
              {isEmpty(after) ? t('record.empty') : <FieldValue field={shape} value={after} inLine />}
            </span>
          </li>
        )
      })}
    </ul>
  )
}

function RestoreVersion({ entry, schema, record }: { entry: HistoryEntry; schema: ObjectSchema; record: RecordData }) {
  const { t } = useTexts()
  const { modal, message } = App.useApp()
  const writes = useRecordWrites(schema.object)
  const { version } = entry
  if (version === null || version >= record.version || !schema.operations.includes('update')) return null

  const restore = async (): Promise<void> => {
    try {
      await writes.restore(record.id, version)
      void message.success(t('record.restored'))
    } catch (error) {
      if (!isApiProblem(error)) throw error
      modal.error({ title: t('record.restoreFailed'), content: error.problems[0]?.message ?? error.message })
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
    <button type="button" className="fw-link fw-timeline-restore" onClick={ask}>
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

function isEmpty(value: unknown): boolean {
  return value === null || value === undefined || value === ''
}

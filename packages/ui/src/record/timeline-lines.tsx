import { useState } from 'react'

import { useObjectSchema } from '../api/queries.ts'
import type { HistoryEntry, ObjectSchema } from '../api/types.ts'
import { useTexts } from '../texts/i18n.ts'
import { EntryChanges } from './timeline-changes.tsx'

/** more are shown when asked for */
const SHOWN = 5

/** What a write did to the lines of a record; lines that only got another number come last. */
export function LineEntries({ entries, schema }: { entries: readonly HistoryEntry[]; schema: ObjectSchema }) {
  const { t } = useTexts()
  const [isOpen, setOpen] = useState(false)
  const isMoved = (entry: HistoryEntry) => isOnlyMoved(entry, schema)
  const written = entries.toReversed()
  const ordered = [...written.filter((entry) => !isMoved(entry)), ...written.filter(isMoved)]
  const drawn = isOpen ? ordered : ordered.slice(0, SHOWN)
  return (
    <>
      <ul className="fw-timeline-lines">
        {drawn.map((entry) => (
          <LineEntry key={entry.event} entry={entry} schema={schema} />
        ))}
      </ul>
      {drawn.length < ordered.length ? (
        <button type="button" className="fw-link" onClick={() => setOpen(true)}>
          {t('record.moreLines', { count: ordered.length - drawn.length })}
        </button>
      ) : null}
    </>
  )
}

function isOnlyMoved({ op, changes, line }: HistoryEntry, { collections }: ObjectSchema): boolean {
  const position = line && collections?.[line.collection]?.position
  return op === 'update' && Object.keys(changes).every((name) => name === position)
}

function LineEntry({ entry, schema }: { entry: HistoryEntry; schema: ObjectSchema }) {
  const { t } = useTexts()
  const { op, line } = entry
  const child = useObjectSchema(line?.object ?? '', 'create').data
  return (
    <li>
      <div className="fw-timeline-line">
        <span className="fw-faint">{schema.collections?.[line?.collection ?? '']?.label}</span>
        <b>{line?.label || '–'}</b>
        <span className="fw-muted">{t(`lineOp.${op}`, { defaultValue: t(`op.${op}`, { defaultValue: op }) })}</span>
      </div>
      {child && (op === 'update' || op === 'restore' || op === 'transition') ? (
        <EntryChanges entry={entry} schema={child} />
      ) : null}
    </li>
  )
}

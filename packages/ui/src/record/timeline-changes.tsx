import { FieldValue } from '@fieldwork/fields/ui'

import type { HistoryEntry, ObjectSchema } from '../api/types.ts'
import { useTexts } from '../texts/i18n.ts'
import { MaskedValue } from '../values/masked-value.tsx'
import { shapeOf } from '../values/shapes.ts'

/** What changed in one write: each field that the person may read, before and after. */
export function EntryChanges({ entry, schema }: { entry: HistoryEntry; schema: ObjectSchema }) {
  const { t } = useTexts()
  const changes = Object.entries(entry.changes).filter(([name]) => schema.fields[name]?.readable)
  const masked = entry.masked ?? []
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

const isEmpty = (value: unknown): boolean => value === null || value === undefined || value === ''

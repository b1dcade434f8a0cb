import { CheckOutlined } from '@ant-design/icons'

import type { ObjectSchema, RecordData } from '../api/types.ts'
import { useTexts } from '../texts/i18n.ts'
import { mainPath } from './main-path.ts'

type StepKind = 'done' | 'current' | 'open'

/** The way of a record through its states: what is done, where it stands, what comes next. */
export function StatePath({ schema, record }: { schema: ObjectSchema; record: RecordData }) {
  const { t } = useTexts()
  const { states } = schema
  if (!states) return null
  const current = String(record[states.field] ?? '')
  const options = schema.fields[states.field]?.options ?? []
  const path = mainPath(states, options)
  const at = path.indexOf(current)
  const steps = at < 0 ? [...path, current] : path
  return (
    <ol className="fw-path" aria-label={t('record.statePath')}>
      {steps.map((state, index) => {
        const kind: StepKind = state === current ? 'current' : index < at ? 'done' : 'open'
        return (
          <li key={state} className={`fw-step fw-step-${kind}`} aria-current={kind === 'current' ? 'step' : undefined}>
            {kind === 'done' ? <CheckOutlined aria-label={t('record.stepDone')} /> : null}
            <span className="fw-ellipsis">{options.find((option) => option.value === state)?.label ?? state}</span>
          </li>
        )
      })}
    </ol>
  )
}

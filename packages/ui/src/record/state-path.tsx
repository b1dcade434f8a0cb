import { CheckOutlined } from '@ant-design/icons'

import type { ObjectSchema, RecordData } from '../api/types.ts'
import { useTexts } from '../texts/i18n.ts'

type StepKind = 'done' | 'current' | 'open'

/** The way of a record through its states: what is done, where it stands, what comes next. */
export function StatePath({ schema, record }: { schema: ObjectSchema; record: RecordData }) {
  const { t } = useTexts()
  const { states } = schema
  if (!states) return null
  const current = String(record[states.field] ?? '')
  const options = schema.fields[states.field]?.options ?? []
  const steps = mainPath(
    states,
    options.map((option) => option.value),
    current,
  )
  const at = steps.indexOf(current)
  return (
    <ol className="fw-path" aria-label={t('record.statePath')}>
      {steps.map((state, index) => {
        const kind: StepKind = index < at ? 'done' : index === at ? 'current' : 'open'
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

/**
 * The states in the order of the options, without those aside: a state that no way leads out of and that is not the
 * last one of the order (lost, void) shows only while the record stands there.
 */
export function mainPath(states: NonNullable<ObjectSchema['states']>, order: string[], current: string): string[] {
  const transitions = Object.values(states.transitions)
  const forward = (from: string, to: string): boolean => order.indexOf(to) > order.indexOf(from)
  const reached = new Set([states.initial])
  const leads = new Set(transitions.flatMap(({ from, to }) => from.filter((state) => forward(state, to))))
  for (const { to } of transitions) reached.add(to)
  const candidates = order.filter((state) => reached.has(state))
  const goal = goalOf(candidates, leads)
  return candidates.filter((state) => state === current || state === goal || leads.has(state))
}

/** Where the path ends: the first state after which nothing goes on. */
function goalOf(candidates: string[], leads: ReadonlySet<string>): string | undefined {
  return candidates.find((state) => !leads.has(state))
}

import { CheckOutlined } from '@ant-design/icons'

import type { FieldOption, ObjectSchema, RecordData } from '../api/types.ts'
import { useTexts } from '../texts/i18n.ts'

type StepKind = 'done' | 'current' | 'open'

/** The way of a record through its states: what is done, where it stands, what comes next. */
export function StatePath({ schema, record }: { schema: ObjectSchema; record: RecordData }) {
  const { t } = useTexts()
  const { states } = schema
  if (!states) return null
  const current = String(record[states.field] ?? '')
  const options = schema.fields[states.field]?.options ?? []
  const steps = mainPath(states, options, current)
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
 * The states in the order of the options, from the initial one to the goal. States aside (lost, void) show only while
 * the record stands there. The goal is the last green state; without one, the first after which nothing goes on.
 */
export function mainPath(
  states: NonNullable<ObjectSchema['states']>,
  options: FieldOption[],
  current: string,
): string[] {
  const order = options.map((option) => option.value)
  const transitions = Object.values(states.transitions)
  const reached = new Set([states.initial, ...transitions.map(({ to }) => to)])
  const goesOn = new Set(
    transitions.flatMap(({ from, to }) => from.filter((state) => order.indexOf(to) > order.indexOf(state))),
  )
  const candidates = order.filter((state) => reached.has(state))
  const green = options.filter((option) => option.color === 'green' && reached.has(option.value)).at(-1)?.value
  const goal = green ?? candidates.find((state) => !goesOn.has(state))
  const isOnWay = (state: string): boolean =>
    state === goal || (goesOn.has(state) && order.indexOf(state) < order.indexOf(goal ?? ''))
  return candidates.filter((state) => state === current || isOnWay(state))
}

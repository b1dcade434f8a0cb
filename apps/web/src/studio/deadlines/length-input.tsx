import { useTexts } from '@fieldwork/ui'
import { Input, InputNumber, Select } from 'antd'

import { TYPED } from '../approvals/editing.ts'
import type { Part } from '../approvals/editing.ts'
import { WEEKDAYS } from '../calendars/calendar.ts'
import { useParameterDefinitions } from '../catalog/queries.ts'
import { PointedField, PointedProblem } from '../conversions/pointed.tsx'
import { LENGTH_KINDS, SPAN_KINDS, lengthKind, withLengthKind } from './deadline.ts'
import type { Count, DeadlineWeekday, Length, LengthKind } from './deadline.ts'

interface LengthProps extends Part<Length> {
  label: string
  /** only what can stand before or after a moment */
  isSpan?: boolean
}

/** A length of time: its kind, how much, and the time of day where it ends on one. */
export function LengthInput({ pointer, label, isSpan = false, value, onChange }: LengthProps) {
  const { t } = useTexts('studio')
  const kind = lengthKind(value)
  const kinds: readonly LengthKind[] = isSpan ? SPAN_KINDS : LENGTH_KINDS
  return (
    <div role="group" aria-label={label} data-pointer={pointer} className="st-au-length">
      <PointedProblem pointer={pointer} />
      <PointedField pointer={`${pointer}/kind`} label={label}>
        {(id) => (
          <Select
            id={id}
            className="st-wide"
            value={kind}
            options={kinds.map((each) => ({ value: each, label: t(`dl.kinds.${each}`) }))}
            onChange={(next) => onChange(withLengthKind(value, next))}
          />
        )}
      </PointedField>
      <HowMuch pointer={pointer} value={value} onChange={onChange} />
      {kind === 'hours' || kind === 'workingHours' ? null : (
        <Clock
          pointer={`${pointer}/at`}
          value={value.at}
          onChange={(at) => {
            const { at: _old, ...rest } = value
            onChange(at === '' ? rest : { ...rest, at }, TYPED)
          }}
        />
      )}
    </div>
  )
}

function HowMuch({ pointer, value, onChange }: Part<Length>) {
  const { t } = useTexts('studio')
  const kind = lengthKind(value)
  if (kind === 'weekday')
    return (
      <PointedField pointer={`${pointer}/weekday`} label={t('dl.weekday')}>
        {(id) => (
          <Select
            id={id}
            className="st-wide"
            value={value.weekday ?? null}
            options={WEEKDAYS.map((day) => ({ value: day, label: t(`dl.weekdays.${day}`) }))}
            onChange={(weekday: DeadlineWeekday | null) => onChange({ ...value, weekday: weekday ?? 'fri' })}
          />
        )}
      </PointedField>
    )
  if (kind === 'workdayOfMonth')
    return (
      <PointedField pointer={`${pointer}/workdayOfMonth`} label={t('dl.workdayOfMonth')} help={t('dl.workdayHelp')}>
        {(id) => (
          <InputNumber
            id={id}
            className="st-wide"
            min={-20}
            max={20}
            precision={0}
            value={value.workdayOfMonth ?? null}
            onChange={(number) => onChange({ ...value, workdayOfMonth: number || 1 }, TYPED)}
          />
        )}
      </PointedField>
    )
  return (
    <CountInput
      pointer={`${pointer}/${kind}`}
      label={t('dl.count')}
      value={value[kind] ?? 0}
      onChange={(count) => onChange({ ...value, [kind]: count }, TYPED)}
    />
  )
}

const NUMBER = ''

/** A number, or the parameter that says it. */
function CountInput({
  pointer,
  label,
  value,
  onChange,
}: {
  pointer: string
  label: string
  value: Count
  onChange: (value: Count) => void
}) {
  const { t, locale } = useTexts('studio')
  const parameters = (useParameterDefinitions().data?.data ?? []).filter(({ type }) => type === 'integer')
  const isNumber = typeof value === 'number'
  return (
    <PointedField pointer={pointer} label={label}>
      {(id) => (
        <span className="st-ap-duration">
          {isNumber ? (
            <InputNumber
              id={id}
              min={0}
              max={87_600}
              precision={0}
              value={value}
              onChange={(next) => onChange(next ?? 0)}
            />
          ) : null}
          <Select
            {...(isNumber ? {} : { id })}
            aria-label={t('dl.countFrom')}
            value={isNumber ? NUMBER : value}
            popupMatchSelectWidth={false}
            options={[
              { value: NUMBER, label: t('dl.fixed') },
              ...parameters.map(({ name, label: words }) => ({
                value: `param.${name}`,
                label: t('dl.parameter', { label: words?.[locale] ?? name }),
              })),
            ]}
            onChange={(next) => onChange(next === NUMBER ? 1 : next)}
          />
        </span>
      )}
    </PointedField>
  )
}

function Clock(props: { pointer: string; value: string | undefined; onChange: (value: string) => void }) {
  const { t } = useTexts('studio')
  return (
    <PointedField pointer={props.pointer} label={t('dl.at')} help={t('dl.atHelp')}>
      {(id) => (
        <Input
          id={id}
          className="st-au-clock"
          placeholder="09:00"
          maxLength={5}
          value={props.value ?? ''}
          onChange={({ target }) => props.onChange(target.value.replace('：', ':').trim())}
        />
      )}
    </PointedField>
  )
}

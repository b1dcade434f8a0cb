import { useTexts } from '@fieldwork/ui'
import { Input, Switch } from 'antd'
import { useState } from 'react'

import { PointedProblem } from '../conversions/pointed.tsx'
import { WEEKDAYS } from './calendar.ts'
import type { CalendarDefinition, Span, Weekday } from './calendar.ts'
import { readSpans, spanWords } from './spans.ts'

interface WeekProps {
  calendar: CalendarDefinition
  worked: readonly boolean[]
  edit: (next: CalendarDefinition, options?: { isTyping?: boolean }) => void
}

/** Which weekdays are worked, and at which hours: the ordinary ones, or a weekday's own. */
export function WeekForm({ calendar, worked, edit }: WeekProps) {
  const { t } = useTexts('studio')
  const { hours: _hours, ...withoutHours } = calendar
  const put = (name: Weekday, value: boolean | Span[]): void => {
    const week = Object.fromEntries(
      WEEKDAYS.map((each, at) => [each, calendar.weekdays?.[each] ?? worked[at] ?? false]),
    )
    edit({ ...calendar, weekdays: { ...week, [name]: value } }, { isTyping: true })
  }
  return (
    <section className="st-cal-week" aria-label={t('cal.week')}>
      <h3 className="st-group-title">{t('cal.week')}</h3>
      <SpansInput
        label={t('cal.hours')}
        pointer="/hours"
        value={calendar.hours}
        onChange={(hours) => edit(hours ? { ...calendar, hours } : withoutHours, { isTyping: true })}
      />
      <PointedProblem pointer="/weekdays" />
      {WEEKDAYS.map((name, at) => {
        const label = t(`cal.weekdays.${name}`)
        const own = calendar.weekdays?.[name]
        return (
          <div key={name} className="st-cal-weekday">
            <Switch
              size="small"
              checked={worked[at] ?? false}
              aria-label={t('cal.worked', { day: label })}
              onChange={(isOn) => put(name, isOn)}
            />
            {worked[at] ? (
              <SpansInput
                label={label}
                pointer={`/weekdays/${name}`}
                value={Array.isArray(own) ? own : undefined}
                onChange={(hours) => put(name, hours ?? true)}
              />
            ) : (
              <span className="st-faint">{t('cal.free', { day: label })}</span>
            )}
          </div>
        )
      })}
    </section>
  )
}

function SpansInput(props: {
  label: string
  pointer: string
  value: Span[] | undefined
  onChange: (value: Span[] | undefined) => void
}) {
  const { t } = useTexts('studio')
  const [typed, setTyped] = useState<string | null>(null)
  const words = typed ?? spanWords(props.value)
  const isWrong = readSpans(words) === null
  const type = (next: string): void => {
    setTyped(next)
    const spans = readSpans(next)
    if (spans !== null) props.onChange(spans)
  }
  return (
    <label className="st-cal-spans" data-pointer={props.pointer}>
      <span>{props.label}</span>
      <Input
        value={words}
        status={isWrong ? 'error' : ''}
        placeholder={t('cal.usualHours')}
        onChange={(event) => type(event.target.value)}
        onBlur={() => (isWrong ? undefined : setTyped(null))}
      />
      {isWrong ? (
        <p className="st-error" role="alert">
          {t('cal.hoursWrong')}
        </p>
      ) : null}
      <PointedProblem pointer={props.pointer} />
    </label>
  )
}

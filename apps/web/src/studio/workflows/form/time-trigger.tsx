import { useTexts } from '@fieldwork/ui'
import { Input, InputNumber, Select } from 'antd'

import { PointedField } from '../../conversions/pointed.tsx'
import { PointedChoice } from '../../conversions/pointed-inputs.tsx'
import { FieldSelect } from '../../parts/field-select.tsx'
import { CronInput } from './cron-input.tsx'
import { DocumentPicker } from './reference-option.tsx'
import { Condition, textOf, useFields, useTriggerEdit } from './trigger-parts.tsx'
import type { Of } from './trigger-parts.tsx'

/** A schedule, in which zone and on which days it counts. */
export function Schedule({ trigger }: Of) {
  const { t } = useTexts('studio')
  const change = useTriggerEdit()
  return (
    <>
      <CronInput
        cron={textOf(trigger['cron']) ?? ''}
        timeZone={textOf(trigger['timezone'])}
        onChange={(cron) => change({ cron })}
      />
      <div className="st-pair">
        <TimeZone trigger={trigger} />
        <PointedField pointer="/trigger/calendar" label={t('wf.calendar')} help={t('wf.calendarHelp')}>
          {(id) => (
            <DocumentPicker
              id={id}
              kind="calendar"
              value={textOf(trigger['calendar'])}
              onChange={(calendar) => change(calendar === undefined ? { calendar, holidays: undefined } : { calendar })}
            />
          )}
        </PointedField>
      </div>
      {trigger['calendar'] === undefined ? null : <Holidays trigger={trigger} />}
      <Condition member="where" trigger={trigger} />
    </>
  )
}

const HOLIDAYS = ['skip', 'next', 'previous'] as const

/** What becomes of a time on a day that is not worked. */
function Holidays({ trigger }: Of) {
  const { t } = useTexts('studio')
  const change = useTriggerEdit()
  return (
    <PointedChoice
      pointer="/trigger/holidays"
      label={t('wf.holidays')}
      value={HOLIDAYS.find((each) => each === trigger['holidays']) ?? 'skip'}
      options={HOLIDAYS.map((value) => ({ value, label: t(`wf.holidayChoices.${value}`) }))}
      onChange={(next) => change({ holidays: next === 'skip' ? undefined : next })}
    />
  )
}

function TimeZone({ trigger }: Of) {
  const { t } = useTexts('studio')
  const change = useTriggerEdit()
  return (
    <PointedField pointer="/trigger/timezone" label={t('wf.timezone')}>
      {(id) => (
        <Select
          id={id}
          className="st-wide"
          allowClear
          showSearch
          placeholder={t('wf.ownZone')}
          value={textOf(trigger['timezone']) ?? null}
          options={Intl.supportedValuesOf('timeZone').map((value) => ({ value, label: value }))}
          onChange={(timezone: string | null | undefined) => change({ timezone: timezone ?? undefined })}
        />
      )}
    </PointedField>
  )
}

/** So many days before or after a date of the record. */
export function RelativeDate({ trigger }: Of) {
  const { t } = useTexts('studio')
  const change = useTriggerEdit()
  const dates = useFields().filter(({ expression }) => expression?.kind === 'date' || expression?.kind === 'datetime')
  const days = Number(trigger['days'] ?? 0)
  const side = days < 0 ? -1 : 1
  return (
    <>
      <PointedField pointer="/trigger/field" label={t('wf.dateField')} isRequired>
        {(id) => (
          <FieldSelect
            id={id}
            fields={dates}
            value={textOf(trigger['field'])}
            onChange={(field) => change({ field: field ?? '' })}
          />
        )}
      </PointedField>
      <div className="st-pair">
        <PointedField pointer="/trigger/days" label={t('wf.days')} isRequired>
          {(id) => (
            <span className="st-wf-picker">
              <InputNumber
                id={id}
                min={0}
                max={3650}
                precision={0}
                value={Math.abs(days)}
                onChange={(value) => change({ days: side * (value ?? 0) })}
              />
              <Select
                aria-label={t('wf.side')}
                value={side}
                options={[
                  { value: -1, label: t('wf.before') },
                  { value: 1, label: t('wf.after') },
                ]}
                onChange={(next: number) => change({ days: next * (Math.abs(days) || 1) })}
              />
            </span>
          )}
        </PointedField>
        <PointedField pointer="/trigger/at" label={t('wf.at')}>
          {(id) => (
            <Input
              id={id}
              type="time"
              value={textOf(trigger['at']) ?? '08:00'}
              onChange={(event) => change({ at: event.target.value || undefined })}
            />
          )}
        </PointedField>
      </div>
      <TimeZone trigger={trigger} />
      <Condition member="when" trigger={trigger} />
    </>
  )
}

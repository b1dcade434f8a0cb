import { useTexts } from '@fieldwork/ui'

import { PointedField } from '../conversions/pointed.tsx'
import { PointedChoice } from '../conversions/pointed-inputs.tsx'
import { changed } from '../model/conversions.ts'
import { SwitchLine } from '../parts/switch-line.tsx'
import { DocumentPicker } from '../workflows/form/reference-option.tsx'
import type { Due, Escalation, Reminder, SpecialTime } from './approval.ts'
import { Approvers } from './approver-form.tsx'
import { ChainCondition } from './chain-condition.tsx'
import { DurationInput } from './duration-input.tsx'
import type { Part } from './editing.ts'
import { Entries } from './entries.tsx'

/** Until when a step has to be decided, who is reminded when, and what happens when nobody decides. */
export function DueForm({ pointer, value, onChange }: Part<Due | undefined>) {
  const { t } = useTexts('studio')
  return (
    <>
      <SwitchLine
        label={t('ap.hasDue')}
        help={t('ap.hasDueHelp')}
        value={value !== undefined}
        onChange={(isOn) => onChange(isOn ? { after: { workdays: 2 } } : undefined)}
      />
      {value ? <DueDetails pointer={pointer} value={value} onChange={onChange} /> : null}
    </>
  )
}

function DueDetails({ pointer, value, onChange }: Part<Due>) {
  const { t } = useTexts('studio')
  return (
    <>
      <DurationInput
        pointer={`${pointer}/after`}
        label={t('ap.dueAfter')}
        value={value.after}
        onChange={(after) => onChange({ ...value, after: after ?? { workdays: 1 } })}
      />
      <PointedField pointer={`${pointer}/calendar`} label={t('ap.calendar')} help={t('ap.calendarHelp')}>
        {(id) => (
          <DocumentPicker
            id={id}
            kind="calendar"
            value={value.calendar}
            onChange={(calendar) => onChange(changed(value, { calendar: calendar as string | undefined }))}
          />
        )}
      </PointedField>
      <Entries<SpecialTime>
        pointer={`${pointer}/special`}
        title={t('ap.special')}
        stem="special"
        addLabel={t('ap.addSpecial')}
        entries={value.special}
        make={() => ({ when: '', after: { workdays: 1 } })}
        labelOf={(_entry, at) => t('ap.specialOne', { number: at + 1 })}
        onChange={(special, options) => onChange(changed(value, { special }), options)}
      >
        {(part) => (
          <>
            <ChainCondition
              pointer={`${part.pointer}/when`}
              label={t('ap.condition')}
              value={part.value.when}
              onChange={(when, options) => part.onChange({ ...part.value, when }, options)}
            />
            <DurationInput
              pointer={`${part.pointer}/after`}
              label={t('ap.dueAfter')}
              value={part.value.after}
              onChange={(after) => part.onChange({ ...part.value, after: after ?? { workdays: 1 } })}
            />
          </>
        )}
      </Entries>
      <Reminders pointer={`${pointer}/remind`} value={value} onChange={onChange} />
      <Escalations pointer={`${pointer}/escalate`} value={value} onChange={onChange} />
    </>
  )
}

function Reminders({ pointer, value, onChange }: Part<Due>) {
  const { t } = useTexts('studio')
  return (
    <Entries<Reminder>
      pointer={pointer}
      title={t('ap.reminders')}
      stem="reminder"
      addLabel={t('ap.addReminder')}
      entries={value.remind}
      make={() => ({ before: { hours: 4 } })}
      labelOf={(_entry, at) => t('ap.reminder', { number: at + 1 })}
      onChange={(remind, options) => onChange(changed(value, { remind }), options)}
    >
      {(part) => {
        const side = part.value.after ? 'after' : 'before'
        return (
          <>
            <PointedChoice
              pointer={`${part.pointer}/side`}
              label={t('ap.side')}
              value={side}
              options={(['before', 'after'] as const).map((name) => ({ value: name, label: t(`ap.sides.${name}`) }))}
              onChange={(next = 'before') => {
                const { before, after, ...rest } = part.value
                part.onChange({ ...rest, [next]: before ?? after ?? { hours: 4 } })
              }}
            />
            <DurationInput
              pointer={`${part.pointer}/${side}`}
              label={t('ap.length')}
              value={part.value[side]}
              onChange={(next) => part.onChange({ ...part.value, [side]: next ?? { hours: 1 } })}
            />
          </>
        )
      }}
    </Entries>
  )
}

function Escalations({ pointer, value, onChange }: Part<Due>) {
  const { t } = useTexts('studio')
  return (
    <Entries<Escalation>
      pointer={pointer}
      title={t('ap.escalations')}
      stem="escalation"
      addLabel={t('ap.addEscalation')}
      entries={value.escalate}
      make={() => ({ to: { superior: { superior: {} } } })}
      labelOf={(_entry, at) => t('ap.escalation', { number: at + 1 })}
      onChange={(escalate, options) => onChange(changed(value, { escalate }), options)}
    >
      {(part) => <EscalationForm {...part} />}
    </Entries>
  )
}

function EscalationForm({ pointer, value, onChange }: Part<Escalation>) {
  const { t } = useTexts('studio')
  return (
    <>
      <DurationInput
        pointer={`${pointer}/after`}
        label={t('ap.overdueBy')}
        value={value.after}
        onChange={(after) => onChange(changed(value, { after }))}
      />
      <Approvers
        pointer={`${pointer}/to`}
        title={t('ap.escalateTo')}
        value={value.to}
        onChange={(to, options) => onChange(changed(value, { to }), options)}
      />
      <SwitchLine
        label={t('ap.replace')}
        value={value.replace === true}
        onChange={(replace) => onChange(changed(value, { replace }))}
      />
      <PointedChoice
        pointer={`${pointer}/outcome`}
        label={t('ap.outcome')}
        none={t('ap.noOutcome')}
        value={value.outcome}
        options={(['approve', 'reject', 'return'] as const).map((name) => ({
          value: name,
          label: t(`ap.outcomes.${name}`),
        }))}
        onChange={(outcome) => onChange(changed(value, { outcome }))}
      />
    </>
  )
}

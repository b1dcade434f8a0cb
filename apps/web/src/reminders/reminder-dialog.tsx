import { useApi, useTexts } from '@fieldwork/ui'
import type { ObjectSchema } from '@fieldwork/ui'
import { useQuery } from '@tanstack/react-query'
import { App, Input, InputNumber, Segmented, Select } from 'antd'
import { useState } from 'react'

import { PeopleDialog, PeopleField } from '../workspace/people/people-dialog.tsx'
import '../inbox/inbox.css'
import '../workspace/people/people.css'
import { REPEATS, UNITS, useReminderWrites } from './reminders.ts'

interface Props {
  schema: ObjectSchema
  id: string
  onClose: () => void
}

type Mode = 'at' | 'field'

const EMPTY = {
  mode: 'at' as Mode,
  at: '',
  field: '',
  amount: 1,
  unit: 'days' as (typeof UNITS)[number],
  repeat: 'never' as (typeof REPEATS)[number] | 'never',
  until: '',
  note: '',
  channels: [] as string[],
}

/** Sets a reminder on a record: at a moment, or some time before one of its dates. */
export function ReminderDialog({ schema, id, onClose }: Props) {
  const { t } = useTexts('app')
  const { message } = App.useApp()
  const { create } = useReminderWrites()
  const dates = dateFields(schema)
  const [values, setValues] = useState({ ...EMPTY, field: dates[0]?.value ?? '' })
  const set = (change: Partial<typeof EMPTY>): void => setValues({ ...values, ...change })
  const save = async (): Promise<void> => {
    await create({ object: schema.object, id, ...bodyOf(values) })
    void message.success(t('reminders.saved'))
  }
  const { mode, at, field, repeat, note } = values
  return (
    <PeopleDialog
      title={t('reminders.set')}
      action={t('reminders.save')}
      isReady={mode === 'at' ? at !== '' : field !== ''}
      onConfirm={save}
      onClose={onClose}
    >
      {dates.length > 0 ? (
        <Segmented<Mode>
          aria-label={t('reminders.mode')}
          value={mode}
          options={(['at', 'field'] as const).map((value) => ({ value, label: t(`reminders.modes.${value}`) }))}
          onChange={(next) => set({ mode: next })}
        />
      ) : null}
      {mode === 'at' ? <MomentField at={at} set={set} /> : <BeforeFields values={values} dates={dates} set={set} />}
      <PeopleField id="fw-reminder-repeat" label={t('reminders.repeat')}>
        <Select
          id="fw-reminder-repeat"
          className="fw-wide"
          value={repeat}
          options={(['never', ...REPEATS] as const).map((value) => ({ value, label: t(`reminders.repeats.${value}`) }))}
          onChange={(next) => set({ repeat: next, ...(next === 'never' && { until: '' }) })}
        />
      </PeopleField>
      {repeat === 'never' ? null : (
        <PeopleField id="fw-reminder-until" label={t('reminders.until')}>
          <Input
            id="fw-reminder-until"
            type="date"
            value={values.until}
            onChange={(event) => set({ until: event.target.value })}
          />
        </PeopleField>
      )}
      <PeopleField id="fw-reminder-note" label={t('reminders.note')}>
        <Input
          id="fw-reminder-note"
          maxLength={500}
          value={note}
          onChange={(event) => set({ note: event.target.value })}
        />
      </PeopleField>
      <ChannelsField channels={values.channels} set={set} />
    </PeopleDialog>
  )
}

interface FieldProps {
  set: (change: Partial<typeof EMPTY>) => void
}

function MomentField({ at, set }: FieldProps & { at: string }) {
  const { t } = useTexts('app')
  return (
    <PeopleField id="fw-reminder-at" label={t('reminders.at')}>
      <Input
        id="fw-reminder-at"
        type="datetime-local"
        value={at}
        onChange={(event) => set({ at: event.target.value })}
      />
    </PeopleField>
  )
}

interface BeforeProps extends FieldProps {
  values: typeof EMPTY
  dates: DateChoice[]
}

function BeforeFields({ values: { field, amount, unit }, dates, set }: BeforeProps) {
  const { t } = useTexts('app')
  const isDate = dates.find(({ value }) => value === field)?.isDate ?? false
  const units = UNITS.filter((each) => !isDate || each === 'days' || each === 'weeks')
  return (
    <>
      <PeopleField id="fw-reminder-field" label={t('reminders.field')}>
        <Select
          id="fw-reminder-field"
          className="fw-wide"
          value={field}
          options={dates.map(({ value, label }) => ({ value, label }))}
          onChange={(next) => set({ field: next, unit: 'days' })}
        />
      </PeopleField>
      <PeopleField id="fw-reminder-amount" label={t('reminders.before')}>
        <div className="fw-reminder-before">
          <InputNumber
            id="fw-reminder-amount"
            min={0}
            max={999}
            precision={0}
            value={amount}
            onChange={(next) => set({ amount: next ?? 0 })}
          />
          <Select
            aria-label={t('reminders.unit')}
            value={unit}
            options={units.map((value) => ({ value, label: t(`reminders.units.${value}`) }))}
            onChange={(next) => set({ unit: next })}
          />
        </div>
      </PeopleField>
    </>
  )
}

function ChannelsField({ channels, set }: FieldProps & { channels: string[] }) {
  const { t } = useTexts('app')
  const api = useApi()
  const { data } = useQuery({
    queryKey: ['notifications', 'choices'],
    queryFn: ({ signal }) =>
      api.get<{ channels: { name: string; label: string }[] }>('/api/notifications/choices', signal),
  })
  const known = data?.channels ?? []
  if (known.length === 0) return null
  return (
    <PeopleField id="fw-reminder-channels" label={t('reminders.channels')}>
      <Select
        id="fw-reminder-channels"
        className="fw-wide"
        mode="multiple"
        placeholder={t('reminders.usualChannels')}
        value={channels}
        options={known.map(({ name, label }) => ({ value: name, label }))}
        onChange={(next: string[]) => set({ channels: next })}
      />
    </PeopleField>
  )
}

interface DateChoice {
  value: string
  label: string
  isDate: boolean
}

const dateFields = ({ fields }: ObjectSchema): DateChoice[] =>
  Object.entries(fields).flatMap(([value, { type, label, readable, formula }]) =>
    readable && !formula && (type === 'date' || type === 'date-time')
      ? [{ value, label, isDate: type === 'date' }]
      : [],
  )

function bodyOf({ mode, at, field, amount, unit, repeat, until, note, channels }: typeof EMPTY): object {
  return {
    ...(mode === 'at' ? { at: new Date(at).toISOString() } : { field, before: { amount, unit } }),
    ...(repeat !== 'never' && { repeat }),
    ...(until !== '' && { until }),
    ...(note.trim() !== '' && { note: note.trim() }),
    ...(channels.length > 0 && { channels }),
  }
}

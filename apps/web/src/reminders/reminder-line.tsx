import { DeleteOutlined } from '@ant-design/icons'
import { AppLink, useMe, useTexts } from '@fieldwork/ui'
import { Button } from 'antd'

import '../inbox/inbox.css'
import { useReminderWrites } from './reminders.ts'
import type { Reminder } from './reminders.ts'

/** One reminder: what it is about, when it comes next, and the way to be rid of it. */
export function ReminderLine({ reminder, withRecord }: { reminder: Reminder; withRecord: boolean }) {
  const { t } = useTexts('app')
  const { remove } = useReminderWrites()
  const when = useWhen(reminder)
  const { id, object, record, note } = reminder
  const objectLabel = useMe().data?.objects[object]?.label ?? object
  const name = record.label ?? t('record.unnamed')
  return (
    <li>
      <div className="fw-waiting-main">
        {withRecord ? <AppLink to={`/o/${object}/${record.id}`}>{name}</AppLink> : (note ?? t('reminders.one'))}
        <div className="fw-waiting-note">
          {withRecord ? <span>{objectLabel}</span> : null}
          {withRecord && note !== null ? <span>{note}</span> : null}
          <span>{when}</span>
        </div>
      </div>
      <Button
        type="text"
        size="small"
        icon={<DeleteOutlined />}
        aria-label={t('reminders.remove', { name: note ?? name })}
        onClick={() => void remove(id)}
      />
    </li>
  )
}

function useWhen({ state, next_at: next, repeat }: Reminder): string {
  const { t, locale } = useTexts('app')
  const timeZone = useMe().data?.timeZone
  if (state === 'stopped' || state === 'told') return t(`reminders.states.${state}`)
  if (next === null) return t('reminders.noDate')
  const format = new Intl.DateTimeFormat(locale, {
    dateStyle: 'medium',
    timeStyle: 'short',
    ...(timeZone !== undefined && { timeZone }),
  })
  const moment = format.format(new Date(next))
  return repeat === null ? moment : `${moment} · ${t(`reminders.repeats.${repeat}`)}`
}

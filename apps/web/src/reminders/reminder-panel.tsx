import { useTexts } from '@fieldwork/ui'

import { ReminderLine } from './reminder-line.tsx'
import { useRecordReminders } from './reminders.ts'

/** One's own reminders of a record; nothing where there are none. */
export function ReminderPanel({ object, id }: { object: string; id: string }) {
  const { t } = useTexts('app')
  const reminders = useRecordReminders(object, id).data?.data ?? []
  if (reminders.length === 0) return null
  return (
    <section className="fw-approval" aria-label={t('reminders.mine')}>
      <h2 className="fw-section-title">{t('reminders.mine')}</h2>
      <ul className="fw-waiting">
        {reminders.map((reminder) => (
          <ReminderLine key={reminder.id} reminder={reminder} withRecord={false} />
        ))}
      </ul>
    </section>
  )
}

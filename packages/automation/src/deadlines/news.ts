import type { CompiledDeadline, CompiledReminder, LocalizedText } from '@fieldwork/metadata'
import { wallTime } from '../calendar/zoned-time.ts'
import type { Notification } from '../notifications/notify.ts'
import type { StoredDeadline } from './stored.ts'

interface News {
  deadline: StoredDeadline
  /** null: it has become due */
  reminder: CompiledReminder | null
  to: readonly string[]
  /** name of the record */
  name: string | null
  zone: string
}

/** What people are told about a deadline. */
export function newsOf(
  { label }: Pick<CompiledDeadline, 'label'>,
  { deadline, reminder, to, name, zone }: News,
): Notification {
  const about = name === null ? '' : `${name} – `
  const isLate = reminder === null || reminder.from === 'after'
  const due = shown(deadline.due_at, zone)
  const usual: LocalizedText = {
    en: `${label.en}: ${isLate ? 'overdue since' : 'due'} ${due}`,
    'zh-CN': `${label['zh-CN']}：${isLate ? '已逾期，应于' : '应于'} ${due} 前完成`,
  }
  const said = reminder?.label ?? usual
  return {
    to,
    kind: reminder?.isEscalation ? 'deadline.escalation' : isLate ? 'deadline.overdue' : 'deadline.reminder',
    title: { en: about + said.en, 'zh-CN': about + said['zh-CN'] },
    ...(reminder?.label && { body: usual }),
    about: { object: deadline.object, id: deadline.record },
    key: `deadline:${deadline.id}:${reminder?.key ?? 'overdue'}`,
    ...(reminder && { channels: reminder.channels }),
  }
}

/** `2026-11-23 13:00`; the end of a day as 24:00 of that day. */
function shown(moment: string, zone: string): string {
  const { date, ms } = wallTime(new Date(moment), zone)
  if (ms === 0) return `${wallTime(new Date(Date.parse(moment) - 1), zone).date} 24:00`
  const minutes = Math.floor(ms / 60_000)
  return `${date} ${[Math.floor(minutes / 60), minutes % 60].map((part) => String(part).padStart(2, '0')).join(':')}`
}

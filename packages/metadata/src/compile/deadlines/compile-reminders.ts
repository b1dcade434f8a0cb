import type { CompiledReminder, ToldPeople } from '../../compiled-deadline.ts'
import type { DeadlineDocument, People } from '../../generated/deadline.ts'
import { pointerOf } from '../../json/pointer.ts'
import { checkDocument } from '../report.ts'
import type { CheckContext } from '../report.ts'
import { spanOf } from './counted-time.ts'

/** Who is told when, and who gets it in the end. */
export function compileReminders(context: CheckContext, document: DeadlineDocument): CompiledReminder[] {
  const of = (part: 'reminders' | 'escalation') =>
    Object.entries(document[part] ?? {}).map(([key, reminder]): CompiledReminder => {
      const { label = null, channels = [] } = reminder
      const told = toldBy(reminder.to)
      told.roles.forEach((found, at) => {
        const pointer = pointerOf(part, key, 'to', 'roles', at)
        checkDocument(context, pointer, { kind: 'role', found, what: ['role', '角色'] })
      })
      return {
        key: `${part}.${key}`,
        from: reminder.moment,
        span: spanOf(context, pointerOf(part, key, 'span'), reminder.span),
        to: told,
        channels,
        label,
        isEscalation: part === 'escalation',
      }
    })
  return [...of('reminders'), ...of('escalation')]
}

function toldBy({ responsible, superiors = 0, roles = [] }: People = {}): ToldPeople {
  return { responsible: responsible ?? (superiors === 0 && roles.length === 0), superiors, roles }
}

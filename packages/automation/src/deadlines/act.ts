import type { CompiledDeadline } from '@fieldwork/metadata'
import { notifyAll } from '../notifications/notify.ts'
import type { Notification } from '../notifications/notify.ts'
import type { DeadlineScope } from './deps.ts'
import { momentsOf, overdue } from './moments.ts'
import type { Moment } from './moments.ts'
import { newsOf } from './news.ts'
import { usersAbove, usersWithRoles } from './responsible.ts'
import { nextMoment } from './settle.ts'
import { noteEvents, putDeadlines } from './stored.ts'
import type { DeadlineEvent, StoredDeadline } from './stored.ts'
import type { Wanted } from './wanted.ts'

/** A deadline that is still open, with what its record says. */
export interface Acting {
  deadline: StoredDeadline
  wanted: Wanted
}

/**
 * Does what the time has come for: tells people, hands it upwards, and finds what has become overdue. Of several
 * reminders that were missed (a server that was down) only the last is told.
 *
 * @returns those that have become overdue now
 */
export async function actOnMoments(
  scope: DeadlineScope,
  rule: CompiledDeadline,
  acting: readonly Acting[],
): Promise<Acting[]> {
  const news: Notification[] = []
  const events: DeadlineEvent[] = []
  const changed: StoredDeadline[] = []
  const missed: Acting[] = []
  for (const each of acting) {
    const moments = passed(scope, rule, each)
    const after = await afterMoments(scope, rule, { ...each, moments, news, events })
    changed.push({ ...after, next_at: nextMoment(scope, rule, { ...each, deadline: after })?.toISOString() ?? null })
    if (moments.some(({ key }) => key === overdue)) missed.push({ ...each, deadline: after })
  }
  await putDeadlines(scope.db, changed)
  await notifyAll(scope.db, news)
  await noteEvents(scope.db, events, scope.now)
  return missed
}

function passed(scope: DeadlineScope, rule: CompiledDeadline, { deadline, wanted }: Acting): Moment[] {
  if (deadline.state === 'paused') return []
  const [start, due] = [new Date(deadline.started_at), new Date(deadline.due_at)]
  const moments = momentsOf(rule, { start, due }, { calendar: wanted.calendar, zone: scope.timeZone })
  return moments.filter(({ key, at }) => at <= scope.now && !deadline.told.includes(key))
}

interface Step extends Acting {
  moments: readonly Moment[]
  news: Notification[]
  events: DeadlineEvent[]
}

async function afterMoments(scope: DeadlineScope, rule: CompiledDeadline, step: Step): Promise<StoredDeadline> {
  const { deadline, wanted, moments, news, events } = step
  const own: Notification[] = []
  const escalated = new Set(deadline.escalated)
  const lastReminder = moments.findLast(({ reminder }) => reminder === null || !reminder.isEscalation)
  for (const moment of moments) {
    const { key, reminder } = moment
    const to = reminder ? await peopleTold(scope, { deadline, reminder }) : deadline.responsible
    if (reminder?.isEscalation) for (const user of to) escalated.add(user)
    if (reminder === null) events.push({ deadline: deadline.id, kind: 'missed' })
    else
      events.push({ deadline: deadline.id, kind: reminder.isEscalation ? 'escalated' : 'told', details: { key, to } })
    if (moment !== lastReminder && !reminder?.isEscalation) continue
    own.push(newsOf(rule, { deadline, reminder, to, name: wanted.name, zone: scope.timeZone }))
  }
  news.push(...onceEach(own, deadline.responsible))
  const isMissed = moments.some(({ key }) => key === overdue)
  return {
    ...deadline,
    ...(isMissed && { state: 'missed' as const, missed_at: scope.now.toISOString() }),
    escalated: [...escalated],
    told: [...deadline.told, ...moments.map(({ key }) => key)],
  }
}

const othersLast = ({ kind }: Notification): number => (kind === 'deadline.escalation' ? 1 : 0)

/** Of what happens at once everybody hears once: who is responsible what is his, the others what reached them last. */
function onceEach(news: readonly Notification[], responsible: readonly string[]): Notification[] {
  const heard = new Set<string>()
  const forPerson = (user: string) =>
    news
      .filter(({ to }) => to.includes(user))
      .toSorted((a, b) =>
        responsible.includes(user) ? othersLast(a) - othersLast(b) : news.indexOf(b) - news.indexOf(a),
      )
      .at(0)
  const chosen = new Map<Notification, string[]>()
  for (const user of news.flatMap(({ to }) => to)) {
    const one = heard.has(user) ? undefined : forPerson(user)
    heard.add(user)
    if (one) chosen.set(one, [...(chosen.get(one) ?? []), user])
  }
  return news.flatMap((one) => (chosen.has(one) ? [{ ...one, to: chosen.get(one)! }] : []))
}

async function peopleTold(
  scope: DeadlineScope,
  { deadline, reminder: { to } }: { deadline: StoredDeadline; reminder: NonNullable<Moment['reminder']> },
): Promise<string[]> {
  const above = await usersAbove(scope, deadline.responsible, to.superiors)
  const named = await usersWithRoles(scope, to.roles)
  return [...new Set([...(to.responsible ? deadline.responsible : []), ...above, ...named])]
}

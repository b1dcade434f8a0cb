import type { CompiledDeadline } from '@fieldwork/metadata'
import type { DeadlineScope } from './deps.ts'
import { dueAt } from './length.ts'
import { momentsOf, overdue } from './moments.ts'
import { lockDeadlines, newDeadline, noteEvents, putDeadlines } from './stored.ts'
import type { DeadlineEvent, StoredDeadline } from './stored.ts'
import { readWanted } from './wanted.ts'
import type { Wanted } from './wanted.ts'

/** Where other records have a say, it is looked at so often. */
const pollMs = 3_600_000

export interface Settling {
  records: readonly string[]
  /** by record: the moment of the event that begins it, or begins it anew */
  starts?: ReadonlyMap<string, Date>
  /** the rule is new: what is done already never was a deadline */
  isFill?: boolean
}

/**
 * Brings the deadlines of records to what the records say now; the same however often it is done.
 *
 * @returns what they say, by record
 */
export async function settleDeadlines(
  scope: DeadlineScope,
  rule: CompiledDeadline,
  settling: Settling,
): Promise<Map<string, Wanted>> {
  const { records } = settling
  const stored = await lockDeadlines(scope.db, { rule: rule.name, records })
  const wanted = new Map((await readWanted(scope, rule, { ids: records })).map((each) => [each.record, each]))
  const changed: StoredDeadline[] = []
  const events: DeadlineEvent[] = []
  for (const record of new Set(records)) {
    const before = stored.get(record) ?? null
    const found = settled(scope, rule, { before, wanted: wanted.get(record) ?? null, settling })
    if (found === null) continue
    changed.push(found)
    events.push(...eventsOf(before, found))
  }
  await putDeadlines(scope.db, changed)
  await noteEvents(scope.db, events, scope.now)
  return wanted
}

interface Settled {
  before: StoredDeadline | null
  wanted: Wanted | null
  settling: Settling
}

/** What becomes of one deadline; null: nothing. */
function settled(
  scope: DeadlineScope,
  rule: CompiledDeadline,
  { before, wanted, settling }: Settled,
): StoredDeadline | null {
  if (!wanted?.applies) return before && isLive(before) ? { ...before, state: 'void', next_at: null } : null
  const start = wanted.start ?? settling.starts?.get(wanted.record) ?? (before && new Date(before.started_at))
  if (!start || (!before && settling.isFill && wanted.isDone)) return null
  const after = withState(scope, rule, { before, wanted, start })
  return before && JSON.stringify(after) === JSON.stringify(before) ? null : after
}

/** Whether there is still something to do about it. */
export const isLive = ({ state }: StoredDeadline): boolean =>
  state === 'open' || state === 'paused' || state === 'missed'

function withState(
  scope: DeadlineScope,
  rule: CompiledDeadline,
  { before, wanted, start }: { before: StoredDeadline | null; wanted: Wanted; start: Date },
): StoredDeadline {
  const { now, timeZone: zone } = scope
  const startedAt = start.toISOString()
  const isSame = before !== null && before.started_at === startedAt
  const known = isSame ? before : null
  const pausedMs = (known?.paused_ms ?? 0) + (known?.paused_at && !wanted.isPaused ? since(known.paused_at, now) : 0)
  const due = new Date(dueAt(wanted.length, start, { calendar: wanted.calendar, zone }).getTime() + pausedMs)
  const fresh = newDeadline({
    rule: rule.name,
    object: rule.object,
    record: wanted.record,
    period: '',
    started_at: startedAt,
    due_at: due.toISOString(),
  })
  const base = { ...fresh, ...(before && { id: before.id }), ...known, due_at: due.toISOString(), paused_ms: pausedMs }
  const isMoved = known !== null && known.due_at !== base.due_at
  const told = isMoved ? stillTold(rule, { told: base.told, start, due, wanted, scope }) : base.told
  const state = stateOf(wanted, told.includes(overdue))
  const after: StoredDeadline = {
    ...base,
    told,
    state,
    responsible: wanted.responsible,
    met_at: state === 'met' ? (known?.met_at ?? now.toISOString()) : null,
    missed_at: told.includes(overdue) ? base.missed_at : null,
    paused_at: state === 'paused' ? (known?.paused_at ?? now.toISOString()) : null,
  }
  return { ...after, next_at: nextMoment(scope, rule, { deadline: after, wanted })?.toISOString() ?? null }
}

const since = (moment: string, now: Date): number => Math.max(0, now.getTime() - Date.parse(moment))

/** Once the time has been moved, what has been told of a moment still to come is told again then. */
function stillTold(
  rule: CompiledDeadline,
  { told, start, due, wanted, scope }: { told: string[]; start: Date; due: Date; wanted: Wanted; scope: DeadlineScope },
): string[] {
  const counting = { calendar: wanted.calendar, zone: scope.timeZone }
  const past = momentsOf(rule, { start, due }, counting).filter(({ at }) => at <= scope.now)
  return told.filter((key) => past.some((moment) => moment.key === key))
}

function stateOf({ isDone, isPaused }: Wanted, wasMissed: boolean): StoredDeadline['state'] {
  if (isDone) return 'met'
  if (isPaused) return 'paused'
  return wasMissed ? 'missed' : 'open'
}

/** When something has to be done about it; null: never again, until it changes. */
export function nextMoment(
  { now, timeZone: zone }: DeadlineScope,
  rule: CompiledDeadline,
  { deadline, wanted }: { deadline: StoredDeadline; wanted: Pick<Wanted, 'calendar'> },
): Date | null {
  if (!isLive(deadline)) return null
  const poll = rule.isPolled ? [now.getTime() + pollMs] : []
  const [start, due] = [new Date(deadline.started_at), new Date(deadline.due_at)]
  const moments = momentsOf(rule, { start, due }, { calendar: wanted.calendar, zone })
  const ahead = deadline.state === 'paused' ? [] : moments.filter(({ key }) => !deadline.told.includes(key))
  const all = [...poll, ...ahead.map(({ at }) => at.getTime())]
  return all.length > 0 ? new Date(Math.min(...all)) : null
}

/** What the history of a deadline says of a change. */
function eventsOf(before: StoredDeadline | null, after: StoredDeadline): DeadlineEvent[] {
  const event = (kind: DeadlineEvent['kind'], details?: unknown): DeadlineEvent => ({
    deadline: after.id,
    kind,
    details,
  })
  if (!before) return [event('begun', { due: after.due_at }), ...(after.state === 'met' ? [event('met')] : [])]
  const { state } = after
  const isMoved = before.due_at !== after.due_at
  const isReassigned = before.responsible.join() !== after.responsible.join()
  const isReopened = !isLive(before) && isLive(after)
  return [
    ...(isMoved ? [event('moved', { from: before.due_at, to: after.due_at })] : []),
    ...(isReassigned ? [event('reassigned', { from: before.responsible, to: after.responsible })] : []),
    ...(isReopened ? [event('reopened')] : []),
    ...(before.state === 'paused' && state !== 'paused' ? [event('resumed')] : []),
    ...(state !== before.state && (state === 'paused' || state === 'met' || state === 'void') ? [event(state)] : []),
  ]
}

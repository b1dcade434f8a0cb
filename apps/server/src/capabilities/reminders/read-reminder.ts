import type { NewReminder } from '@fieldwork/automation'
import { isPlainObject, pointerOf } from '@fieldwork/metadata'
import type { Problem } from '@fieldwork/metadata'
import { refuse, say } from '../../errors.ts'
import { oneOf, optional, readMembers, record, text, texts } from '../../http/body.ts'

const MAX_NOTE = 500
const MAX_CHANNELS = 10
/** in each unit: a year, and four of days */
const MAX_BEFORE = { minutes: 525_600, hours: 8760, days: 1461, weeks: 208 }

export const timing = {
  note: optional(text),
  at: optional(text),
  field: optional(text),
  before: optional(record),
  time: optional(text),
  repeat: optional(oneOf('day', 'workday', 'week', 'month', 'year')),
  until: optional(text),
  channels: optional(texts),
}

type Given = ReturnType<typeof readMembers<typeof timing>>
type Timing = Omit<NewReminder, 'object' | 'record'>

/** @throws validation_failed with every problem */
export function readTiming(given: Given, { channels: known }: { channels: ReadonlySet<string> }): Timing {
  const problems: Problem[] = []
  const wrong = (name: string, en: string, zh: string): null => {
    problems.push({ pointer: pointerOf(name), code: 'invalid', message: say(en, zh) })
    return null
  }
  const { note = null, at, field, before, time, repeat = null, until, channels } = given
  if ((at === undefined) === (field === undefined))
    wrong('at', 'Expected either a moment or a date field of the record', '应填写提醒时间或记录的日期字段（二选一）')
  if (note !== null && note.length > MAX_NOTE) wrong('note', 'At most 500 characters', '最多 500 个字符')
  if (at !== undefined && before !== undefined) wrong('before', 'Only with a date field', '仅可与日期字段一起使用')
  if (until !== undefined && repeat === null) wrong('until', 'Only with a repetition', '仅可与重复提醒一起使用')
  const timing: Timing = {
    note,
    at: at === undefined ? null : (momentOf(at) ?? wrong('at', 'Expected a moment with its zone', '应为带时区的时间')),
    field: field ?? null,
    before: beforeOf(before) ?? { amount: 0, unit: 'days' },
    clock: time ?? null,
    repeat,
    until: until ?? null,
    channels: channels ?? null,
  }
  if (beforeOf(before) === null)
    wrong('before', 'Expected { amount, unit: minutes, hours, days or weeks }', '应为 { amount, unit }')
  if (time !== undefined && !/^([01]\d|2[0-3]):[0-5]\d$/.test(time)) wrong('time', 'Expected 09:00', '应为 09:00 形式')
  if (until !== undefined && !isDate(until)) wrong('until', 'Expected a date', '应为日期')
  if (channels && (channels.length > MAX_CHANNELS || !channels.every((name) => known.has(name))))
    wrong('channels', `Expected names of channels: ${[...known].join(', ')}`, `可选渠道：${[...known].join('、')}`)
  if (problems.length > 0) throw refuse('validation_failed', {}, problems)
  return timing
}

/** @returns null unless it is a moment of the years to come that people reckon with */
function momentOf(given: string): string | null {
  const moment = new Date(given)
  const isMoment = /^\d{4}-\d\d-\d\dT.*(Z|[+-]\d\d:\d\d)$/.test(given) && !Number.isNaN(moment.getTime())
  return isMoment && moment.getUTCFullYear() >= 1970 && moment.getUTCFullYear() < 2200 ? moment.toISOString() : null
}

const isDate = (given: string): boolean => {
  const moment = new Date(`${given}T00:00:00Z`)
  return /^(19|20|21)\d\d-\d\d-\d\d$/.test(given) && moment.toJSON()?.slice(0, 10) === given
}

/** @returns undefined when left out, null when it is none */
function beforeOf(given: Record<string, unknown> | undefined): NewReminder['before'] | null | undefined {
  if (given === undefined) return undefined
  const { amount, unit, ...rest } = given
  if (!isPlainObject(given) || Object.keys(rest).length > 0 || typeof unit !== 'string') return null
  if (!Object.hasOwn(MAX_BEFORE, unit) || !Number.isInteger(amount)) return null
  const known = unit as keyof typeof MAX_BEFORE
  const isInBounds = Number(amount) >= 0 && Number(amount) <= MAX_BEFORE[known]
  return isInBounds ? { amount: Number(amount), unit: known } : null
}

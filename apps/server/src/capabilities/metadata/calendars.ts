import { readDays, yearOf } from '@fieldwork/automation'
import type { ImportedDay } from '@fieldwork/automation'
import { appError } from '@fieldwork/metadata'
import type { FastifyInstance } from 'fastify'
import type { ServerDeps } from '../../capability.ts'
import { refuse, say } from '../../errors.ts'
import { list, optional, readMembers, text } from '../../http/body.ts'
import { callerOf } from '../../http/caller.ts'

const yearBody = { days: optional(list), csv: optional(text) }

/** Holidays and make-up days of a whole year at once, instead of those that the calendar has. */
export function addCalendarRoutes(app: FastifyInstance, { registry }: ServerDeps): void {
  app.put<{ Params: { name: string; year: string } }>(
    '/api/metadata/calendars/:name/years/:year',
    { config: { access: 'administrator', right: 'configuration' } },
    async (request) => {
      const { name, year } = request.params
      const calendar = registry.catalog().documents('calendar').get(name)
      if (!calendar) throw refuse('not_found', { name })
      const days = daysOf(readMembers(request.body, yearBody))
      const years = { ...(calendar.years as object | undefined), [year]: yearOf(days) }
      const { revision } = await registry.publish(
        { put: [{ kind: 'calendar', definition: { ...calendar, years } }] },
        callerOf(request),
      )
      return { revision, days: days.length }
    },
  )
}

function daysOf({ days, csv }: { days?: unknown[]; csv?: string }): ImportedDay[] {
  if ((days === undefined) === (csv === undefined)) {
    throw refuse('invalid_parameter', {
      name: 'days',
      reason: say('expected either days or csv', '须提供 days 或 csv 其中之一'),
    })
  }
  if (csv !== undefined) {
    const { days: found, wrong } = readDays(csv)
    if (wrong.length === 0) return found
    const problems = wrong.map(({ line, message }) => ({ pointer: `/csv/${line}`, code: 'invalid', message }))
    throw appError('validation_failed', {}, problems)
  }
  const wrong = days!.flatMap((day, index) => (isDay(day) ? [] : [index]))
  if (wrong.length === 0) return days as ImportedDay[]
  const message = { en: 'A day has a date, and whether it is worked', 'zh-CN': '须包含日期 date 与是否上班 working' }
  throw appError(
    'validation_failed',
    {},
    wrong.map((index) => ({ pointer: `/days/${index}`, code: 'invalid', message })),
  )
}

function isDay(day: unknown): day is ImportedDay {
  if (typeof day !== 'object' || day === null) return false
  const { date, working, name } = day as Record<string, unknown>
  return (
    typeof date === 'string' &&
    typeof working === 'boolean' &&
    (name === undefined || (typeof name === 'string' && name !== ''))
  )
}

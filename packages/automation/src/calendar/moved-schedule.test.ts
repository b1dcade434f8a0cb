import { Cron } from 'croner'
import { expect, it } from 'vitest'
import { isMovedTo, onEveryDay } from './moved-schedule.ts'
import type { WorkCalendar } from './workdays.ts'

const timeZone = 'Asia/Shanghai'
const span = [{ from: 540, to: 1080 }]
const day = (working: boolean) => ({ hours: working ? span : [], name: null })
/** the national holidays of October 2026 are from the 1st to the 7th, and the 10th, a Saturday, is worked */
const calendar = {
  week: [span, span, span, span, span, [], []],
  days: new Map([
    ...['01', '02', '03', '04', '05', '06', '07'].map((date) => [`2026-10-${date}`, day(false)] as const),
    ['2026-10-10', day(true)],
  ]),
} as unknown as WorkCalendar

/** the days on which it begins in a span of time */
function days(cron: string, to: 'next' | 'previous', [from, until]: [string, string]): string[] {
  const every = new Cron(onEveryDay(cron), { timezone: timeZone, mode: '5-part' })
  const found: string[] = []
  let moment = every.nextRun(new Date(from))
  while (moment && moment < new Date(until)) {
    if (isMovedTo(moment, { cron, timeZone, to }, calendar)) found.push(moment.toISOString())
    moment = every.nextRun(moment)
  }
  return found
}

const autumn: [string, string] = ['2026-09-25T00:00:00Z', '2026-11-10T00:00:00Z']

it('moves what falls on a holiday to the next working day, at the same time, once (PLAT-43)', () => {
  expect(days('30 9 1 * *', 'next', autumn)).toEqual(['2026-10-08T01:30:00.000Z', '2026-11-02T01:30:00.000Z'])
  expect(days('0 9 3,4 10 *', 'next', autumn)).toEqual(['2026-10-08T01:00:00.000Z'])
})

it('moves it to the working day before, make-up days counted', () => {
  expect(days('30 9 1 * *', 'previous', autumn)).toEqual(['2026-09-30T01:30:00.000Z', '2026-10-30T01:30:00.000Z'])
  expect(days('0 9 11 10 *', 'previous', autumn)).toEqual(['2026-10-10T01:00:00.000Z'])
})

it('leaves working days as they are, and gives up where nothing is ever worked', () => {
  expect(days('0 9 * * 1', 'next', ['2026-10-12T00:00:00Z', '2026-10-20T00:00:00Z'])).toEqual([
    '2026-10-12T01:00:00.000Z',
    '2026-10-19T01:00:00.000Z',
  ])
  const never: WorkCalendar = { week: [[], [], [], [], [], [], []], days: new Map() }
  expect(isMovedTo(new Date('2026-10-12T01:00:00Z'), { cron: '0 9 1 * *', timeZone, to: 'next' }, never)).toBe(false)
  expect(onEveryDay('@midnight')).toBe('0 0 * * *')
})

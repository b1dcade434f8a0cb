/** Stretches of days that move with the calendar, by name. */
export const PERIODS = [
  'today',
  'yesterday',
  'tomorrow',
  'thisWeek',
  'lastWeek',
  'nextWeek',
  'thisMonth',
  'lastMonth',
  'nextMonth',
  'thisQuarter',
  'lastQuarter',
  'thisYear',
  'lastYear',
  'past',
  'future',
] as const
export type Period = (typeof PERIODS)[number]

const WEEK = 'addDays(today(), 1 - weekday(today()))'
const MONTH = 'addDays(today(), 1 - day(today()))'
const YEAR = `addMonths(${MONTH}, 1 - month(today()))`
const QUARTER = `addMonths(${YEAR}, 3 * floor((month(today()) - 1) / 3))`

const days = (start: string, count: number): string => `addDays(${start}, ${count})`
const months = (start: string, count: number): string => `addMonths(${start}, ${count})`

/** The first day, and the day after the last; null: without end. */
const BOUNDS: Record<Period, [from: string | null, before: string | null]> = {
  today: ['today()', days('today()', 1)],
  yesterday: [days('today()', -1), 'today()'],
  tomorrow: [days('today()', 1), days('today()', 2)],
  thisWeek: [WEEK, days(WEEK, 7)],
  lastWeek: [days(WEEK, -7), WEEK],
  nextWeek: [days(WEEK, 7), days(WEEK, 14)],
  thisMonth: [MONTH, months(MONTH, 1)],
  lastMonth: [months(MONTH, -1), MONTH],
  nextMonth: [months(MONTH, 1), months(MONTH, 2)],
  thisQuarter: [QUARTER, months(QUARTER, 3)],
  lastQuarter: [months(QUARTER, -3), QUARTER],
  thisYear: [YEAR, months(YEAR, 12)],
  lastYear: [months(YEAR, -12), YEAR],
  past: [null, 'today()'],
  future: [days('today()', 1), null],
}

/** That a date lies in a period. */
export function printPeriod(path: string, period: unknown): string {
  if (!isPeriod(period)) throw new Error(`There is no period ${String(period)}`)
  const [from, before] = BOUNDS[period]
  const sides = [...(from === null ? [] : [`${path} >= ${from}`]), ...(before === null ? [] : [`${path} < ${before}`])]
  return sides.length === 1 ? String(sides[0]) : `(${sides.join(' && ')})`
}

/** The period that a condition asks for, and of what; null where it is another condition. */
export function readPeriod(text: string): { path: string; period: Period } | null {
  const path = /^([a-z][a-z0-9_.]*) (?:>=|<) /.exec(text)?.[1]
  const period = path && PERIODS.find((each) => withoutEdges(printPeriod(path, each)) === text)
  return period ? { path, period } : null
}

const withoutEdges = (text: string): string => (text.startsWith('(') ? text.slice(1, -1) : text)

const isPeriod = (value: unknown): value is Period => PERIODS.includes(value as Period)

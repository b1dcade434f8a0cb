import { divide, subtract } from '../evaluate/arithmetic.ts'
import { addMonths, dayNumber, instantOfLocal, localDate, MAX_MONTHS, readInstant } from '../evaluate/time.ts'
import { Exact, narrow } from '../evaluate/value.ts'
import type { Numeric, Value } from '../evaluate/value.ts'
import { shiftDays, shiftDaysSql } from './shift-days.ts'
import type { FunctionEntry, Parameter } from './function-entry.ts'

const date: Parameter = { name: 'date', type: 'date' }
const between: Parameter[] = [
  { name: 'from', type: 'date' },
  { name: 'to', type: 'date' },
]

export const dateFunctions: FunctionEntry[] = [
  {
    name: 'today',
    parameters: [],
    result: 'date',
    nulls: 'never',
    js: (_, { now, timeZone }) => localDate(now.getTime(), timeZone),
    sql: ({ binder }) => binder.today(),
    doc: { en: "Today in the workspace's time zone.", 'zh-CN': '今天（工作区时区）。' },
  },
  {
    name: 'now',
    parameters: [],
    result: 'datetime',
    nulls: 'never',
    js: (_, { now }) => now.getTime(),
    sql: ({ binder }) => binder.now(),
    doc: { en: 'This moment.', 'zh-CN': '当前时间。' },
  },
  {
    name: 'date',
    parameters: [date],
    result: 'date',
    js: ([day]) => day!,
    sql: ({ sql }) => sql(0),
    doc: { en: "A written date, such as date('2026-01-31').", 'zh-CN': "直接写出的日期，如 date('2026-01-31')。" },
  },
  {
    name: 'date',
    parameters: [{ name: 'datetime', type: 'datetime' }],
    result: 'date',
    js: ([instant], { timeZone }) => localDate(instant as number, timeZone),
    sql: ({ sql, binder }) => `(${sql(0)} at time zone ${binder.timeZone()})::date`,
    doc: { en: "The day of a datetime in the workspace's time zone.", 'zh-CN': '日期时间在工作区时区中的日期。' },
  },
  {
    name: 'datetime',
    parameters: [{ name: 'text', type: 'local' }],
    result: 'datetime',
    js: ([text], { timeZone }) => instantOfLocal(readInstant(text as string)!.local, timeZone),
    sql: ({ sql, binder }) => `((${sql(0)})::timestamp at time zone ${binder.timeZone()})`,
    doc: {
      en: "A written moment, in the workspace's time zone unless it has an offset: datetime('2026-01-31T09:30').",
      'zh-CN': "直接写出的时间，无时区偏移时按工作区时区：datetime('2026-01-31T09:30')。",
    },
  },
  {
    name: 'datetime',
    parameters: [date],
    result: 'datetime',
    js: ([day], { timeZone }) => instantOfLocal(dayNumber(day as string) * 86_400_000, timeZone),
    sql: ({ sql, binder }) => `((${sql(0)})::timestamp at time zone ${binder.timeZone()})`,
    doc: { en: "The start of the day in the workspace's time zone.", 'zh-CN': '该日在工作区时区中的零点。' },
  },
  {
    name: 'year',
    parameters: [date],
    result: 'integer',
    js: ([day]) => Number((day as string).slice(0, 4)),
    sql: ({ sql }) => `extract(year from ${sql(0)})`,
    doc: { en: 'The year.', 'zh-CN': '年份。' },
  },
  {
    name: 'month',
    parameters: [date],
    result: 'integer',
    js: ([day]) => Number((day as string).slice(5, 7)),
    sql: ({ sql }) => `extract(month from ${sql(0)})`,
    doc: { en: 'The month, 1 to 12.', 'zh-CN': '月份，1 到 12。' },
  },
  {
    name: 'day',
    parameters: [date],
    result: 'integer',
    js: ([day]) => Number((day as string).slice(8, 10)),
    sql: ({ sql }) => `extract(day from ${sql(0)})`,
    doc: { en: 'The day of the month.', 'zh-CN': '当月的第几天。' },
  },
  {
    name: 'weekday',
    parameters: [date],
    result: 'integer',
    js: ([day]) => new Date(`${day as string}T00:00:00Z`).getUTCDay() || 7,
    sql: ({ sql }) => `extract(isodow from ${sql(0)})`,
    doc: { en: 'The day of the week, 1 (Monday) to 7 (Sunday).', 'zh-CN': '星期几，1（星期一）到 7（星期日）。' },
  },
  {
    name: 'addDays',
    partial: true,
    parameters: [date, { name: 'days', type: 'integer' }],
    result: 'date',
    js: ([day, days]) => shiftDays(day as string, days!),
    sql: ({ sql }) => shiftDaysSql(sql(0), `+ ${sql(1)}`),
    doc: { en: 'The date a number of days later.', 'zh-CN': '若干天之后的日期。' },
  },
  {
    name: 'addMonths',
    partial: true,
    parameters: [date, { name: 'months', type: 'integer' }],
    result: 'date',
    js: ([day, months]) => addMonths(day as string, Number(months)),
    sql: ({ sql }) => addMonthsSql(sql(0), sql(1)),
    doc: {
      en: 'The date a number of months later; the 31st becomes the last day of a shorter month.',
      'zh-CN': '若干月之后的日期；目标月份没有该日时取当月最后一天。',
    },
  },
  {
    name: 'daysBetween',
    parameters: between,
    result: 'integer',
    js: ([from, to]) => dayNumber(to as string) - dayNumber(from as string),
    // subtraction is written the other way round, so its operands are as well
    sql: ({ sql }) => `(- (${sql(0)} - ${sql(1)}))`,
    doc: { en: 'The number of days from the first date to the second.', 'zh-CN': '从前一日期到后一日期的天数。' },
  },
  {
    name: 'hoursBetween',
    parameters: [
      { name: 'from', type: 'datetime' },
      { name: 'to', type: 'datetime' },
    ],
    result: 'decimal',
    js: ([from, to]) => divide(subtract(microseconds(to!), microseconds(from!)), 3_600_000_000),
    sql: ({ sql }) =>
      `round(div((extract(epoch from ${sql(0)}) - extract(epoch from ${sql(1)})) * -100000000000000000, 3600) * 0.00000000000000001, 16)`,
    doc: { en: 'The number of hours from the first moment to the second.', 'zh-CN': '从前一时间到后一时间的小时数。' },
  },
]

/** PostgreSQL keeps microseconds; an instant in flight may carry them as a fraction. */
function microseconds(instant: Value): Numeric {
  return narrow(new Exact(Math.round((instant as number) * 1000)))
}

/** Months beyond the allowed are null before they are added, days out of range after, so nothing can raise. */
function addMonthsSql(day: string, months: string): string {
  const count = MAX_MONTHS * 2 + 1
  const bucket = `width_bucket(${months}, ${-MAX_MONTHS}, ${MAX_MONTHS + 1}, ${count})`
  const bounded = `(nullif(nullif(${bucket}, 0), ${count + 1}) - ${MAX_MONTHS + 1})`
  return shiftDaysSql(`(${day} + make_interval(months => ${bounded}))::date`, '+ 0')
}

import { add, divide, multiply, negate, QUOTIENT_SCALE, remainder, subtract } from '../evaluate/arithmetic.ts'
import { dayNumber } from '../evaluate/time.ts'
import type { Numeric } from '../evaluate/value.ts'
import { shiftDays, shiftDaysSql } from './shift-days.ts'
import type { FunctionEntry, Parameter } from './function-entry.ts'

const numbers: Parameter[] = [
  { name: 'a', type: 'number' },
  { name: 'b', type: 'number' },
]

const scaleUp = `1${'0'.repeat(QUOTIENT_SCALE + 1)}`
const scaleDown = `0.${'0'.repeat(QUOTIENT_SCALE)}1`

export const operators: FunctionEntry[] = [
  {
    name: '+',
    operator: true,
    parameters: [
      { name: 'a', type: 'text' },
      { name: 'b', type: 'text' },
    ],
    result: 'text',
    js: ([a, b]) => `${a as string}${b as string}`,
    sql: ({ sql }) => `(${sql(0)} || ${sql(1)})`,
    doc: { en: 'Joins two texts.', 'zh-CN': '连接两个文本。' },
  },
  {
    name: '+',
    operator: true,
    parameters: numbers,
    result: 'number',
    js: ([a, b]) => add(a as Numeric, b as Numeric),
    sql: ({ sql }) => `(${sql(0)} + ${sql(1)})`,
    doc: { en: 'Adds two numbers.', 'zh-CN': '两数相加。' },
  },
  {
    name: '+',
    operator: true,
    parameters: [
      { name: 'date', type: 'date' },
      { name: 'days', type: 'integer' },
    ],
    result: 'date',
    partial: true,
    js: ([date, days]) => shiftDays(date as string, days as Numeric),
    sql: ({ sql }) => shiftDaysSql(sql(0), `+ ${sql(1)}`),
    doc: { en: 'The date a number of days later.', 'zh-CN': '若干天之后的日期。' },
  },
  {
    name: '+',
    operator: true,
    parameters: [
      { name: 'days', type: 'integer' },
      { name: 'date', type: 'date' },
    ],
    result: 'date',
    partial: true,
    js: ([days, date]) => shiftDays(date as string, days as Numeric),
    sql: ({ sql }) => shiftDaysSql(sql(1), `+ ${sql(0)}`),
    doc: { en: 'The date a number of days later.', 'zh-CN': '若干天之后的日期。' },
  },
  {
    name: '-',
    operator: true,
    parameters: numbers,
    result: 'number',
    js: ([a, b]) => subtract(a as Numeric, b as Numeric),
    sql: ({ sql }) => `(${sql(0)} - ${sql(1)})`,
    doc: { en: 'Subtracts a number.', 'zh-CN': '两数相减。' },
  },
  {
    name: '-',
    operator: true,
    parameters: [
      { name: 'date', type: 'date' },
      { name: 'days', type: 'integer' },
    ],
    result: 'date',
    partial: true,
    js: ([date, days]) => shiftDays(date as string, negate(days as Numeric)),
    sql: ({ sql }) => shiftDaysSql(sql(0), `- ${sql(1)}`),
    doc: { en: 'The date a number of days earlier.', 'zh-CN': '若干天之前的日期。' },
  },
  {
    name: '-',
    operator: true,
    parameters: [
      { name: 'later', type: 'date' },
      { name: 'earlier', type: 'date' },
    ],
    result: 'integer',
    js: ([later, earlier]) => dayNumber(later as string) - dayNumber(earlier as string),
    sql: ({ sql }) => `(${sql(0)} - ${sql(1)})`,
    doc: { en: 'The number of days between two dates.', 'zh-CN': '两个日期相差的天数。' },
  },
  {
    name: 'negative',
    operator: true,
    parameters: [{ name: 'a', type: 'number' }],
    result: 'number',
    js: ([a]) => negate(a as Numeric),
    sql: ({ sql }) => `(- ${sql(0)})`,
    doc: { en: 'The number with the other sign.', 'zh-CN': '取相反数。' },
  },
  {
    name: '*',
    operator: true,
    parameters: numbers,
    result: 'number',
    js: ([a, b]) => multiply(a as Numeric, b as Numeric),
    sql: ({ sql }) => `(${sql(0)} * ${sql(1)})`,
    doc: { en: 'Multiplies two numbers.', 'zh-CN': '两数相乘。' },
  },
  {
    name: '/',
    partial: true,
    operator: true,
    parameters: numbers,
    result: 'decimal',
    js: ([a, b]) => divide(a as Numeric, b as Numeric),
    // numeric division picks a scale by its operands; integer division of a scaled dividend is exact
    sql: ({ sql }) =>
      `round(div(${sql(0)} * ${scaleUp}::numeric, nullif(${sql(1)}, 0)) * ${scaleDown}, ${QUOTIENT_SCALE})`,
    doc: { en: 'Divides; null when dividing by zero.', 'zh-CN': '两数相除；除数为零时为空。' },
  },
  {
    name: '%',
    partial: true,
    operator: true,
    parameters: numbers,
    result: 'number',
    js: ([a, b]) => remainder(a as Numeric, b as Numeric),
    sql: ({ sql }) => `mod(${sql(0)}, nullif(${sql(1)}, 0))`,
    doc: { en: 'The remainder; null when dividing by zero.', 'zh-CN': '取余数；除数为零时为空。' },
  },
]

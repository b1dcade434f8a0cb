import { absolute, ceil, floor, round } from '../evaluate/arithmetic.ts'
import { extreme } from '../evaluate/macro.ts'
import type { Numeric } from '../evaluate/value.ts'
import type { FunctionEntry, Parameter, SqlArguments } from './function-entry.ts'

const number: Parameter = { name: 'number', type: 'number' }
const values: Parameter[] = [
  { name: 'a', type: 'same' },
  { name: 'b', type: 'same' },
]

export const numberFunctions: FunctionEntry[] = [
  {
    name: 'abs',
    parameters: [number],
    result: 'number',
    js: ([a]) => absolute(a as Numeric),
    sql: ({ sql }) => `abs(${sql(0)})`,
    doc: { en: 'The number without its sign.', 'zh-CN': '绝对值。' },
  },
  {
    name: 'round',
    parameters: [number],
    result: 'integer',
    js: ([a]) => round(a as Numeric, 0),
    sql: ({ sql }) => `round(${sql(0)})`,
    doc: { en: 'Rounds to a whole number, half away from zero.', 'zh-CN': '四舍五入到整数。' },
  },
  {
    name: 'round',
    parameters: [number, { name: 'digits', type: 'digits' }],
    result: 'decimal',
    js: ([a, digits]) => round(a as Numeric, digits as number),
    sql: ({ sql }) => `round(${sql(0)}, ${sql(1)})`,
    doc: { en: 'Rounds to a number of decimal places, half away from zero.', 'zh-CN': '四舍五入到指定的小数位数。' },
  },
  {
    name: 'floor',
    parameters: [number],
    result: 'integer',
    js: ([a]) => floor(a as Numeric),
    sql: ({ sql }) => `floor(${sql(0)})`,
    doc: { en: 'The next whole number down.', 'zh-CN': '向下取整。' },
  },
  {
    name: 'ceil',
    parameters: [number],
    result: 'integer',
    js: ([a]) => ceil(a as Numeric),
    sql: ({ sql }) => `ceil(${sql(0)})`,
    doc: { en: 'The next whole number up.', 'zh-CN': '向上取整。' },
  },
  {
    name: 'min',
    parameters: values,
    rest: true,
    result: 'same',
    nulls: 'handled',
    js: (args) => extreme(args, -1),
    sql: (args) => `least(${sortable(args)})`,
    doc: { en: 'The smallest value; blank ones are skipped.', 'zh-CN': '最小值；空值不参与比较。' },
  },
  {
    name: 'max',
    parameters: values,
    rest: true,
    result: 'same',
    nulls: 'handled',
    js: (args) => extreme(args, 1),
    sql: (args) => `greatest(${sortable(args)})`,
    doc: { en: 'The largest value; blank ones are skipped.', 'zh-CN': '最大值；空值不参与比较。' },
  },
]

/** Texts are ordered by code point, in SQL by the "C" collation. */
function sortable({ all, node }: SqlArguments): string {
  const [first, ...others] = all()
  const isText = node(0).type.kind === 'text'
  return [isText ? `${first} collate "C"` : first, ...others].join(', ')
}

import { formatText, parseText } from '../../csv/cell.ts'
import { parseDate, parseDateTime } from '../../csv/date.ts'
import { formatDecimal, parseDecimal } from '../../csv/number.ts'
import type { FieldType, JsonSchema, Property, ScalarKind } from '../../field-type.ts'
import { expressionSchema } from '../../option-schemas.ts'
import { SIGNIFICANT_DIGITS } from '../../scale.ts'
import { boolean } from '../boolean/index.ts'
import { dateTime } from '../date-time/index.ts'

/** What a formula gives. */
export type FormulaResult = 'text' | 'integer' | 'decimal' | 'money' | 'percent' | 'boolean' | 'date' | 'date-time'

interface ResultKind {
  schema: JsonSchema
  kind: Exclude<ScalarKind['kind'], 'record'>
  csv: FieldType['csv']
}

const numberCsv: FieldType['csv'] = {
  format: formatDecimal,
  parse: (cell) => parseDecimal(cell, { scale: SIGNIFICANT_DIGITS }),
}
const percentCsv: FieldType['csv'] = {
  ...numberCsv,
  format: (value) => (value === null ? '' : `${formatDecimal(value)}%`),
}
const textCsv: FieldType['csv'] = { format: formatText, parse: parseText }

const RESULTS: Record<FormulaResult, ResultKind> = {
  text: { schema: { type: 'string' }, kind: 'text', csv: textCsv },
  integer: { schema: { type: 'integer' }, kind: 'integer', csv: numberCsv },
  decimal: { schema: { type: 'number' }, kind: 'decimal', csv: numberCsv },
  money: { schema: { type: 'number' }, kind: 'decimal', csv: numberCsv },
  percent: { schema: { type: 'number' }, kind: 'decimal', csv: percentCsv },
  boolean: { schema: { type: 'boolean' }, kind: 'boolean', csv: boolean.csv },
  date: { schema: { type: 'string', format: 'date' }, kind: 'date', csv: { format: formatText, parse: parseDate } },
  'date-time': {
    schema: { type: 'string', format: 'date-time' },
    kind: 'datetime',
    csv: { ...dateTime.csv, parse: (cell, _property, context) => parseDateTime(cell, context?.timeZone ?? 'UTC') },
  },
}

/**
 * A value computed from an expression when it is read. `result` says what it gives; whoever has checked the
 * expression may fill it in, until then the value is taken as text.
 */
export const formula: FieldType = {
  name: 'formula',
  label: { en: 'Formula', 'zh-CN': '公式' },
  icon: 'function',
  options: {
    properties: { expression: expressionSchema, result: { type: 'string', enum: Object.keys(RESULTS) } },
    required: ['expression'],
  },
  keywords: ['readOnly'],
  complete,
  valueSchema: (property) => ({ ...resultOf(property)?.schema }),
  column: () => null,
  expression: (property) => ({ kind: resultOf(property)?.kind ?? 'text' }),
  computed: 'formula',
  sortable: true,
  groupable: true,
  searchable: false,
  measures: ['count', 'sum', 'avg', 'min', 'max'],
  csv: {
    format: (value, property, context) => (resultOf(property)?.csv ?? textCsv).format(value, property, context),
    parse: (cell, property, context) => (resultOf(property)?.csv ?? textCsv).parse(cell, property, context),
  },
  widget: 'formula',
  shownBy: ['result', 'scale', 'currency'],
  conformance: [
    {
      property: { 'x-field': { type: 'formula', expression: '2.5 * 2', result: 'decimal' } },
      valid: [{ value: 5 }, { value: -0.125 }],
      invalid: ['5', true],
      expressions: ['value == 5', 'value != null'],
    },
    {
      property: { 'x-field': { type: 'formula', expression: '1 < 2', result: 'boolean' } },
      valid: [{ value: true }],
      invalid: [1, 'true'],
      expressions: ['value'],
    },
    {
      property: { 'x-field': { type: 'formula', expression: 'today()', result: 'date' } },
      valid: [{ value: '2026-01-31' }],
      invalid: ['today', 1],
      expressions: ["value == date('2026-01-31')"],
    },
    {
      property: { 'x-field': { type: 'formula', expression: 'now()', result: 'date-time' } },
      valid: [{ value: '2026-01-31T01:30:00+00:00' }],
      invalid: ['2026-01-31'],
      expressions: ["value == datetime('2026-01-31T09:30:00+08:00')"],
    },
  ],
}

/** A result replaces what the standard half said of an earlier one; without a result the author's half stands. */
function complete(property: Property): Property {
  const result = resultOf(property)
  if (!result) return { ...property, readOnly: true }
  const { type: _type, format: _format, ...rest } = property
  return { ...rest, ...result.schema, readOnly: true }
}

function resultOf(property: Property): ResultKind | undefined {
  const { result } = property['x-field']
  return typeof result === 'string' && Object.hasOwn(RESULTS, result) ? RESULTS[result as FormulaResult] : undefined
}

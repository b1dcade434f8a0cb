import type { ColumnSpec, FieldType, JsonSchema, Property } from '../../field-type.ts'
import { expressionSchema, fieldNameSchema, objectNameSchema } from '../../option-schemas.ts'
import { functionOf, resultField, resultOf, resultSchema, rollUpFunctions } from './result.ts'

/**
 * A figure about the records that refer to a record: stored with it and kept right by the database itself with every
 * write of theirs. `result` says what it looks like; whoever knows the aggregated field fills it in.
 */
export const rollUp: FieldType = {
  name: 'roll-up',
  label: { en: 'Roll-up', 'zh-CN': '汇总' },
  icon: 'group',
  options: {
    properties: {
      object: { ...objectNameSchema, description: 'The object whose records are aggregated' },
      via: { ...fieldNameSchema, description: 'Their lookup to this object' },
      function: { description: 'What is made of them', type: 'string', enum: [...rollUpFunctions] },
      field: { ...fieldNameSchema, description: 'The field aggregated; records where it is empty do not count' },
      by: { ...fieldNameSchema, description: 'The date or time that says which record is the latest' },
      where: { ...expressionSchema, description: 'Only records for which this holds, over their own stored fields' },
      subtree: {
        description:
          'Records that refer to those below a record count for it too, at every depth; the object has a hierarchy',
        type: 'boolean',
        default: false,
      },
      result: resultSchema,
    },
    required: ['object', 'via', 'function'],
  },
  keywords: ['readOnly'],
  complete,
  valueSchema,
  column,
  expression: (property) => resultExpression(property),
  computed: 'roll-up',
  choices: (property) => {
    const { type, property: inner } = resultField(property)
    return type.choices?.(inner) ?? []
  },
  sortable: true,
  groupable: true,
  searchable: false,
  measures: ['count', 'sum', 'avg', 'min', 'max'],
  csv: {
    format: (value, property, context) => {
      const { type, property: inner } = resultField(property)
      return type.csv.format(value, inner, context)
    },
    parse: (cell, property, context) => {
      const { type, property: inner } = resultField(property)
      return type.csv.parse(cell, inner, context)
    },
  },
  widget: 'roll-up',
  shownBy: ['result'],
  conformance: [
    {
      property: {
        'x-field': { type: 'roll-up', object: 'line', via: 'order', function: 'count', where: 'amount > 0' },
      },
      valid: [{ value: 0 }, { value: 42 }],
      invalid: ['1', true, 1.5],
      ascending: [0, 9, 10],
      expressions: ['value == 0', 'value < 1', 'value != null'],
    },
    {
      property: {
        'x-field': {
          type: 'roll-up',
          object: 'line',
          via: 'order',
          function: 'avg',
          field: 'amount',
          result: { type: 'money', scale: 2, currency: 'CNY' },
        },
      },
      valid: [{ value: 1234.5 }],
      invalid: ['12', true],
      ascending: [-1, 0, 9.9, 10],
      expressions: ['value == 1234.5', 'value > 1234', 'value != null'],
    },
    {
      property: {
        'x-field': {
          type: 'roll-up',
          object: 'visit',
          via: 'customer',
          function: 'latest',
          field: 'at',
          by: 'at',
          result: { type: 'date-time' },
        },
      },
      valid: [{ value: '2026-01-31T01:30:00+00:00' }],
      invalid: ['2026-01-31', 1],
      expressions: ["value == datetime('2026-01-31T09:30:00+08:00')"],
    },
  ],
}

/** The result replaces what the standard half said of an earlier one. */
function complete(property: Property): Property {
  const { type: _type, format: _format, ...rest } = property
  return { ...rest, ...(resultOf(property) !== null && jsonHalf(property)), readOnly: true }
}

/** Nobody enters the value, so only its kind is told: bounds and options of the aggregated field are not its own. */
function valueSchema(property: Property): JsonSchema {
  return resultOf(property) === null ? {} : jsonHalf(property)
}

function jsonHalf(property: Property): { type: string; format?: string } {
  const { type, property: inner } = resultField(property)
  const { type: jsonType = 'string', format } = type.complete(inner)
  return { type: jsonType, ...(format !== undefined && { format }) }
}

function resultExpression(property: Property): ReturnType<FieldType['expression']> {
  const { type, property: inner } = resultField(property)
  return type.expression(inner)
}

/** digits that a total of many amounts has room for */
const PRECISION = 38
/** decimals that a mean has beyond those of what it is the mean of */
const MEAN_DECIMALS = 4

function column(property: Property): ColumnSpec {
  const name = functionOf(property)
  const { scale = 0, unbounded = false } = resultOf(property) ?? {}
  if (name === 'count') return { type: 'bigint', default: '0' }
  if (name === 'sum') return { type: unbounded ? 'numeric' : `numeric(${PRECISION},${scale})`, default: '0' }
  if (name === 'avg') return { type: `numeric(${PRECISION},${unbounded ? 10 : scale + MEAN_DECIMALS})` }
  const { type, property: inner } = resultField(property)
  const isNumber = ['integer', 'decimal'].includes(type.expression(inner).kind)
  return unbounded && isNumber ? { type: 'numeric' } : { type: type.column(inner)?.type ?? 'numeric' }
}

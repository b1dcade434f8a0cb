import { checkNumberBounds } from '../../bounds-check.ts'
import { formatDecimal, parseDecimal } from '../../csv/number.ts'
import type { FieldType, Problem, Property } from '../../field-type.ts'
import { boundsSchema } from '../../number-type.ts'

/** A whole number that JSON carries exactly, at most ±(2^53 - 1). */
export const integer: FieldType = {
  name: 'integer',
  label: { en: 'Integer', 'zh-CN': '整数' },
  icon: 'number',
  options: { properties: {} },
  keywords: ['minimum', 'maximum', 'exclusiveMinimum', 'exclusiveMaximum', 'multipleOf', 'default', 'readOnly'],
  complete: (property) => ({ ...property, type: 'integer' }),
  valueSchema: (property) => ({
    type: 'integer',
    ...boundsSchema(property, Number.MAX_SAFE_INTEGER),
    ...(property.multipleOf !== undefined && { multipleOf: property.multipleOf }),
  }),
  column: () => ({ type: 'bigint' }),
  expression: () => ({ kind: 'integer' }),
  check: checkBounds,
  sortable: true,
  groupable: true,
  searchable: false,
  measures: ['count', 'sum', 'avg', 'min', 'max'],
  csv: { format: formatDecimal, parse: (cell) => parseDecimal(cell, { scale: 0 }) },
  widget: 'integer',
  presentation: { width: 110 },
  conformance: [
    {
      property: { 'x-field': { type: 'integer' } },
      valid: [{ value: 42 }, { value: 0 }, { value: -7 }, { value: Number.MAX_SAFE_INTEGER }],
      invalid: [1.5, 9_007_199_254_740_992, -9_007_199_254_740_992, 1e300, '1', true],
      ascending: [-100, -7, 0, 9, 10, 42],
      expressions: [
        'value == 42',
        'value + 1 == 43',
        'value > 41 && value <= 42',
        'value in [41, 42]',
        'value != null',
      ],
    },
    {
      property: { minimum: 0, exclusiveMaximum: 100, multipleOf: 5, 'x-field': { type: 'integer' } },
      valid: [{ value: 0 }, { value: 95 }],
      invalid: [-5, 100, 7],
    },
    {
      property: { minimum: -1e300, maximum: 1e300, 'x-field': { type: 'integer' } },
      valid: [{ value: 1 }],
      invalid: [1e300, -1e300],
    },
  ],
}

function checkBounds(property: Property): Problem[] {
  const { multipleOf = 1 } = property
  return [...checkNumberBounds(property), ...(Number.isSafeInteger(multipleOf) && multipleOf > 0 ? [] : [notAStep])]
}

const notAStep: Problem = {
  pointer: '/multipleOf',
  code: 'out_of_range',
  message: { en: 'This must be a whole number above 0.', 'zh-CN': '必须是大于 0 的整数。' },
}

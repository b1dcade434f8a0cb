import { formatText, parseText } from '../../csv/cell.ts'
import type { FieldType, Problem, Property } from '../../field-type.ts'
import { textAbilities } from '../../text-type.ts'
import { parseNumberFormat, type NumberReset } from './number-format.ts'

/** A number that the platform gives to each new record, such as SL-202601-0042. */
export const autoNumber: FieldType = {
  name: 'auto-number',
  label: { en: 'Auto-number', 'zh-CN': '自动编号' },
  icon: 'field-number',
  options: {
    properties: {
      format: { type: 'string', minLength: 1, maxLength: 120 },
      reset: { type: 'string', enum: ['never', 'year', 'month', 'day'] },
    },
    required: ['format'],
  },
  keywords: ['readOnly'],
  complete: (property) => ({
    ...property,
    type: 'string',
    readOnly: true,
    'x-field': { ...property['x-field'], reset: resetOf(property) },
  }),
  valueSchema: () => ({ type: 'string', minLength: 1, 'x-text': true }),
  column: () => ({ type: 'text' }),
  expression: () => ({ kind: 'text' }),
  check: checkFormat,
  computed: 'sequence',
  ...textAbilities,
  csv: { format: formatText, parse: parseText },
  widget: 'auto-number',
  conformance: [
    {
      property: { 'x-field': { type: 'auto-number', format: 'SL-{yyyy}{MM}-{0000}', reset: 'month' } },
      valid: [{ value: 'SL-202601-0042' }, { value: 'SL-202601-12345' }],
      invalid: ['', 42, 'SL\u0000'],
      ascending: ['SL-202512-0100', 'SL-202601-0001', 'SL-202601-0042'],
      expressions: ["value == 'SL-202601-0042'", 'value != null'],
    },
  ],
}

function resetOf(property: Property): NumberReset {
  return (property['x-field'].reset as NumberReset | undefined) ?? 'never'
}

function checkFormat(property: Property): Problem[] {
  const parsed = parseNumberFormat(String(property['x-field'].format ?? ''), resetOf(property))
  return 'problems' in parsed ? parsed.problems.map((problem) => ({ pointer: '/x-field/format', ...problem })) : []
}

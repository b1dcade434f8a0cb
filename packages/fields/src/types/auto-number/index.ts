import { formatText, parseText } from '../../csv/cell.ts'
import type { FieldType, Problem, Property } from '../../field-type.ts'
import { textAbilities } from '../../text-type.ts'
import { numberFields, parseNumberFormat, type NumberReset } from './number-format.ts'

const PATH = '^[a-z][a-z0-9_]*(\\.[a-z][a-z0-9_]*){0,4}$'

/** of a number that is entered; what the platform makes is far shorter */
const MAX_LENGTH = 200

/** A number that the platform gives to each new record, such as SL-202601-0042. */
export const autoNumber: FieldType = {
  name: 'auto-number',
  label: { en: 'Auto-number', 'zh-CN': '自动编号' },
  icon: 'field-number',
  options: {
    properties: {
      format: { type: 'string', minLength: 1, maxLength: 120 },
      reset: { type: 'string', enum: ['never', 'year', 'month', 'day'], description: 'When counting begins anew' },
      start: { type: 'integer', minimum: 0, maximum: 999_999_999_999, description: 'The first number of each count' },
      scope: {
        type: 'array',
        minItems: 1,
        maxItems: 5,
        uniqueItems: true,
        items: { type: 'string', pattern: PATH },
        description: 'Fields of the format for each of whose values there is a count of its own',
      },
      gaps: {
        type: 'string',
        enum: ['none', 'allowed'],
        description: 'none: no number is left out, at the price that records of one count are created one by one',
      },
      editable: {
        type: 'boolean',
        description: 'A number may be entered instead; counting then goes on behind the highest that was entered',
      },
    },
    required: ['format'],
  },
  keywords: ['readOnly'],
  complete: (property) => ({
    ...property,
    type: 'string',
    ...(property['x-field'].editable !== true && { readOnly: true }),
    'x-field': { start: 1, gaps: 'none', ...property['x-field'], reset: resetOf(property) },
  }),
  valueSchema: () => ({ type: 'string', minLength: 1, maxLength: MAX_LENGTH, 'x-text': true }),
  column: () => ({ type: 'text' }),
  expression: () => ({ kind: 'text' }),
  check: checkFormat,
  computed: 'sequence',
  enterable: (property) => property['x-field'].editable === true,
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
  return [...formatProblems(property), ...scopeProblems(property)]
}

/** A count for each value needs the value in the number, else numbers would repeat. */
function scopeProblems(property: Property): Problem[] {
  const { format, scope = [] } = property['x-field']
  const parts = new Set(numberFields(String(format ?? '')))
  return (scope as string[]).flatMap((path, at) =>
    parts.has(path)
      ? []
      : [
          {
            pointer: `/x-field/scope/${at}`,
            code: 'repeating_number_format',
            message: {
              en: `Each value of “${path}” has a count of its own, so numbers would repeat. Add {field:${path}} to the format.`,
              'zh-CN': `按“${path}”的取值分别计数，编号会重复，请在格式中加入 {field:${path}}。`,
            },
          },
        ],
  )
}

function formatProblems(property: Property): Problem[] {
  const parsed = parseNumberFormat(String(property['x-field'].format ?? ''), resetOf(property))
  return 'problems' in parsed ? parsed.problems.map((problem) => ({ pointer: '/x-field/format', ...problem })) : []
}

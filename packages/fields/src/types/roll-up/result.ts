import type { FieldOptions, FieldType, JsonSchema, Property } from '../../field-type.ts'
import { boolean } from '../boolean/index.ts'
import { dateTime } from '../date-time/index.ts'
import { date } from '../date/index.ts'
import { decimal } from '../decimal/index.ts'
import { integer } from '../integer/index.ts'
import { money } from '../money/index.ts'
import { percent } from '../percent/index.ts'
import { select } from '../select/index.ts'
import { text } from '../text/index.ts'

/** What a roll-up does with the records it looks at. */
export const rollUpFunctions = ['count', 'sum', 'min', 'max', 'avg', 'latest'] as const
export type RollUpFunction = (typeof rollUpFunctions)[number]

/** Types that a roll-up's value can be of; other texts count as text. */
const resultTypes: ReadonlyMap<string, FieldType> = new Map(
  [text, integer, decimal, money, percent, boolean, date, dateTime, select].map((type) => [type.name, type]),
)

/** `x-field.result`: the field that a value of the roll-up looks like. */
export type RollUpResult = Pick<FieldOptions, 'type'> & {
  scale?: number
  currency?: string
  options?: FieldOptions['options']
  /** the aggregated field is a formula, so nothing bounds its digits */
  unbounded?: true
}

/** JSON Schema of `x-field.result`. */
export const resultSchema: JsonSchema = {
  description: 'What the value looks like; filled in by the platform',
  type: 'object',
  additionalProperties: false,
  required: ['type'],
  properties: {
    type: { type: 'string', enum: [...resultTypes.keys()] },
    scale: { type: 'integer', minimum: 0, maximum: 15 },
    currency: { type: 'string', maxLength: 3 },
    options: { type: 'object' },
    unbounded: { const: true },
  },
}

export const functionOf = (property: Property): RollUpFunction => property['x-field'].function as RollUpFunction

/** What the value looks like; null where nobody has looked at the aggregated field yet. */
export function resultOf(property: Property): RollUpResult | null {
  if (functionOf(property) === 'count') return { type: 'integer' }
  const { result } = property['x-field'] as { result?: RollUpResult }
  return result && resultTypes.has(result.type) ? result : null
}

/** The type of the value, and the property that a field of it would have. */
export function resultField(property: Property): { type: FieldType; property: Property } {
  const result = resultOf(property) ?? { type: 'decimal' }
  const { unbounded: _unbounded, ...options } = result
  return { type: resultTypes.get(result.type) as FieldType, property: { 'x-field': options } }
}

/** The value of what a roll-up over a field of that type and function gives; null where it cannot. */
export function rollUpResult(
  name: RollUpFunction,
  field: { type: FieldType; property: Property; unbounded: boolean },
): RollUpResult | null {
  if (name === 'count') return { type: 'integer' }
  const { type, property } = name === 'latest' ? asResult(field) : field
  const isPossible = name === 'latest' ? resultTypes.has(type.name) : type.measures.includes(name)
  if (!isPossible || !resultTypes.has(type.name)) return null
  const { scale, currency, options } = property['x-field'] as unknown as RollUpResult
  return {
    type: name === 'avg' && type.name === 'integer' ? 'decimal' : type.name,
    ...(scale !== undefined && { scale }),
    ...(currency !== undefined && { currency }),
    ...(options !== undefined && { options }),
    ...(field.unbounded && { unbounded: true as const }),
  }
}

/** Addresses, numbers and long texts are plain texts once they are the latest of something. */
function asResult({ type, property }: { type: FieldType; property: Property }): {
  type: FieldType
  property: Property
} {
  const isPlainText =
    !resultTypes.has(type.name) && type.column(property)?.type === 'text' && type.expression(property).kind === 'text'
  return isPlainText ? { type: text, property: { 'x-field': { type: 'text' } } } : { type, property }
}

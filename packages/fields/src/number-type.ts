import { checkNumberBounds } from './bounds-check.ts'
import { formatDecimal, parseDecimal } from './csv/number.ts'
import type { FieldType, JsonSchema, Property } from './field-type.ts'
import { largestWithScale } from './scale.ts'

interface ScaleBounds {
  defaultScale: number
  /** written after the number in a CSV cell */
  unit?: string
}

type NumberHalf = Pick<FieldType, 'keywords' | 'complete' | 'valueSchema' | 'column' | 'expression' | 'check' | 'csv'>

/** The parts that all numbers with decimals have in common: exact in JSON, `numeric` in the database. */
export function scaledNumber({ defaultScale, unit = '' }: ScaleBounds): NumberHalf {
  const scaleOf = (property: Property): number => (property['x-field'].scale as number | undefined) ?? defaultScale
  return {
    keywords: ['minimum', 'maximum', 'exclusiveMinimum', 'exclusiveMaximum', 'default', 'readOnly'],
    complete: (property) => ({
      ...property,
      type: 'number',
      'x-field': { ...property['x-field'], scale: scaleOf(property) },
    }),
    valueSchema: (property) => ({
      type: 'number',
      ...boundsSchema(property, largestWithScale(scaleOf(property))),
      'x-scale': scaleOf(property),
    }),
    column: (property) => ({ type: `numeric(20,${scaleOf(property)})` }),
    expression: () => ({ kind: 'decimal' }),
    check: checkNumberBounds,
    csv: {
      format: (value) => (value === null ? '' : formatDecimal(value) + unit),
      parse: (cell, property) => parseDecimal(cell, { scale: scaleOf(property), currency: currencyOf(property) }),
    },
  }
}

/** The author's bounds within those of the type. */
export function boundsSchema(property: Property, largest: number): JsonSchema {
  const { minimum = -largest, maximum = largest, exclusiveMinimum, exclusiveMaximum } = property
  return {
    minimum: Math.max(minimum, -largest),
    maximum: Math.min(maximum, largest),
    ...(exclusiveMinimum !== undefined && { exclusiveMinimum }),
    ...(exclusiveMaximum !== undefined && { exclusiveMaximum }),
  }
}

function currencyOf(property: Property): string | undefined {
  return property['x-field'].currency as string | undefined
}

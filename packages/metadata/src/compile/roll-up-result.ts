import type { ExprType } from '@fieldwork/expressions'
import { fieldType, resultField, rollUpResult } from '@fieldwork/fields'
import type { FieldType, FormulaResult, Property, RollUpFunction, RollUpResult } from '@fieldwork/fields'
import { completeProperty } from './normal-form.ts'
import type { FieldShape, ObjectShape } from './object-shape.ts'

/** What an author writes in `x-field` of a roll-up. */
export interface RollUpOptions {
  object: string
  via: string
  function: RollUpFunction
  field?: string
  by?: string
  where?: string
  subtree?: boolean
}

export const rollUpOptions = (property: Property): RollUpOptions => property['x-field'] as unknown as RollUpOptions

/** The field with what it gives filled in. */
export function withRollUpResult<Shape extends Pick<FieldShape, 'property'>>(
  shape: Shape,
  result: RollUpResult,
): Shape {
  const options = { ...shape.property['x-field'], result }
  return { ...shape, property: completeProperty({ ...shape.property, 'x-field': options }) }
}

const formulaResults: Partial<Record<ExprType['kind'], FormulaResult>> = {
  text: 'text',
  integer: 'integer',
  decimal: 'decimal',
  boolean: 'boolean',
  date: 'date',
  datetime: 'date-time',
}

/** What a formula of that type gives; undefined for what is no single value. */
export const formulaResult = (type: ExprType): FormulaResult | undefined => formulaResults[type.kind]

type Aggregated = Parameters<typeof rollUpResult>[1]

/** Finds what roll-ups give, each once; null where it cannot be known, or would need itself. */
export function createRollUpResults(
  shapes: ReadonlyMap<string, ObjectShape>,
  formulaType: (object: string, field: string) => ExprType,
): (object: string, field: string) => RollUpResult | null {
  const known = new Map<string, RollUpResult | null>()
  return resultIn

  function resultIn(object: string, field: string): RollUpResult | null {
    const key = `${object}.${field}`
    const done = known.get(key)
    if (done !== undefined) return done
    known.set(key, null)
    const shape = shapes.get(object)?.fields.get(field)
    const result = shape ? resultOf(rollUpOptions(shape.property)) : null
    known.set(key, result)
    return result
  }

  function resultOf({ object, function: name, field }: RollUpOptions): RollUpResult | null {
    if (name === 'count') return { type: 'integer' }
    const shape = field === undefined ? undefined : shapes.get(object)?.fields.get(field)
    const aggregated = shape ? aggregatedField(object, shape) : null
    return aggregated && rollUpResult(name, aggregated)
  }

  function aggregatedField(object: string, shape: FieldShape): Aggregated | null {
    if (shape.type.computed === 'formula') return ofFormula(object, shape)
    if (shape.type.computed !== 'roll-up') return { type: shape.type, property: shape.property, unbounded: false }
    const result = resultIn(object, shape.name)
    if (!result) return null
    const inner = resultField(withRollUpResult(shape, result).property)
    const hasRoom = ['sum', 'avg'].includes(rollUpOptions(shape.property).function)
    return { ...inner, unbounded: hasRoom || result.unbounded === true }
  }

  function ofFormula(object: string, { name, property }: FieldShape): Aggregated | null {
    const { result = formulaResult(formulaType(object, name)) } = property['x-field'] as { result?: FormulaResult }
    const type: FieldType | undefined = result && fieldType(result)
    return type && result ? { type, property: { 'x-field': { type: result } }, unbounded: true } : null
  }
}

import type { CheckedExpression, ExprType } from '@fieldwork/expressions'
import type { Json, Property } from '@fieldwork/fields'
import { parseNumberFormat } from '@fieldwork/fields'
import type { CompiledField } from '../catalog.ts'
import { pointerOf } from '../json/pointer.ts'
import { describeValueError } from '../validation/describe-error.ts'
import { valueErrors } from '../validation/value-check.ts'
import { text } from '../words.ts'
import { ANY_TARGET } from './field-targets.ts'
import { compileRollUp } from './compile-roll-up.ts'
import { fieldAtPath } from './field-path.ts'
import { completeProperty } from './normal-form.ts'
import type { FieldShape, ObjectShape } from './object-shape.ts'
import { defaultByType } from './record-type-defaults.ts'
import { checked, referredObject, settled } from './report.ts'
import type { CheckContext } from './report.ts'
import { formulaResult, withRollUpResult } from './roll-up-result.ts'
import { expressionType } from './type-environment.ts'

/** Checks and completes every field of an object; standard fields are trusted to be right. */
export function compileFields(context: CheckContext, shape: ObjectShape): Map<string, CompiledField> {
  const fields = new Map<string, CompiledField>()
  for (const field of shape.fields.values()) fields.set(field.name, compileField(context, shape, field))
  return fields
}

function compileField(context: CheckContext, shape: ObjectShape, field: FieldShape): CompiledField {
  const pointer = pointerOf('properties', field.name)
  checkType(context, pointer, field)
  checkReference(context, pointer, field)
  checkNumberFormat(context, pointer, { shape, field })
  const formula = compileFormula(context, pointer, { shape, field })
  const rollUp = compileRollUp(context, pointer, { shape, field })
  const property = rollUp ? rolledUp(context, shape, field) : ownProperty(field, formula)
  checkExpectedType(context, pointer, { written: field.property.type, found: property.type })
  const own = compileDefault(context, pointer, { shape, field })
  return { ...field, property, formula, rollUp, default: defaultByType(context, shape, { field, own }) }
}

const ownProperty = ({ property }: FieldShape, formula: CheckedExpression | null): Property =>
  formula ? withResult(property, formula.type) : property

function rolledUp({ world }: CheckContext, shape: ObjectShape, field: FieldShape): Property {
  const result = world.rollUp(shape.name, field.name)
  return result ? withRollUpResult(field, result).property : field.property
}

interface ExpectedType {
  written: string | undefined
  found: string | undefined
}

/** An author may write the JSON type of a formula; a whole number is a number. */
function checkExpectedType({ sink }: CheckContext, pointer: string, { written, found }: ExpectedType): void {
  if (written === undefined || written === found || (written === 'number' && found === 'integer')) return
  const message = text(`The formula gives “${found}”, not “${written}”`, `公式结果是“${found}”，而不是“${written}”`)
  sink.add({ pointer: `${pointer}/type`, code: 'contradicts_type', message, params: { written, found } })
}

function checkType({ sink }: CheckContext, pointer: string, { type, property }: FieldShape): void {
  for (const { pointer: at = '', ...problem } of type.check?.(property) ?? []) {
    sink.add({ ...problem, pointer: pointer + at })
  }
}

function checkReference(context: CheckContext, pointer: string, field: FieldShape): void {
  const { property, reference, targets } = field
  const at = (index: number) => `${pointer}/x-field/${optionThatNames(property, index)}`
  const names = reference === null ? (targets?.objects ?? []).filter((name) => name !== ANY_TARGET) : [reference]
  const known = names.filter((name, index) => referredObject(context, at(index), name) !== null)
  const source = property['x-field'].filter as string | undefined
  for (const object of known) {
    checked(context, `${pointer}/x-field/filter`, { source, object, expects: { kind: 'boolean' } })
  }
}

/** Where an author wrote the object that a field refers to; types that always refer to the same one name it themselves. */
function optionThatNames({ 'x-field': options }: Property, index: number): string {
  if (Array.isArray(options.objects)) return `objects/${index}`
  return 'object' in options ? 'object' : 'type'
}

interface FieldPlace {
  shape: ObjectShape
  field: FieldShape
}

function checkNumberFormat(context: CheckContext, pointer: string, { shape, field }: FieldPlace): void {
  if (field.type.computed !== 'sequence') return
  const at = `${pointer}/x-field/format`
  for (const { path, isCode } of numberParts(String(field.property['x-field'].format))) {
    const part = fieldAtPath(context, at, { object: shape, path })
    if (!part) continue
    const [name = ''] = path.split('.')
    const first = shape.fields.get(name)
    if (first?.type.computed || first?.system) context.sink.add({ pointer: at, ...notYetKnown(path) })
    else if (isCode && !part.type.choices) context.sink.add({ pointer: at, ...noOptions(path) })
  }
}

function numberParts(format: string): { path: string; isCode: boolean }[] {
  const parsed = parseNumberFormat(format)
  if ('problems' in parsed) return []
  return parsed.segments.flatMap((part) =>
    part.kind === 'field' ? [{ path: part.field, isCode: part.code === true }] : [],
  )
}

function noOptions(field: string) {
  const message = text(`“${field}” has no options, so there are no codes`, `“${field}”没有选项，也就没有选项编码`)
  return { code: 'wrong_field_type', message, params: { field } }
}

function notYetKnown(field: string) {
  const message = text(
    `“${field}” is computed itself and cannot be part of the number`,
    `“${field}”由系统计算，不能作为编号的一部分`,
  )
  return { code: 'computed_field', message, params: { field } }
}

function compileFormula(
  context: CheckContext,
  pointer: string,
  { shape, field }: FieldPlace,
): CheckedExpression | null {
  if (field.type.computed !== 'formula') return null
  const at = `${pointer}/x-field/expression`
  const formula = settled(context, at, context.world.formula(shape.name, field.name))
  if (!formula) return null
  const stated = field.property['x-field'].result !== undefined
  if (stated) return restated(context, at, { shape, field })
  if (!formulaResult(formula.type)) context.sink.add({ pointer: at, ...noValue() })
  return formula
}

/** A formula that states its result is checked once more against it. */
function restated(context: CheckContext, pointer: string, { shape, field }: FieldPlace): CheckedExpression | null {
  const source = String(field.property['x-field'].expression)
  return checked(context, pointer, { source, object: shape.name, expects: expressionType(field) })
}

function noValue() {
  const message = text(
    'A formula gives one value: a text, a number, yes/no, a date or a time',
    '公式必须得出一个文本、数字、是/否、日期或时间',
  )
  return { code: 'type_mismatch', message }
}

function withResult(property: Property, type: ExprType): Property {
  const result = property['x-field'].result ?? formulaResult(type)
  return completeProperty({ ...property, 'x-field': { ...property['x-field'], result } })
}

function compileDefault(
  context: CheckContext,
  pointer: string,
  { shape, field }: FieldPlace,
): CompiledField['default'] {
  const value = field.property.default
  if (value === undefined) return null
  if (typeof value === 'string' && value.startsWith('='))
    return markedDefault(context, pointer, { shape, field, source: value.slice(1) })
  const errors = valueErrors(field.type.valueSchema(field.property), value)
  const at = `${pointer}/default`
  if (errors.length === 0) {
    const refusal = field.type.refuse?.(value, field.property)
    if (refusal) context.sink.add({ ...refusal, pointer: at, code: 'invalid_default' })
    return { constant: value }
  }
  const expression = typeof value === 'string' ? asExpression(context, { shape, field, source: value }) : null
  if (expression?.ok) return { expression: settled(context, at, expression) as CheckedExpression }
  reportDefault(context, at, { field, value, problems: expression?.problems ?? [] })
  return null
}

/** `=…` is an expression whatever the field's type, as texts need it. */
function markedDefault(
  context: CheckContext,
  pointer: string,
  place: FieldPlace & { source: string },
): CompiledField['default'] {
  const expression = settled(context, `${pointer}/default`, asExpression(context, place))
  return expression ? { expression } : null
}

function asExpression({ world }: CheckContext, { shape, field, source }: FieldPlace & { source: string }) {
  return world.check({ source, object: shape.name, expects: expressionType(field) })
}

type ExpressionProblems = Parameters<typeof settled>[2] & { ok: false }

interface BadDefault {
  field: FieldShape
  value: Json
  problems: ExpressionProblems['problems']
}

/** A word is meant as a constant, anything longer as an expression. */
function reportDefault(context: CheckContext, pointer: string, { field, value, problems }: BadDefault): void {
  const isExpression = typeof value === 'string' && !/^[\w-]*$/.test(value) && problems.length > 0
  if (isExpression) return void settled(context, pointer, { ok: false, problems })
  for (const error of valueErrors(field.type.valueSchema(field.property), value)) {
    context.sink.add({ ...describeValueError(error, field.label), pointer, code: 'invalid_default' })
  }
}

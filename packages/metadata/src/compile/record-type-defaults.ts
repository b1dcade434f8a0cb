import type { CheckedExpression } from '@fieldwork/expressions'
import type { Json } from '@fieldwork/fields'
import type { CompiledField } from '../catalog.ts'
import { pointerOf } from '../json/pointer.ts'
import { valueErrors } from '../validation/value-check.ts'
import { text } from '../words.ts'
import { literal } from './literal.ts'
import type { FieldShape, ObjectShape } from './object-shape.ts'
import { inOrder, RECORD_TYPE } from './record-type-field.ts'
import { checked, settled } from './report.ts'
import type { CheckContext } from './report.ts'
import { expressionType } from './type-environment.ts'

type Default = CompiledField['default']

interface OwnDefault {
  field: FieldShape
  /** without regard to types */
  own: Default
}

/** What new records get: by their type where a type says so, nothing where it hides the field, else the field's own default. */
export function defaultByType(context: CheckContext, shape: ObjectShape, { field, own }: OwnDefault): Default {
  const { recordTypes } = shape.definition['x-object']
  if (!recordTypes || field.name === RECORD_TYPE) return own
  const arms = inOrder(recordTypes).flatMap((type) => {
    const value = recordTypes[type]?.defaults?.[field.name]
    const isHidden = recordTypes[type]?.hidden?.includes(field.name) === true
    if (value === undefined && !(isHidden && own !== null)) return []
    const given = value === undefined ? null : typeDefault(context, { shape, field, type, value: value as Json })
    return [`${RECORD_TYPE} == ${literal(type)} ? ${given ? sourceOf(given) : 'null'} : `]
  })
  if (arms.length === 0) return own
  const source = `${arms.join('')}${own ? sourceOf(own) : 'null'}`
  const input = { source, object: shape.name, expects: expressionType(field) }
  const expression = settled(context, pointerOf('properties', field.name, 'default'), context.world.check(input))
  return expression && { expression }
}

interface TypeDefault {
  shape: ObjectShape
  field: FieldShape
  type: string
  value: Json
}

/** A value that fits the field is meant as it is, any other text as an expression; `=…` always is one. */
export function typeDefault(
  context: CheckContext,
  { shape, field, type, value }: TypeDefault,
): Exclude<Default, null> | null {
  const pointer = pointerOf('x-object', 'recordTypes', type, 'defaults', field.name)
  const isMarked = typeof value === 'string' && value.startsWith('=')
  const expects = expressionType(field)
  if (!isMarked && valueErrors(field.type.valueSchema(field.property), value).length === 0) {
    const outcome = context.world.check({ source: literal(value), object: shape.name, expects })
    if (outcome.ok) return { constant: value }
    context.sink.add({ pointer, ...needsExpression(field) })
    return null
  }
  const source = isMarked ? (value as string).slice(1) : String(value)
  const expression: CheckedExpression | null = checked(context, pointer, { source, object: shape.name, expects })
  return expression && { expression }
}

const sourceOf = (given: Exclude<Default, null>): string =>
  'constant' in given ? literal(given.constant as Json) : `(${given.expression.source})`

function needsExpression({ name, type }: FieldShape) {
  const message = text(
    `A default for “${name}” (${type.label.en}) is written as an expression here, e.g. =today()`,
    `“${name}”（${type.label['zh-CN']}）的默认值在此须写成表达式，例如 =today()`,
  )
  return { code: 'invalid_default', message, params: { field: name } }
}

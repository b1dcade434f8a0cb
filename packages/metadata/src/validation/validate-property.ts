import type { FieldType, Property } from '@fieldwork/fields'
import { fieldType, fieldTypes } from '@fieldwork/fields'
import type { Ajv2020, ValidateFunction } from 'ajv/dist/2020.js'
import { reportUnknownName } from '../compile/report.ts'
import { pointerOf } from '../json/pointer.ts'
import { isPlainObject, ownValue } from '../json/plain-object.ts'
import type { ProblemSink } from '../problems.ts'
import { propertySchemaOf } from '../schemas/property-schema.ts'
import { text } from '../words.ts'
import { createAjv } from './ajv.ts'
import { reportErrors } from './report-errors.ts'
import { withSharedParts } from './shared-parts.ts'

const validators = new WeakMap<FieldType, ValidateFunction>()
let ajv: Ajv2020 | undefined

/** Checks every property of an object against the schema of its own field type. */
export function checkProperties(sink: ProblemSink, properties: unknown): void {
  if (!isPlainObject(properties)) return
  for (const [name, property] of Object.entries(properties)) {
    checkProperty(sink, pointerOf('properties', name), property)
  }
}

function checkProperty(sink: ProblemSink, pointer: string, property: unknown): void {
  const options = ownValue(property, 'x-field')
  if (!isPlainObject(options)) sink.add({ pointer: `${pointer}/x-field`, ...noOptions() })
  else if (typeof options.type !== 'string') sink.add({ pointer: `${pointer}/x-field/type`, ...noType() })
  else checkTyped(sink, pointer, { property: property as Property, typeName: options.type })
}

function checkTyped(sink: ProblemSink, pointer: string, { property, typeName }: Named): void {
  const type = fieldType(typeName)
  if (!type) {
    const missing = { pointer: `${pointer}/x-field/type`, found: typeName, known: fieldTypes.keys() }
    reportUnknownName(sink, { ...missing, what: ['field type', '字段类型'] })
    return
  }
  const validate = validatorOf(type)
  if (!validate(property)) reportErrors(sink, pointer, validate.errors ?? [])
  else {
    checkDerived(sink, pointer, { property, type })
    checkBounds(sink, pointer, property)
  }
}

interface Named {
  property: Property
  typeName: string
}

function validatorOf(type: FieldType): ValidateFunction {
  const known = validators.get(type)
  if (known) return known
  ajv ??= createAjv()
  const validate = ajv.compile(withSharedParts(propertySchemaOf(type)))
  validators.set(type, validate)
  return validate
}

/** `type` and `format` follow from the field type; an author who writes them has to write the same. */
function checkDerived(sink: ProblemSink, pointer: string, { property, type }: { property: Property; type: FieldType }) {
  const { type: jsonType, format, ...rest } = property
  const derived = type.complete(rest)
  const isOpen = type.computed === 'roll-up' || (type.computed === 'formula' && derived.type === undefined)
  if (isOpen) return
  if (jsonType !== undefined && jsonType !== derived.type) {
    sink.add({ pointer: `${pointer}/type`, ...contradicts(type, jsonType, derived.type) })
  }
  // a type without a format of its own checks its values by other means; what the author wrote is dropped
  if (format !== undefined && derived.format !== undefined && format !== derived.format) {
    sink.add({ pointer: `${pointer}/format`, ...contradicts(type, format, derived.format) })
  }
}

function contradicts(type: FieldType, found: string, expected: string | undefined) {
  const message = text(
    `“${found}” does not go with the field type ${type.name}; ${expected ? `write “${expected}”` : 'leave it out'}`,
    `“${found}”与字段类型 ${type.name} 不符，${expected ? `应为“${expected}”` : '请删除'}`,
  )
  return { code: 'contradicts_type', message, params: { found, expected } }
}

const bounds: [keyof Property, keyof Property][] = [
  ['minLength', 'maxLength'],
  ['minimum', 'maximum'],
  ['exclusiveMinimum', 'exclusiveMaximum'],
]

function checkBounds(sink: ProblemSink, pointer: string, property: Property): void {
  for (const [low, high] of bounds) {
    const [least, most] = [property[low], property[high]]
    if (typeof least !== 'number' || typeof most !== 'number' || least <= most) continue
    const message = text(`No value can be at least ${least} and at most ${most}`, `下限 ${least} 大于上限 ${most}`)
    sink.add({ pointer: `${pointer}/${low}`, code: 'empty_range', message, params: { least, most } })
  }
}

function noOptions() {
  const message = text(
    'A field needs x-field with its type, e.g. {"type": "text"}',
    '字段需要 x-field 并写明类型，例如 {"type": "text"}',
  )
  return { code: 'required', message }
}

function noType() {
  return { code: 'required', message: text('Choose the type of the field', '请选择字段类型') }
}

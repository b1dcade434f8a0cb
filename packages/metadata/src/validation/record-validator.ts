import type { Json, JsonSchema, LocalizedText, Problem } from '@fieldwork/fields'
import type { Ajv2020, ErrorObject, ValidateFunction } from 'ajv/dist/2020.js'
import type { Catalog, CompiledObject } from '../catalog.ts'
import { partsOf, pointerOf } from '../json/pointer.ts'
import { isPlainObject } from '../json/plain-object.ts'
import { createLru } from '../lru.ts'
import type { RecordMode } from '../record-schema.ts'
import { recordSchemaOf } from '../record-schema.ts'
import { didYouMean } from '../suggest.ts'
import { text } from '../words.ts'
import { createAjv } from './ajv.ts'
import { describeSchemaError, isEcho, partLabel } from './describe-error.ts'
import { withoutExcess } from './long-texts.ts'
import { refusalsOf } from './refusals.ts'

/** Compiling one takes milliseconds, so they are made when first needed and the most used are kept. */
const validators = createLru<ValidateFunction>(400)
let ajv: Ajv2020 | undefined
const NONE: ReadonlySet<string> = new Set()

/** Tells every problem of a record's values, in the words of the object's labels; none when they are right. */
export type RecordValidator = (values: unknown) => Problem[]

/**
 * Checks what callers send for a record of the object: values by field name, whole (`create`) or partial (`update`).
 * Pointers are `/field`.
 */
export function recordValidator(catalog: Catalog, object: string, mode: RecordMode): RecordValidator {
  return objectValidator(catalog.object(object), mode)
}

/** The same for an object at hand, such as one without the fields that do not exist for somebody. */
export function objectValidator(definition: CompiledObject, mode: RecordMode): RecordValidator {
  return (values) => checkRecord(definition, mode, values)
}

function checkRecord(object: CompiledObject, mode: RecordMode, values: unknown): Problem[] {
  if (!isPlainObject(values)) return [notARecord()]
  const validate = validators.getOrCreate(`${object.name}/${object.hash}/${mode}`, () => compileRecord(object, mode))
  if (validate(withoutExcess(object, values))) return refusalsOf(object, values, NONE)
  const errors = (validate.errors ?? []).filter((error) => !isEcho(error))
  const problems = withoutRepetition(errors.map((error) => describe(object, error)))
  const wrong = new Set(problems.map(({ pointer }) => partsOf(pointer ?? '')[0] ?? ''))
  return [...problems, ...refusalsOf(object, values, wrong)]
}

function describe(object: CompiledObject, error: ErrorObject): Problem {
  if (error.keyword === 'additionalProperties' && error.instancePath === '') {
    return describeUnwanted(object, String(error.params.additionalProperty))
  }
  const problem = describeSchemaError(error, (pointer) => labelAt(object, pointer))
  const field = object.fields.get(partsOf(problem.pointer ?? '')[0] ?? '')
  const isBlankText = problem.code === 'required' && typeof error.data === 'string'
  return field && isBlankText && !field.required ? { ...problem, ...blank(field.label) } : problem
}

/** Several keywords refuse one value: a blank one with the same words, a date by its format and by its pattern. */
function withoutRepetition(problems: Problem[]): Problem[] {
  const seen = new Set<string>()
  const malformed = new Set(problems.filter(({ code }) => code === 'wrong_format').map(({ pointer }) => pointer))
  return problems.filter(({ pointer, code }) => {
    if (code === 'wrong_pattern' && malformed.has(pointer)) return false
    const key = `${code} ${pointer}`
    return !seen.has(key) && seen.add(key)
  })
}

function blank(label: LocalizedText): Problem {
  const message = text(
    `${label.en} cannot be a blank text; leave it out or send null`,
    `${label['zh-CN']}不能为空白文本，请留空或填写 null`,
  )
  return { code: 'blank_text', message }
}

function compileRecord(object: CompiledObject, mode: RecordMode): ValidateFunction {
  ajv ??= createAjv()
  const schema: JsonSchema = recordSchemaOf(object, mode)
  const validate = ajv.compile(schema)
  // the compiled function is kept by us; Ajv's own cache would grow for ever
  ajv.removeSchema(schema as Record<string, Json>)
  return validate
}

function labelAt(object: CompiledObject, pointer: string): LocalizedText | null {
  const [name = '', part = ''] = partsOf(pointer)
  const field = object.fields.get(name)
  return field ? partLabel(field.label, field.type.presentation?.parts?.[part]) : null
}

function describeUnwanted(object: CompiledObject, name: string): Problem {
  const field = object.fields.get(name)
  return {
    pointer: pointerOf(name),
    ...(field ? readOnly(field.label) : unknown(object, name)),
    params: { field: name },
  }
}

function readOnly(label: LocalizedText): Problem {
  const message = text(`${label.en} cannot be entered`, `${label['zh-CN']}不可填写`)
  return { code: 'read_only_field', message }
}

function unknown(object: CompiledObject, name: string): Problem {
  const writable = [...object.fields.values()].filter((field) => !field.readOnly).map((field) => field.name)
  const hint = didYouMean(name, writable)
  const message = text(
    `${object.label.en} has no field “${name}”${hint.en}`,
    `${object.label['zh-CN']}没有字段“${name}”${hint['zh-CN']}`,
  )
  return { code: 'unknown_field', message }
}

function notARecord(): Problem {
  const message = text('Send the values as a JSON object, by field name', '请以 JSON 对象提交，键为字段名')
  return { pointer: '', code: 'wrong_type', message }
}

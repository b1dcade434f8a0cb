import { createPrecompiledValidator } from '@rjsf/validator-ajv8'
import { hashForSchema } from '@rjsf/utils'
import type { RJSFSchema, ValidatorType } from '@rjsf/utils'
import { VALIDATOR_RUNTIME, describeSchemaError, partLabel, validatorRuntime } from '@fieldwork/metadata'

import type { Locale, ObjectSchema } from '../api/types.ts'
import { writableFields } from './form-values.ts'

type ValidateFunction = Parameters<typeof createPrecompiledValidator>[0][string]
type SchemaError = Parameters<typeof describeSchemaError>[0]

/**
 * The schema that rjsf draws: names and titles only. The constraints live in the validator that the server compiled,
 * so nothing is compiled (or guessed) in the browser.
 */
export function drawnSchema(schema: ObjectSchema): RJSFSchema {
  const names = writableFields(schema)
  return {
    $id: `fieldwork:${schema.object}:${schema.mode}:${schema.hash}`,
    type: 'object',
    required: names.filter((name) => schema.fields[name]?.required),
    properties: Object.fromEntries(
      names.map((name) => [name, { type: 'string', title: schema.fields[name]?.label ?? name }]),
    ),
  } as RJSFSchema
}

/** Loads the validator of an object from the server, with messages in people's words. */
export async function loadValidator(schema: ObjectSchema, locale: Locale): Promise<ValidatorType> {
  Reflect.set(globalThis, VALIDATOR_RUNTIME, validatorRuntime)
  const module = (await import(/* @vite-ignore */ schema.validator)) as { default: Record<string, ValidateFunction> }
  const [validate] = Object.values(module.default)
  if (!validate) throw new Error(`The validator of ${schema.object} is empty`)
  return validatorFrom(schema, validate, locale)
}

/** A validator for rjsf from a compiled function. */
function validatorFrom(schema: ObjectSchema, validate: ValidateFunction, locale: Locale): ValidatorType {
  const drawn = drawnSchema(schema)
  const functions = { [drawn.$id ?? hashForSchema(drawn)]: onlyWritable(schema, validate) }
  return createPrecompiledValidator(functions, drawn, (errors) => {
    for (const error of errors ?? []) {
      error.message = wordsFor(error as SchemaError, schema, locale)
      liftToField(error as SchemaError)
    }
  })
}

/** The form also holds what it only shows; that is not sent, so it is not judged. */
function onlyWritable(schema: ObjectSchema, validate: ValidateFunction): ValidateFunction {
  const names = writableFields(schema)
  const judge = (data: unknown): boolean => {
    const values = data as Record<string, unknown>
    const sent = names.flatMap((name) => (values[name] === undefined ? [] : [[name, values[name]] as const]))
    const isValid = validate(Object.fromEntries(sent)) as boolean
    result.errors = validate.errors ?? null
    return isValid
  }
  const result = Object.assign(judge, { errors: null }) as unknown as ValidateFunction
  return result
}

/** A validator that accepts everything: for previews, where nothing is sent. */
export function openValidator(schema: ObjectSchema, locale: Locale): ValidatorType {
  return validatorFrom(schema, Object.assign(() => true, { errors: null }) as unknown as ValidateFunction, locale)
}

/** What is wrong inside a list or struct is told at its field, which is one input to people. */
function liftToField(error: SchemaError): void {
  const [, field, ...rest] = error.instancePath.split('/')
  if (field === undefined || (rest.length === 0 && error.keyword !== 'required')) return
  Object.assign(error, { instancePath: `/${field}`, keyword: 'part', params: {} })
}

function wordsFor(error: SchemaError, schema: ObjectSchema, locale: Locale): string {
  const problem = describeSchemaError(error, (pointer) => {
    const [, name = '', part = ''] = pointer.split('/')
    const info = schema.fields[name]
    return info ? partLabel({ en: info.label, 'zh-CN': info.label }, info.presentation?.parts?.[part]) : null
  })
  return problem.message[locale]
}

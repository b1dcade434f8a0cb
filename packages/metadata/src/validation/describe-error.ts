import type { LocalizedText, Problem } from '@fieldwork/fields'
import { partsOf, pointerOf } from '../json/pointer.ts'
import { text } from '../words.ts'
import { sayError } from './error-sentences.ts'
import type { SchemaError } from './error-sentences.ts'

/**
 * An Ajv error in people's words.
 *
 * @param labelOf the label of what a pointer names, or null: then its key stands for it
 */
export function describeSchemaError(error: SchemaError, labelOf: (pointer: string) => LocalizedText | null): Problem {
  const pointer = pointerOfError(error)
  return { ...describeValueError(error, labelOf(pointer) ?? keyLabel(pointer)), pointer }
}

/** The same without a pointer, for a value whose label is known. */
export function describeValueError(error: SchemaError, label: LocalizedText): Problem {
  const { code, message } = sayError(error, label)
  return { code, message, params: { ...error.params } }
}

/** Where the value stands, or would stand, that an error is about. */
function pointerOfError({ keyword, instancePath, params }: SchemaError): string {
  const key = params[keyOfKeyword[keyword] ?? '']
  return typeof key === 'string' ? instancePath + pointerOf(key) : instancePath
}

/** By keyword: the parameter that says which key of the object is meant. */
const keyOfKeyword: Record<string, string> = {
  required: 'missingProperty',
  additionalProperties: 'additionalProperty',
  propertyNames: 'propertyName',
  discriminator: 'tag',
}

/** What a part of a field's value is called. */
export function partLabel(field: LocalizedText, part: LocalizedText | undefined): LocalizedText {
  if (!part) return field
  return { en: `${field.en} · ${part.en}`, 'zh-CN': `${field['zh-CN']} · ${part['zh-CN']}` }
}

/** Errors that only repeat what another error says better. */
export function isEcho({ keyword, propertyName, params }: SchemaError): boolean {
  if (keyword === 'discriminator') return params.tagValue === undefined
  return keyword === 'if' || (propertyName !== undefined && keyword !== 'propertyNames')
}

function keyLabel(pointer: string): LocalizedText {
  const key = partsOf(pointer).pop()
  return key === undefined ? text('The document', '文档') : text(`“${key}”`, `“${key}”`)
}

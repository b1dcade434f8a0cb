import { parseNumberFormat } from '@fieldwork/fields'
import type { NumberReset, NumberSegment } from '@fieldwork/fields'
import type { Catalog, CompiledField, CompiledObject } from '@fieldwork/metadata'
import { fieldAt } from '../query/sort.ts'

/** An auto-number's options in normal form. */
export interface NumberOptions {
  format: string
  segments: NumberSegment[]
  reset: NumberReset
  /** first value of each count */
  start: number
  /** paths whose values have a count each */
  scope: string[]
  /** numbers are taken ahead, so that creators need not wait for each other */
  takesAhead: boolean
  /** a number may be entered instead */
  isEditable: boolean
}

/** Stands between the period and the values of the scope in the name of a count; no value holds it. */
export const scopeSeparator = '\u001f'

export function sequenceFields(object: CompiledObject): CompiledField[] {
  return [...object.fields.values()].filter(({ type }) => type.computed === 'sequence')
}

export function numberOptions({ property }: CompiledField): NumberOptions {
  const { format, reset, start, scope, gaps, editable } = property['x-field']
  const parsed = parseNumberFormat(String(format))
  if ('problems' in parsed) throw new Error(`The number format ${String(format)} was published with mistakes`)
  return {
    format: String(format),
    segments: parsed.segments,
    reset: (reset as NumberReset | undefined) ?? 'never',
    start: (start as number | undefined) ?? 1,
    scope: (scope as string[] | undefined) ?? [],
    takesAhead: gaps === 'allowed',
    isEditable: editable === true,
  }
}

/** Key and code of the options that have one, of the select at the end of a path. */
export function optionCodes(catalog: Catalog, object: CompiledObject, path: string): [key: string, code: string][] {
  const { type, property } = fieldAt({ catalog }, object, path.split('.'))
  return (type.choices?.(property) ?? []).flatMap(({ key, code }) =>
    code === undefined ? [] : [[key, code] as [string, string]],
  )
}

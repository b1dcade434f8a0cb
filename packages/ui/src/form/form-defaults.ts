import type { CheckedExpression, EvaluationScope } from '@fieldwork/expressions'
import { compileJs } from '@fieldwork/expressions'
import { decimalText, ownOption, roundDecimal } from '@fieldwork/fields/ui'

import type { ObjectSchema } from '../api/types.ts'
import { shapeOf } from '../values/shapes.ts'
import { defaultOf, writableFields } from './form-values.ts'
import type { FormValues } from './form-values.ts'
import { isSameValue } from './same-value.ts'

/** Fills in what a new record gets by itself, wherever the person has not decided: `kept` names those fields. */
export type FillDefaults = (values: FormValues, kept: ReadonlySet<string>) => FormValues

interface Default {
  name: string
  /** undefined or null while what it depends on is missing */
  valueFor: (scope: EvaluationScope) => unknown
}

/**
 * Compiles an object's defaults. Those that read other fields follow them; those that read records behind lookups,
 * which the browser does not have, are left to the server.
 */
export function createDefaults(
  schema: ObjectSchema,
  check: (source: string) => CheckedExpression | null,
  scopeOf: (values: FormValues) => EvaluationScope,
): FillDefaults {
  const defaults = writableFields(schema).flatMap((name) => defaultFor(schema, name, check) ?? [])
  const firstState = schema.states ? { [schema.states.field]: schema.states.initial } : {}

  return (values, kept) => {
    const filled: FormValues = { ...firstState, ...values }
    // a default may read a field that another default fills
    for (let round = 0; round <= defaults.length; round += 1) {
      const scope = scopeOf(filled)
      const changed = defaults.filter(({ name, valueFor }) => !kept.has(name) && put(filled, name, valueFor(scope)))
      if (changed.length === 0) break
    }
    return filled
  }
}

function defaultFor(
  schema: ObjectSchema,
  name: string,
  check: (source: string) => CheckedExpression | null,
): Default | null {
  const given = defaultOf(schema, name)
  if (!given) return null
  if ('constant' in given) return { name, valueFor: () => given.constant }
  const expression = check(given.expression)
  if (!expression || !isKnownHere(expression, schema, name)) return null
  const evaluate = compileJs(expression)
  return { name, valueFor: (scope) => fitting(schema, name, evaluate(scope)) }
}

/** The name of a record that another field refers to is not known either, so such a lookup could not be shown. */
function isKnownHere({ paths }: CheckedExpression, schema: ObjectSchema, name: string): boolean {
  if (schema.fields[name]?.reference && paths.length > 0) return false
  return paths.every((path) => path.length === 1)
}

/** Numbers with the decimals that their field keeps. */
function fitting(schema: ObjectSchema, name: string, value: unknown): unknown {
  const shape = shapeOf(schema, name)
  const scale = shape ? ownOption(shape, 'scale') : undefined
  const text = decimalText(value)
  return typeof scale === 'number' && text !== null ? Number(roundDecimal(text, scale)) : value
}

function put(values: FormValues, name: string, value: unknown): boolean {
  const next = value === null || value === '' ? undefined : value
  if (isSameValue(values[name], next)) return false
  if (next === undefined) delete values[name]
  else values[name] = next
  return true
}

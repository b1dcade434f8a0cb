import { filledFields } from '@fieldwork/database'
import { compileJs } from '@fieldwork/expressions'
import type { EvaluationScope } from '@fieldwork/expressions'
import type { CompiledField, CompiledObject } from '@fieldwork/metadata'
import type { Json } from '@fieldwork/fields'

/** What one field of a new record needs, beyond the validator. */
export interface NewRecordStep {
  field: CompiledField
  name: string
  /** null: there is no default */
  fallback: ((scope: EvaluationScope) => unknown) | null
  normalise: ((value: Json) => Json) | null
  required: boolean
}

export interface NewRecordPlan {
  /** defaults that do not depend on anything */
  constants: Readonly<Record<string, unknown>>
  /** fields that need a default, normalising or a last look */
  steps: readonly NewRecordStep[]
}

const plans = new WeakMap<CompiledObject, NewRecordPlan>()

/** Compiled once per object. */
export function newRecordPlan(object: CompiledObject): NewRecordPlan {
  const known = plans.get(object)
  if (known) return known
  // what the database fills, it also misses
  const filled = new Set(filledFields(object))
  const fields = [...object.fields.values()].map((field) =>
    filled.has(field) ? { ...field, default: null, required: false } : field,
  )
  const constants = fields.flatMap(({ name, default: given }) =>
    given && 'constant' in given ? [[name, given.constant] as const] : [],
  )
  const made = { constants: Object.fromEntries(constants), steps: fields.map(stepOf).filter(isNeeded) }
  plans.set(object, made)
  return made
}

function stepOf(field: CompiledField): NewRecordStep {
  const { name, type, property, required } = field
  return {
    field,
    name,
    fallback: fallbackOf(field),
    normalise: type.normalise ? (value) => type.normalise?.(value, property) ?? null : null,
    required: required && !type.computed,
  }
}

const isNeeded = ({ fallback, normalise, required }: NewRecordStep): boolean =>
  fallback !== null || normalise !== null || required

function fallbackOf({ default: given }: CompiledField): NewRecordStep['fallback'] {
  if (given === null) return null
  if ('constant' in given) return () => given.constant
  return compileJs(given.expression)
}

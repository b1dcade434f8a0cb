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

const steps = new WeakMap<CompiledObject, readonly NewRecordStep[]>()

/** Fields that need a default, normalising or a last look; compiled once per object. */
export function newRecordSteps(object: CompiledObject): readonly NewRecordStep[] {
  const known = steps.get(object)
  if (known) return known
  const made = [...object.fields.values()].map(stepOf).filter(isNeeded)
  steps.set(object, made)
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

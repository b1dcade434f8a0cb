import type { CompiledField, CompiledObject, CompiledTransition } from '@fieldwork/metadata'
import { constantSql, fieldOf, valueSql } from '../query/record-scope.ts'
import type { RecordScope } from '../query/record-scope.ts'
import type { SqlEnvironment } from '../query/sql-environment.ts'
import { quoteText } from '../query/sql-text.ts'
import { fieldSqlType } from '../query/sql-type.ts'
import type { Check } from './checks.ts'
import { imageScope } from './image.ts'
import type { Assignments } from './image.ts'

interface TransitionSpec {
  object: CompiledObject
  transition: CompiledTransition
  /** values sent with the transition */
  given: Assignments
  /** the record before */
  before: RecordScope
}

export interface TransitionParts {
  /** given values, the values the transition sets, and the new state */
  assigned: Assignments
  checks: Check[]
}

/** A transition asks of the record with the values sent, still in its old state, and then sets values and state. */
export function transitionParts(
  env: SqlEnvironment,
  { object, transition, given, before }: TransitionSpec,
): TransitionParts {
  const field = stateField(object)
  const unchanged = (other: CompiledField) => before.column(other)
  const asked = imageScope(env, object, { assigned: given, unchanged, old: before })
  const set = Object.entries(transition.set).map(([name, expression]) => {
    const type = fieldSqlType(fieldOf(object, name))
    return [name, `${valueSql(env, asked, expression)}::${type}`] as const
  })
  const assigned = new Map([
    ...given,
    ...set,
    [field.name, `${quoteText(transition.to)}::${fieldSqlType(field)}`] as const,
  ])
  const image = imageScope(env, object, { assigned, unchanged, old: before })
  return { assigned, checks: transitionChecks(env, { object, transition, before, asked, image }) }
}

interface CheckSpec extends Omit<TransitionSpec, 'given'> {
  asked: RecordScope
  image: RecordScope
}

function transitionChecks(env: SqlEnvironment, { object, transition, before, asked, image }: CheckSpec): Check[] {
  const from = transition.from.map(quoteText).join(', ')
  const initial = quoteText(object.states?.initial ?? '')
  const state = `coalesce(${before.column(stateField(object))}, ${initial})`
  return [
    { name: 'from', when: `${state} not in (${from || 'null'})` },
    ...(transition.when ? [{ name: 'when', when: `(${constantSql(env, asked, transition.when)}) is not true` }] : []),
    ...transition.requires.map((name) => ({
      name: `requires:${name}`,
      when: `${image.column(fieldOf(object, name))} is null`,
    })),
  ]
}

/** Outside of transitions a state may be sent only as it is: forms send back what they were given. */
export function unchangedState(
  object: CompiledObject,
  { value, before }: { value: string; before: RecordScope },
): Check {
  return { name: 'use_transition', when: `${before.column(stateField(object))} is distinct from ${value}` }
}

function stateField(object: CompiledObject): CompiledField {
  if (!object.states) throw new Error(`${object.name} has no states`)
  return fieldOf(object, object.states.field)
}

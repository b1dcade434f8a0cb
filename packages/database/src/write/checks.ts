import type { CheckedExpression } from '@fieldwork/expressions'
import type { CompiledField, CompiledObject, CompiledRule } from '@fieldwork/metadata'
import { constantSql } from '../query/record-scope.ts'
import type { RecordScope } from '../query/record-scope.ts'
import type { SqlEnvironment } from '../query/sql-environment.ts'
import { quoteText } from '../query/sql-text.ts'
import type { Assignments } from './image.ts'

/** A condition under which a write is refused, and the name that explains it: `field:<name>`, `rule:<name>` … */
export interface Check {
  name: string
  /** true = refuse */
  when: string
  /** true = only say so */
  warns?: boolean
}

export interface CheckInput {
  object: CompiledObject
  assigned: Assignments
  /** what the caller gave of it; absent: all */
  given?: readonly string[]
  /** the record after the write */
  image: RecordScope
  /** the record before the write; null = it is created */
  before: RecordScope | null
  /** the transition that is made */
  transition?: string
}

/**
 * Validation rules on the record after the write. A rule that was broken before and whose fields the write leaves as
 * they are is tolerated, so that a new rule does not freeze old records.
 */
export function ruleChecks(env: SqlEnvironment, input: CheckInput): Check[] {
  return input.object.rules.flatMap((rule) => {
    if (!isAsked(env, rule, input.transition)) return []
    const when = ruleCondition(env, input, rule)
    return when === null ? [] : [{ name: `rule:${rule.name}`, when, warns: rule.severity === 'warn' }]
  })
}

/** Whether it is the time of the rule: saving, a transition, or an import. */
function isAsked(
  { consent }: SqlEnvironment,
  { on, transitions }: CompiledRule,
  transition: string | undefined,
): boolean {
  if (transition !== undefined) return on.has('transition') && (transitions === null || transitions.has(transition))
  return on.has(consent.isImport ? 'import' : 'save')
}

/** A rule for transitions is about the record as a whole, whatever has changed. */
const isGate = ({ on }: CompiledRule): boolean => !on.has('save')

function ruleCondition(
  env: SqlEnvironment,
  { object, assigned, image, before, transition }: CheckInput,
  rule: CompiledRule,
): string | null {
  // compiled only where it is used: what it binds must stand in the text
  const broken = () => `(${constantSql(env, image, rule.when)})`
  if (transition !== undefined && isGate(rule)) return broken()
  if (before === null || rule.when.variables.some(([name]) => name === 'old')) return broken()
  const touched = storedFields(object, rule.when).filter((name) => assigned.has(name))
  if (touched.length === 0) return null
  const changed = touched.map((name) => {
    const field = object.fields.get(name) as CompiledField
    return `${assigned.get(name)} is distinct from ${before.column(field)}`
  })
  return `(${broken()} and (${changed.join(' or ')} or (${constantSql(env, before, rule.when)}) is not true))`
}

/** The stored fields of the record that an expression depends on, through formulas too. */
export function storedFields(object: CompiledObject, expression: CheckedExpression): string[] {
  const found = new Set<string>()
  for (const [name = ''] of expression.paths) {
    const field = object.fields.get(name)
    if (field?.formula) for (const inner of storedFields(object, field.formula)) found.add(inner)
    else found.add(name)
  }
  return [...found]
}

/** SQL of the names of the checks that refuse, as text[]; null without checks. */
export function failingNames(checks: readonly Check[]): string | null {
  if (checks.length === 0) return null
  const names = checks.map(({ name, when }) => `case when ${when} then ${quoteText(name)} end`)
  return `array_remove(array[${names.join(', ')}]::text[], null)`
}

/** SQL of whether any of the checks refuses. */
export function anyFails(checks: readonly Check[]): string {
  return checks.map(({ when }) => `(${when})`).join(' or ')
}

/** The cases and the details of what is wrong with the values themselves; what refuses is told at once. */
export function valueCases(env: SqlEnvironment, references: readonly Check[], rules: readonly Check[]) {
  const [blocking, warning] = [rules.filter(({ warns }) => !warns), rules.filter(({ warns }) => warns)]
  const asks = env.consent.refuseWarnings === true && warning.length > 0
  return {
    cases: [
      ...(references.length > 0 ? [`when ${anyFails(references)} then 'unknown_reference'`] : []),
      ...(blocking.length > 0 ? [`when ${anyFails(blocking)} then 'rule'`] : []),
    ],
    /** tested last: there is no point in asking about what is refused anyway */
    lastCases: asks ? [`when ${anyFails(warning)} then 'warning'`] : [],
    details: [
      { codes: ['unknown_reference', 'rule'], names: failingNames([...references, ...blocking]) },
      { codes: ['warning'], names: failingNames(warning), orNone: true },
    ],
  }
}

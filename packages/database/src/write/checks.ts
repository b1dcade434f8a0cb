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
}

export interface CheckInput {
  object: CompiledObject
  assigned: Assignments
  /** the record after the write */
  image: RecordScope
  /** the record before the write; null = it is created */
  before: RecordScope | null
}

/**
 * Validation rules on the record after the write. A rule that was broken before and whose fields the write leaves as
 * they are is tolerated, so that a new rule does not freeze old records.
 */
export function ruleChecks(env: SqlEnvironment, input: CheckInput): Check[] {
  return input.object.rules.flatMap((rule) => {
    const when = ruleCondition(env, input, rule)
    return when === null ? [] : [{ name: `rule:${rule.name}`, when }]
  })
}

function ruleCondition(
  env: SqlEnvironment,
  { object, assigned, image, before }: CheckInput,
  rule: CompiledRule,
): string | null {
  const broken = `(${constantSql(env, image, rule.when)})`
  if (before === null || rule.when.variables.some(([name]) => name === 'old')) return broken
  const touched = storedFields(object, rule.when).filter((name) => assigned.has(name))
  if (touched.length === 0) return null
  const changed = touched.map((name) => {
    const field = object.fields.get(name) as CompiledField
    return `${assigned.get(name)} is distinct from ${before.column(field)}`
  })
  return `(${broken} and (${changed.join(' or ')} or (${constantSql(env, before, rule.when)}) is not true))`
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

/** The cases and the detail of what is wrong with the values themselves; both kinds are told at once. */
export function valueCases(references: readonly Check[], rules: readonly Check[]) {
  const all = [...references, ...rules]
  return {
    cases: [
      ...(references.length > 0 ? [`when ${anyFails(references)} then 'unknown_reference'`] : []),
      ...(rules.length > 0 ? [`when ${anyFails(rules)} then 'rule'`] : []),
    ],
    detail: { codes: ['unknown_reference', 'rule'], names: failingNames(all) },
  }
}

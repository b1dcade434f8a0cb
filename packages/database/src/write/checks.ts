import { checkExpression } from '@fieldwork/expressions'
import type { CheckedExpression } from '@fieldwork/expressions'
import { typeEnvironment } from '@fieldwork/metadata'
import type { CompiledField, CompiledObject, CompiledRule } from '@fieldwork/metadata'
import { accessConditions, constantSql, tableScope } from '../query/record-scope.ts'
import type { RecordScope } from '../query/record-scope.ts'
import { targetOf } from '../query/sql-environment.ts'
import type { SqlEnvironment } from '../query/sql-environment.ts'
import { quoteName, quoteText } from '../query/sql-text.ts'
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

/** References that are written must point to a live record that the actor may read and that the field admits. */
export function referenceChecks(env: SqlEnvironment, { object, assigned, before }: CheckInput): Check[] {
  return [...assigned].flatMap(([name, value]) => {
    const field = object.fields.get(name)
    if (!field || field.reference === null) return []
    const fixed = before ? fixedMaster(object, { field, value, before }) : []
    const isNew = before ? ` and ${value} is distinct from ${before.column(field)}` : ''
    return [
      ...fixed,
      { name: `field:${name}`, when: `${value} is not null${isNew} and not exists ${acceptable(env, field, value)}` },
    ]
  })
}

/** A line stays with its master unless its definition lets it move. */
function fixedMaster(
  { master }: CompiledObject,
  { field, value, before }: { field: CompiledField; value: string; before: RecordScope },
): Check[] {
  if (master?.field !== field.name || master.reparentable) return []
  return [{ name: `master:${field.name}`, when: `${value} is distinct from ${before.column(field)}` }]
}

/** Subquery that finds a row when the field may point to the record of this id. */
export function acceptable(env: SqlEnvironment, field: CompiledField, key: string): string {
  const target = targetOf(env, field)
  const alias = env.alias()
  const filter = lookupFilter(env, field, target)
  const conditions = [
    `${alias}."id" = ${key}`,
    `${alias}."deleted_at" is null`,
    ...accessConditions(env, target, alias),
    ...(filter ? [`(${constantSql(env, tableScope(env, target, alias, 'system'), filter)})`] : []),
  ]
  return `(select 1 from ${quoteName(target.table)} ${alias} where ${conditions.join(' and ')}${heldSql(target, alias)})`
}

/**
 * Holds the row until the write commits, so that nobody deletes it meanwhile; the key share lock that its foreign key
 * takes anyway, only sooner. Managed records are never deleted.
 */
export const heldSql = ({ managed }: CompiledObject, alias: string): string =>
  managed ? '' : ` for key share of ${alias}`

/** The condition on the records that a lookup may point to. */
function lookupFilter(
  env: Pick<SqlEnvironment, 'catalog'>,
  field: CompiledField,
  target: CompiledObject,
): CheckedExpression | null {
  const source = field.property['x-field'].filter
  if (typeof source !== 'string') return null
  const result = checkExpression(source, typeEnvironment(env.catalog, target.name), { expects: { kind: 'boolean' } })
  if (!result.ok) throw new Error(`The filter of ${field.name} was published with mistakes: ${source}`)
  return result.expression
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

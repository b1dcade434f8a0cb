import type { CompiledDuplicateRule, CompiledObject } from '@fieldwork/metadata'
import { constantSql, fieldOf, tableScope } from '../query/record-scope.ts'
import type { RecordScope } from '../query/record-scope.ts'
import type { SqlEnvironment } from '../query/sql-environment.ts'
import { quoteName, quoteText } from '../query/sql-text.ts'
import { storedFields } from './checks.ts'
import type { CheckInput } from './checks.ts'
import { matchedFields, matchKeySql } from './match-key.ts'

/** more are not named */
const maxNamed = 3

/** A duplicate rule as a part of a statement. */
export interface DuplicateCheck {
  rule: CompiledDuplicateRule
  /** SQL: a duplicate exists */
  when: string
  /** SQL of `duplicate:<rule>:<id>,<id>` */
  name: string
}

interface DuplicateInput extends Pick<CheckInput, 'object' | 'assigned' | 'image' | 'before'> {
  /** SQL of the id of the record itself */
  id: string
}

/** The rules that a write can break: on a change only those whose fields it changes. */
export function duplicateChecks(
  env: SqlEnvironment,
  input: DuplicateInput,
  isAsked: (rule: CompiledDuplicateRule) => boolean = () => true,
): DuplicateCheck[] {
  const rules = input.object.duplicates.filter((rule) => isAsked(rule) && isTouched(rule, input))
  return rules.map((rule) => duplicateCheck(env, rule, input))
}

/** Whether a change writes what the rule looks at. */
export function isTouched(
  rule: CompiledDuplicateRule,
  { object, assigned, before }: Pick<DuplicateInput, 'object' | 'assigned' | 'before'>,
): boolean {
  if (before === null) return true
  const looked = [...matchedFields(rule), ...(rule.where ? storedFields(object, rule.where) : [])]
  return looked.some((name) => assigned.has(name))
}

function duplicateCheck(env: SqlEnvironment, rule: CompiledDuplicateRule, input: DuplicateInput): DuplicateCheck {
  const { object, image, before, id } = input
  const others = othersSql(env, rule, { object, image, id })
  const conditions = [
    ...(before ? [`(${changedSql(env, rule, { object, image, before })})`] : []),
    ...(rule.where ? [`(${constantSql(env, image, rule.where)})`] : []),
    `exists (select 1 ${others})`,
  ]
  const ids = `(select string_agg(n."id"::text, ',') from (select d."id" ${others} limit ${maxNamed}) n)`
  return { rule, when: conditions.join(' and '), name: `${quoteText(`duplicate:${rule.name}:`)} || ${ids}` }
}

/** Every live record with the same keys, whoever may see it: a probe of the rule's index. */
export function othersSql(
  env: SqlEnvironment,
  { match, where }: CompiledDuplicateRule,
  { object, image, id }: Pick<DuplicateInput, 'object' | 'image' | 'id'>,
): string {
  const other = tableScope(env, object, 'd', 'system')
  const equal = match.map(({ field: name, normalise }) => {
    const field = fieldOf(object, name)
    return `${matchKeySql(normalise, other.column(field))} = ${matchKeySql(normalise, image.column(field))}`
  })
  const conditions = [...equal, `d."id" <> ${id}`, `d."deleted_at" is null`]
  if (where) conditions.push(`(${constantSql(env, other, where)})`)
  return `from ${quoteName(object.table)} d where ${conditions.join(' and ')}`
}

/** A duplicate from before the rule stays changeable as long as its keys stay as they are. */
function changedSql(
  env: SqlEnvironment,
  { match, where }: CompiledDuplicateRule,
  { object, image, before }: { object: CompiledObject; image: RecordScope; before: RecordScope },
): string {
  const changes = match.map(({ field: name, normalise }) => {
    const field = fieldOf(object, name)
    const [now, then] = [image, before].map((scope) => matchKeySql(normalise, scope.column(field)))
    return `${now} is distinct from ${then}`
  })
  if (where) changes.push(`(${constantSql(env, before, where)}) is not true`)
  return changes.join(' or ')
}

/** The cases of the verdict and the names that explain them. */
export function duplicateCases(env: SqlEnvironment, input: DuplicateInput) {
  const refuses = ({ action }: CompiledDuplicateRule) => action === 'block' || !env.consent.allowDuplicates
  const checks = duplicateChecks(env, input, refuses)
  if (checks.length === 0) return { cases: [], detail: { codes: ['duplicate'], names: null } }
  const any = checks.map(({ when }) => `(${when})`).join(' or ')
  return { cases: [`when ${any} then 'duplicate'`], detail: { codes: ['duplicate'], names: duplicateNames(checks) } }
}

/** SQL of text[]. */
export function duplicateNames(checks: readonly DuplicateCheck[]): string {
  const names = checks.map(({ when, name }) => `case when ${when} then ${name} end`)
  return `array_remove(array[${names.join(', ')}]::text[], null)`
}

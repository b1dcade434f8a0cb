import { constantSql, fieldOf, tableScope } from '../query/record-scope.ts'
import { matchesOfRecord } from './matching.ts'
import { columnOf } from './route.ts'
import { ruleEnvironment, tableOf } from './rule-context.ts'
import type { RuleInput } from './rule-context.ts'

/**
 * Selects who has to be a member of which record: `(record, grantee)`.
 *
 * @param records condition on records `r`
 */
export function wantedSql(input: RuleInput, records: string): string {
  const { catalog, rule } = input
  const [object, mapping] = [catalog.object(rule.object), catalog.object(rule.mapping)]
  const match = matchesOfRecord(input)
  const people = peopleOf(input)
  const tables = [`${tableOf(input, object)} r`, ...match.tables, `${tableOf(input, mapping)} m`, ...people.tables]
  const conditions = [
    records,
    'r."deleted_at" is null',
    ...whenOf(input),
    'm."deleted_at" is null',
    ...match.conditions,
    ...people.conditions,
  ]
  return `select distinct r."id" as record, u."id" as grantee from ${tables.join(', ')} where ${conditions.join(' and ')}`
}

function whenOf(input: RuleInput): string[] {
  const { rule, catalog } = input
  if (!rule.when) return []
  const env = ruleEnvironment(input)
  return [`(${constantSql(env, tableScope(env, catalog.object(rule.object), 'r', 'system'), rule.when)})`]
}

/** The accounts `u` of the people whom a row of the mapping names: those that can be used. */
function peopleOf(input: RuleInput): { tables: string[]; conditions: string[] } {
  const { catalog, rule } = input
  const user = catalog.object('user')
  const active = user.fields.get('active')
  const usable = ['u."deleted_at" is null', ...(active ? [`${columnOf('u', active)} is not false`] : [])]
  const users = `${tableOf(input, user)} u`
  if (rule.people.of === 'user') return { tables: [users], conditions: [isNamed(input, 'u'), ...usable] }
  const employee = catalog.object('employee')
  const state = employee.fields.get('employment_state')
  const present = ['e."deleted_at" is null', ...(state ? [`${columnOf('e', state)} is distinct from 'left'`] : [])]
  const isHis = `${columnOf('u', fieldOf(user, 'employee'))} = e."id"`
  return {
    tables: [`${tableOf(input, employee)} e`, users],
    conditions: [isNamed(input, 'e'), ...present, isHis, ...usable],
  }
}

/** Condition: a row of the mapping names the person at the alias. */
function isNamed({ catalog, rule }: RuleInput, alias: string): string {
  const field = fieldOf(catalog.object(rule.mapping), rule.people.field)
  const column = columnOf('m', field)
  return field.reference === null ? `${alias}."id" = any(${column})` : `${alias}."id" = ${column}`
}

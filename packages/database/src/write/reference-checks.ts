import { checkExpression } from '@fieldwork/expressions'
import type { CheckedExpression } from '@fieldwork/expressions'
import { OWNER_DEPARTMENT, targetObjects, typeEnvironment } from '@fieldwork/metadata'
import type { CompiledField, CompiledObject } from '@fieldwork/metadata'
import { accessConditions, constantSql, fieldOf, storedColumn, tableScope } from '../query/record-scope.ts'
import type { RecordScope } from '../query/record-scope.ts'
import { targetOf } from '../query/sql-environment.ts'
import type { SqlEnvironment } from '../query/sql-environment.ts'
import { quoteName, quoteText } from '../query/sql-text.ts'
import type { Check, CheckInput } from './checks.ts'

/** A field and the object that its ids are of. */
export interface Pointing {
  field: CompiledField
  target: CompiledObject
}

/** What is written must point to live records that the actor may read and that the field admits; what was there may stay. */
export function referenceChecks(env: SqlEnvironment, { object, assigned, given, before }: CheckInput): Check[] {
  return [...assigned].flatMap(([name, value]) => {
    // the platform's own choice, whether or not the actor may look at departments
    if (name === OWNER_DEPARTMENT && given?.includes(name) === false) return []
    const field = object.fields.get(name)
    if (!field || (field.reference === null && field.targets === null)) return []
    const old = before ? before.column(field) : null
    const checks = before ? fixedMaster(object, { field, value, before }) : []
    checks.push({ name: `field:${name}`, when: `${value} is not null and ${refused(env, field, { value, old })}` })
    if (before && object.hierarchy === name) checks.push(cycleCheck(field, { object, value, before }))
    return checks
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

/** A record cannot come to stand below itself. Nothing stands below a new one yet. */
function cycleCheck(
  field: CompiledField,
  { object, value, before }: { object: CompiledObject; value: string; before: RecordScope },
): Check {
  const [table, column] = [object.table, storedColumn(field)].map(quoteText)
  const closes = `fw_closes_cycle(${table}, ${column}, ${before.column(fieldOf(object, 'id'))}, ${value})`
  return { name: `cycle:${field.name}`, when: `${value} is distinct from ${before.column(field)} and ${closes}` }
}

interface Written {
  /** SQL of the new value, which is not null */
  value: string
  /** SQL of the value before; null: there is no record yet */
  old: string | null
}

function refused(env: SqlEnvironment, field: CompiledField, { value, old }: Written): string {
  if (field.targets?.many) return refusedList(env, field, { value, old })
  const isNew = old === null ? '' : `${value} is distinct from ${old} and `
  if (field.targets) return `${isNew}not ${relatedExists(env, field, value)}`
  return `${isNew}not exists ${acceptable(env, { field, target: targetOf(env, field) }, value)}`
}

/** Only ids that are new in the list are looked up, all of them at once. */
function refusedList(env: SqlEnvironment, field: CompiledField, { value, old }: Written): string {
  const [target] = targetObjects(env.catalog, field)
  if (!target) return 'true'
  const isNew = old === null ? '' : ` where v.id <> all(coalesce(${old}, '{}'))`
  const added = `(select v.id from unnest(${value}) v (id)${isNew})`
  const found = acceptable(env, { field, target }, null, (at) => `${at}."id" in ${added}`)
  return `(select count(*) from ${added} n) > (select count(*) from ${found} f)`
}

/** The id is looked up among the records of the object that the value names. */
function relatedExists(env: SqlEnvironment, field: CompiledField, value: string): string {
  const arms = targetObjects(env.catalog, field)
    .filter(({ name }) => env.access(name, 'read').kind !== 'none')
    .map((target) => {
      const exists = `exists ${acceptable(env, { field, target }, `(${value}->>'id')::uuid`)}`
      return `when ${quoteText(target.name)} then ${exists}`
    })
  return arms.length === 0 ? 'false' : `(case ${value}->>'object' ${arms.join(' ')} else false end)`
}

/**
 * Subquery that finds the rows that the field may point to, and holds them.
 *
 * @param key the id of the one wanted; null: see `which`
 */
export function acceptable(
  env: SqlEnvironment,
  { field, target }: Pointing,
  key: string | null,
  which: (alias: string) => string = (alias) => `${alias}."id" = ${key}`,
): string {
  const alias = env.alias()
  const filter = lookupFilter(env, field, target)
  const conditions = [
    which(alias),
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
const heldSql = ({ managed }: CompiledObject, alias: string): string => (managed ? '' : ` for key share of ${alias}`)

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

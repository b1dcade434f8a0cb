import { OWNER_DEPARTMENT } from '@fieldwork/metadata'
import type { CompiledCopy, CompiledField, CompiledObject } from '@fieldwork/metadata'
import { fieldOf, pathSql, valueSql } from '../query/record-scope.ts'
import type { RecordScope } from '../query/record-scope.ts'
import type { SqlEnvironment } from '../query/sql-environment.ts'
import { quoteText } from '../query/sql-text.ts'
import { fieldSqlType } from '../query/sql-type.ts'
import type { Check } from './checks.ts'
import type { Assignments } from './image.ts'

const known: ReadonlySet<string> = new Set(['id', 'name', 'username'])

/**
 * Fields of a new record that only the database can fill: copied from a lookup, or by a default that looks at another
 * record. A copy goes before a default.
 */
export function filledFields(object: CompiledObject): CompiledField[] {
  const cached = filled.get(object)
  if (cached) return cached
  const targets = new Set(object.copies.map(({ target }) => target))
  const found = [...object.fields.values()].filter((field) => targets.has(field.name) || looksElsewhere(field))
  filled.set(object, found)
  return found
}

const filled = new WeakMap<CompiledObject, CompiledField[]>()

/** Whether a default needs another record, or more of the user than is at hand. */
function looksElsewhere({ default: given }: CompiledField): boolean {
  if (given === null || !('expression' in given)) return false
  const { paths, variables } = given.expression
  return (
    paths.some((path) => path.length > 1) ||
    variables.some(([name, key = 'id', ...rest]) => name === 'user' && (rest.length > 0 || !known.has(key)))
  )
}

/** Sets what was not given: from the lookups that were, else by default. Returns the SQL of these values, in their order. */
export function fillNew(
  env: SqlEnvironment,
  object: CompiledObject,
  { assigned, image }: { assigned: Map<string, string>; image: RecordScope },
): string[] {
  const set: string[] = []
  for (const field of filledFields(object)) {
    if (assigned.has(field.name)) continue
    const copies = object.copies.filter(({ lookup, target }) => target === field.name && assigned.has(lookup))
    const values = [...copies.map((copy) => copiedSql(env, copy, image)), ...defaultSql(env, field, image)]
    if (values.length === 0) continue
    const value = `coalesce(${values.join(', ')})::${fieldSqlType(field)}`
    assigned.set(field.name, value)
    set.push(value)
  }
  return set
}

/** Sets what comes along with the lookups that a change gives another record. */
export function fillChanged(
  env: SqlEnvironment,
  object: CompiledObject,
  { assigned, image, before }: { assigned: Map<string, string>; image: RecordScope; before: RecordScope },
): void {
  for (const copy of object.copies.filter(({ lookup, target }) => assigned.has(lookup) && !assigned.has(target))) {
    const [lookup, target] = [fieldOf(object, copy.lookup), fieldOf(object, copy.target)]
    const chosen = image.column(lookup)
    const isChosen = `${chosen} is distinct from ${before.column(lookup)}${copy.isLocked ? '' : ` and ${chosen} is not null`}`
    const value = `(${copiedSql(env, copy, image)})::${fieldSqlType(target)}`
    assigned.set(copy.target, `case when ${isChosen} then ${value} else ${before.column(target)} end`)
  }
}

/** What is filled here can only be missed here. */
export function filledChecks(
  object: CompiledObject,
  { assigned, image }: { assigned: Assignments; image: RecordScope },
): Check[] {
  return filledFields(object)
    .filter(({ required }) => required)
    .map((field) => ({
      name: `required:${field.name}`,
      when: assigned.has(field.name) ? `${image.column(field)} is null` : 'true',
    }))
}

/** The department of a record's owner; null where the organisation says nothing of it. */
export function ownDepartmentSql(env: SqlEnvironment, object: CompiledObject, image: RecordScope): string | null {
  const copy = object.copies.find(({ target }) => target === OWNER_DEPARTMENT)
  return copy ? copiedSql(env, copy, image) : null
}

const copiedSql = (env: SqlEnvironment, { lookup, path }: CompiledCopy, image: RecordScope): string =>
  pathSql(env, image, [lookup, ...path])

function defaultSql(env: SqlEnvironment, field: CompiledField, image: RecordScope): string[] {
  if (field.default === null) return []
  if ('expression' in field.default) return [valueSql(env, image, field.default.expression)]
  return [`${quoteText(String(field.default.constant))}::${fieldSqlType(field)}`]
}

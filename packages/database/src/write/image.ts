import type { CompiledField, CompiledObject } from '@fieldwork/metadata'
import { followBySubquery } from '../query/record-scope.ts'
import type { Eyes, RecordScope } from '../query/record-scope.ts'
import type { SqlEnvironment } from '../query/sql-environment.ts'
import { quoteName } from '../query/sql-text.ts'
import { fieldSqlType } from '../query/sql-type.ts'

/** SQL of the new value by field name, for the fields that a statement writes. */
export type Assignments = ReadonlyMap<string, string>

interface ImageSpec {
  assigned: Assignments
  /** SQL of a field that is not written */
  unchanged(field: CompiledField): string
  /** the record before the write; null = it is created */
  old: RecordScope | null
}

/** The record as it will be when the statement has run; rules and row rules are tested on it. */
export function imageScope(
  env: SqlEnvironment,
  object: CompiledObject,
  { assigned, unchanged, old }: ImageSpec,
): RecordScope {
  const column = (field: CompiledField) => assigned.get(field.name) ?? unchanged(field)
  return {
    object,
    eyes: 'system',
    column,
    follow: (field, rest) => followBySubquery(env, { field, key: column(field), rest, eyes: 'system' }),
    records: { old },
  }
}

/** A record that is only being thought of: the values given are parameters, bound when they are used; the rest is null. */
export function draftScope(
  env: SqlEnvironment,
  object: CompiledObject,
  { given, eyes }: { given: readonly string[]; eyes: Eyes },
): RecordScope {
  const known = new Set(given)
  const column = (field: CompiledField): string => {
    if (!known.has(field.name)) return `null::${fieldSqlType(field)}`
    return givenAssignments(env, object, [field.name]).get(field.name) ?? ''
  }
  const follow: RecordScope['follow'] = (field, rest) =>
    followBySubquery(env, { field, key: column(field), rest, eyes })
  return { object, eyes, column, follow }
}

/** A parameter for each field given. */
export function givenAssignments(
  env: SqlEnvironment,
  object: CompiledObject,
  given: readonly string[],
): Map<string, string> {
  const assigned = new Map<string, string>()
  for (const name of given) {
    const field = object.fields.get(name)
    if (field?.column == null) throw new Error(`${object.name}.${name} cannot be written`)
    const type = fieldSqlType(field)
    assigned.set(name, env.parameters.bind({ from: 'field', name, isJson: type.startsWith('json') }, type))
  }
  return assigned
}

/** What pg must be given so that the column gets the value: JSON columns take text, everything else is as it is. */
export function columnValue(field: CompiledField | undefined, value: unknown): unknown {
  return value != null && isJson(field) ? JSON.stringify(value) : value
}

/** Whether the column holds JSON. */
export function isJson(field: CompiledField | undefined): boolean {
  return field !== undefined && fieldSqlType(field).startsWith('json')
}

/** A record whose values are found somewhere else than in its row, as the platform sees it. */
export function valuesScope(
  env: SqlEnvironment,
  object: CompiledObject,
  column: (field: CompiledField) => string,
): RecordScope {
  const follow: RecordScope['follow'] = (field, rest) =>
    followBySubquery(env, { field, key: column(field), rest, eyes: 'system' })
  return { object, eyes: 'system', column, follow }
}

/** Columns of a table under an alias, noting which are used. */
export function rowScope(env: SqlEnvironment, object: CompiledObject, alias: string, used: Set<string>): RecordScope {
  const column = (field: CompiledField) => {
    if (field.column === null) throw new Error(`${object.name}.${field.name} has no column`)
    used.add(field.column)
    return `${alias}.${quoteName(field.column)}`
  }
  return valuesScope(env, object, column)
}

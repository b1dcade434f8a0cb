import type { CompiledField, CompiledObject } from '@fieldwork/metadata'
import { quoteName, quoteText } from '../query/sql-text.ts'
import { isJson } from './image.ts'

/** jsonb_build_object takes a hundred arguments at most. */
const fieldsPerObject = 40

/** Fields of these names whose changes the history keeps. */
export function recordedFields(object: CompiledObject, names: Iterable<string>): CompiledField[] {
  if (!object.hasHistory) return []
  return [...names].flatMap((name) => {
    const field = object.fields.get(name)
    return field && field.column !== null && field.property['x-field'].history !== false ? [field] : []
  })
}

/** `{field: [old, new]}` for the fields whose value changed, as jsonb. */
export function changesSql(
  fields: readonly CompiledField[],
  { before, after }: { before: string; after: string },
): string {
  const entryOf = ({ name, column }: CompiledField): string => {
    const [old, now] = [before, after].map((alias) => `${alias}.${quoteName(column ?? '')}`)
    return `${quoteText(name)}, case when ${old} is distinct from ${now} then jsonb_build_array(${old}, ${now}) end`
  }
  const [flat, nested] = [fields.filter((field) => !isJson(field)), fields.filter(isJson)]
  const all = [
    ...(flat.length > 0 ? [`jsonb_strip_nulls(${objectsOf(flat.map(entryOf))})`] : []),
    // inside a JSON value null is a value, which must not be stripped
    ...nested.map((field) => `coalesce(${whereChanged(field, { before, after })}, '{}')`),
  ]
  return all.length === 0 ? noChanges : all.join(' || ')
}

function whereChanged({ name, column }: CompiledField, { before, after }: { before: string; after: string }): string {
  const [old, now] = [before, after].map((alias) => `${alias}.${quoteName(column ?? '')}`)
  const change = `jsonb_build_object(${quoteText(name)}, jsonb_build_array(${old}, ${now}))`
  return `case when ${old} is distinct from ${now} then ${change} end`
}

/** The fields of a row by name, as jsonb. */
export function rowJson(fields: readonly CompiledField[], alias: string): string {
  const entries = fields.map(({ name, column }) => `${quoteText(name)}, ${alias}.${quoteName(column ?? '')}`)
  return entries.length === 0 ? noChanges : objectsOf(entries)
}

/** One jsonb object of `key, value` pairs, however many they are. */
const objectsOf = (entries: readonly string[]): string =>
  chunk(entries, fieldsPerObject)
    .map((part) => `jsonb_build_object(${part.join(', ')})`)
    .join(' || ')

function chunk<T>(items: readonly T[], size: number): T[][] {
  return Array.from({ length: Math.ceil(items.length / size) }, (_, i) => items.slice(i * size, (i + 1) * size))
}

/**
 * A new record's values stand in its row and, once one is changed, in the event of that change; its first event does not
 * repeat them.
 */
export const noChanges = `'{}'::jsonb`

export interface EventSpec {
  object: string
  op: string
  /** alias with id, version and updated_at of the row written */
  row: string
  changes: string
  /** SQL of actor, revision and reason */
  actor: string
  revision: string
  reason: string
  /** what follows `from` */
  from: string
}

/** The CTEs of the events of a write: `ev`, and what `tellListeners` makes of it where anybody listens. */
export function eventParts(spec: EventSpec, told: readonly string[], name = 'ev'): string[] {
  const insert = insertEvent(spec)
  if (told.length === 0) return [`${name} as (${insert})`]
  return [`${name} as (${insert} returning "id", "record_id")`, ...told]
}

/** The insert of the events of a write, as a part of its statement. */
function insertEvent({ object, op, row, changes, actor, revision, reason, from }: EventSpec): string {
  return (
    'insert into fw_event (object, record_id, op, actor, at, revision, version, changes, reason)' +
    ` select ${quoteText(object)}, ${row}."id", ${quoteText(op)}, ${actor}, ${row}."updated_at", ${revision},` +
    ` ${row}."version", ${changes}, ${reason} from ${from}`
  )
}

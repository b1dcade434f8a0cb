import type { CompiledField, CompiledObject } from '@fieldwork/metadata'
import type { SqlEnvironment } from '../query/sql-environment.ts'
import { storedColumn } from '../query/record-scope.ts'
import { quoteName, quoteText } from '../query/sql-text.ts'
import type { Check, CheckInput } from './checks.ts'
import type { Assignments } from './image.ts'

interface FileChecksInput extends Pick<CheckInput, 'object' | 'assigned' | 'before'> {
  /** SQL of the record's id and of who writes */
  id: string
  actor: string
}

/**
 * A file that is new in a field must be an upload of the one who writes, not taken yet, or have been in this field of
 * this record before; of several writes that take the same upload one wins, since the row is held.
 */
export function fileChecks(env: SqlEnvironment, input: FileChecksInput): Check[] {
  const written = fileFieldsOf(input.object, input.assigned)
  return written.flatMap((field, at) => {
    const others = written.slice(0, at).map((other) => idsOf(other, input.assigned.get(other.name) ?? ''))
    return checksOf(env, field, { ...input, others })
  })
}

/** The fields that hold files among those written. */
function fileFieldsOf({ fields }: CompiledObject, assigned: Assignments): CompiledField[] {
  return [...assigned.keys()].flatMap((name) => {
    const field = fields.get(name)
    return field?.files ? [field] : []
  })
}

const idsOf = ({ files }: CompiledField, value: string): string => (files?.many ? value : `array[${value}]`)

const isNotIn = ({ files }: CompiledField, old: string): string =>
  files?.many ? `v.id <> all(coalesce(${old}, '{}'))` : `v.id is distinct from ${old}`

function checksOf(
  env: SqlEnvironment,
  field: CompiledField,
  { object, assigned, before, id, actor, others }: FileChecksInput & { others: readonly string[] },
): Check[] {
  const value = assigned.get(field.name) ?? ''
  const isNew = before ? ` where ${isNotIn(field, before.column(field))}` : ''
  const added = `(select v.id from unnest(${idsOf(field, value)}) v (id)${isNew})`
  const [file, kind] = [env.alias(), env.alias()]
  const free = freeFile(file, { object: object.name, field: field.name, id, actor, isNew: before === null })
  const held = `(select 1 from fw_file ${file} where ${file}.id in ${added} and ${free} for no key update of ${file})`
  const missing = `(select count(*) from ${added} n) > (select count(*) from ${held} f)`
  const twice = others.map((ids) => ` or ${idsOf(field, value)} && ${ids}`).join('')
  const wrong = (test: string) =>
    `${value} is not null and exists (select 1 from fw_file ${kind} where ${kind}.id in ${added} and ${test})`
  return [
    { name: `file:${field.name}`, when: `${value} is not null and (${missing}${twice})` },
    ...refusedKinds(kind, field).map(({ name, test }) => ({ name, when: wrong(test) })),
  ]
}

interface Taker {
  object: string
  field: string
  id: string
  actor: string
  /** the record is created: nothing is its own yet */
  isNew: boolean
}

/** Condition: the file may be put into the field of the record. */
export function freeFile(file: string, { object, field, id, actor, isNew }: Taker): string {
  const unused = `${file}.record_id is null and ${file}.created_by is not distinct from ${actor}`
  const own = `${file}.record_id = ${id} and ${file}.object = ${quoteText(object)} and ${file}.field = ${quoteText(field)}`
  const free = isNew ? unused : `(${unused} or ${own})`
  return `${file}.stored and ${file}.deleted_at is null and ${free}`
}

/** Conditions under which a file is not one of those that the field takes. */
function refusedKinds(file: string, { name, files }: CompiledField): { name: string; test: string }[] {
  const { accept = [], maxBytes = null } = files ?? {}
  const types = accept.map((type) =>
    type.endsWith('/*')
      ? `starts_with(${file}.type, ${quoteText(type.slice(0, -1))})`
      : `${file}.type = ${quoteText(type)}`,
  )
  return [
    ...(types.length > 0 ? [{ name: `accept:${name}`, test: `not (${types.join(' or ')})` }] : []),
    ...(maxBytes === null ? [] : [{ name: `size:${name}`, test: `${file}.size > ${maxBytes}` }]),
  ]
}

/** Parts of a write statement: uploads become the record's with which they are written. `row` holds the row written. */
export function takeFiles(object: CompiledObject, assigned: Assignments, row: string): string[] {
  return fileFieldsOf(object, assigned).map((field, at) => {
    const ids = idsOf(field, `${row}.${quoteName(storedColumn(field))}`)
    return (
      `files${at} as (update fw_file f set object = ${quoteText(object.name)}, record_id = ${row}."id",` +
      ` field = ${quoteText(field.name)} from ${row} where f.record_id is null and f.id = any(${ids}))`
    )
  })
}

import type { CompiledObject } from '@fieldwork/metadata'
import { outputFields, selectOf, selectOutputs } from '../query/output.ts'
import { trackedScope } from '../query/record-source.ts'
import type { SqlEnvironment } from '../query/sql-environment.ts'
import { quoteName, quoteText } from '../query/sql-text.ts'

/** Parameters that every write has. */
export interface WriteParameters {
  id: string
  actor: string
  revision: string
  reason: string
}

export function bindWriteParameters({ parameters }: SqlEnvironment): WriteParameters {
  return {
    id: parameters.bind({ from: 'input', name: 'id' }, 'uuid'),
    actor: parameters.bind({ from: 'user', key: 'id' }, 'uuid'),
    revision: parameters.bind({ from: 'input', name: 'revision' }, 'bigint'),
    reason: parameters.bind({ from: 'input', name: 'reason' }, 'text'),
  }
}

/**
 * True when the catalog that the statement was compiled from is not the published one any more, or what is known of the
 * actor, where that decides.
 */
export function isStale({ checksEpoch, parameters }: SqlEnvironment, revision: string): string {
  const isOutdated = `(select revision from fw_revision) <> ${revision}`
  if (!checksEpoch) return isOutdated
  const epoch = parameters.bind({ from: 'access', key: 'epoch' }, 'bigint')
  return `${isOutdated} or (select epoch from fw_acl) <> ${epoch}`
}

/** What the statement returns of the row it wrote, under the alias `o`. */
export interface Returned {
  /** columns that `returning` must give */
  columns: ReadonlySet<string>
  /** scalar subquery: the record as JSON text */
  json(cte: string): string
}

/** @param byActor the fields that hold the actor: his name is at hand and needs no look-up */
export function returnedRecord(env: SqlEnvironment, object: CompiledObject, byActor: readonly string[]): Returned {
  const { scope, columns } = trackedScope(env, object, 'o')
  const known = new Map(byActor.flatMap((field) => actorJson(env).map((sql) => [field, sql] as const)))
  const outputs = selectOf(selectOutputs(env, scope, outputFields(env, object, undefined), known))
  return {
    columns,
    json: (cte) => `(select row_to_json(fw_t)::text from ${cte} o, lateral (${outputs}) fw_t)`,
  }
}

/** The actor as `{"id","label"}`; nothing where people are labelled by something else than their name. */
function actorJson({ catalog, parameters }: SqlEnvironment): string[] {
  if (catalog.object('user').nameField !== 'name') return []
  const id = parameters.bind({ from: 'user', key: 'id' }, 'uuid')
  const name = parameters.bind({ from: 'user', key: 'name' }, 'text')
  return [`case when ${id} is not null then json_build_object('id', ${id}, 'label', ${name}) end`]
}

/** `"a", "b"`, with the alias before each where there is one. */
export function columnList(columns: Iterable<string>, alias = ''): string {
  return [...columns].map((column) => (alias ? `${alias}.` : '') + quoteName(column)).join(', ')
}

/** A list of names that explains some codes. */
export interface Detail {
  codes: readonly string[]
  /** SQL of text[]; null where there is nothing to explain */
  names: string | null
  /** they stand beside a write that was done, too */
  orNone?: boolean
}

/** The names that explain a refusal, computed only when there is one. */
export function detailSql(details: readonly Detail[]): string {
  const arms = details.flatMap(({ codes, names, orNone = false }) => {
    if (names === null) return []
    const among = `verdict.code in (${codes.map(quoteText).join(', ')})`
    return [`when ${among}${orNone ? ' or verdict.code is null' : ''} then ${names}`]
  })
  return arms.length === 0 ? 'null::text[]' : `case ${arms.join(' ')} end`
}

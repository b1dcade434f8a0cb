import type { CompiledObject } from '@fieldwork/metadata'
import { outputFields, selectOutputs } from '../query/output.ts'
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

/** True when the catalog that the statement was compiled from is not the published one any more. */
export const isStale = (revision: string): string => `(select revision from fw_revision) <> ${revision}`

/** What the statement returns of the row it wrote, under the alias `o`. */
export interface Returned {
  /** columns that `returning` must give */
  columns: ReadonlySet<string>
  /** scalar subquery: the record as JSON text */
  json(cte: string): string
}

export function returnedRecord(env: SqlEnvironment, object: CompiledObject): Returned {
  const { scope, columns } = trackedScope(env, object, 'o')
  const outputs = selectOutputs(env, scope, outputFields(object, undefined))
  return {
    columns,
    json: (cte) => `(select row_to_json(t)::text from ${cte} o, lateral (select ${outputs}) t)`,
  }
}

/** `"a", "b"`, with the alias before each where there is one. */
export function columnList(columns: Iterable<string>, alias = ''): string {
  return [...columns].map((column) => (alias ? `${alias}.` : '') + quoteName(column)).join(', ')
}

/** The names that explain a refusal, by the codes they belong to; computed only when there is one. */
export function detailSql(details: readonly { codes: readonly string[]; names: string }[]): string {
  const arms = details.map(
    ({ codes, names }) => `when verdict.code in (${codes.map(quoteText).join(', ')}) then ${names}`,
  )
  return `case ${arms.join(' ')} end`
}

import type { UniqueOptions } from '@fieldwork/fields'
import type { Queryable } from '../connection/types.ts'
import { quoteName } from '../query/sql-text.ts'
import { createIndexConcurrently, validateForeignKey } from './ddl.ts'
import type { DesiredIndex, UniqueKey } from './desired-schema.ts'
import type { TableContext } from './plan-context.ts'
import { uniqueKeySql } from './unique-key.ts'
import { backgroundStep } from './steps.ts'
import type { PhasedStep } from './steps.ts'

/** From here on a table is not read from end to end while others wait for it. */
const largeRows = 10_000
const largeBytes = 32 << 20

/** Reads at most so many rows, since statistics may be missing. */
export async function isLargeTable(db: Queryable, from: string): Promise<boolean> {
  const { rows } = await db.query<{ large: boolean }>({
    text: `select pg_relation_size($1::regclass) > $2 or exists (select from ${from} offset $3) as large`,
    values: [from, largeBytes, largeRows],
  })
  return rows[0]!.large
}

export interface IndexTaskArgs {
  object: string
  field: string | null
  schema: string
  table: string
  index: Pick<DesiredIndex, 'name' | 'unique' | 'definition'>
  /** the column a uniqueness is about */
  column: string | null
  /** what makes no difference to it */
  alike?: UniqueOptions | null
  /** SQL of what is unique, over columns, instead of `column`; kept by a guard until the index is there */
  keys?: string[]
}

export interface KeyTaskArgs {
  object: string
  schema: string
  table: string
  name: string
}

export const indexTaskKind = 'build-index'
export const keyTaskKind = 'check-references'

export const indexTaskKey = (name: string): string => `schema:index:${name}`
export const keyTaskKey = (name: string): string => `schema:key:${name}`

export function buildIndexLater(
  { workspace, table }: TableContext,
  { name, unique, definition, key }: DesiredIndex,
  summary: PhasedStep['summary'],
): PhasedStep {
  const index = { name, unique, definition }
  const [only, ...others] = key?.parts ?? []
  const isTogether = others.length > 0
  const args: IndexTaskArgs = {
    object: table.object,
    field: isTogether ? null : (only?.column.field?.name ?? null),
    schema: workspace,
    table: table.name,
    index,
    column: only?.column.name ?? null,
    ...(only?.alike && { alike: only.alike }),
    ...(key && { keys: keysOf(key) }),
  }
  const sql = createIndexConcurrently(workspace, table.name, index)
  return backgroundStep(summary, sql, { kind: indexTaskKind, key: indexTaskKey(name), args })
}

/** SQL of what is unique. */
export const keysOf = ({ parts }: UniqueKey): string[] =>
  parts.map(({ column, alike }) => uniqueKeySql(alike, quoteName(column.name)))

export function checkReferencesLater(
  { workspace, table }: TableContext,
  name: string,
  summary: PhasedStep['summary'],
): PhasedStep {
  const args: KeyTaskArgs = { object: table.object, schema: workspace, table: table.name, name }
  const sql = validateForeignKey(workspace, table.name, name)
  return backgroundStep(summary, sql, { kind: keyTaskKind, key: keyTaskKey(name), args })
}

import type { QueryResult } from 'pg'
import type { Planning } from '../connection/planning.ts'
import { statementName } from '../connection/statement-name.ts'
import type { Queryable } from '../connection/types.ts'
import { bindValues } from './parameters.ts'
import type { ParameterSource, ParameterValues } from './parameters.ts'

/** A compiled text; prepared under its name once per connection. */
export interface CompiledStatement {
  name: string
  text: string
  sources: readonly ParameterSource[]
  planning?: Planning
}

export function compileStatement(
  text: string,
  sources: readonly ParameterSource[],
  planning?: Planning,
): CompiledStatement {
  return { name: statementName(text), text, sources, ...(planning && { planning }) }
}

/** Runs a text that is not asked again, so it is not prepared under a name. */
export async function runOnce<Row extends unknown[]>(
  db: Queryable,
  { text, sources }: Omit<CompiledStatement, 'name'>,
  values: ParameterValues,
): Promise<Row[]> {
  const statement = { text, values: bindValues(sources, values), rowMode: 'array' }
  const { rows } = (await db.query(statement)) as unknown as QueryResult<Row>
  return rows
}

/** Runs a compiled statement; rows arrive as arrays, in the order of the select list. */
export async function runStatement<Row extends unknown[]>(
  db: Queryable,
  { name, text, sources, planning }: CompiledStatement,
  values: ParameterValues,
): Promise<Row[]> {
  const statement = { name, text, planning, values: bindValues(sources, values), rowMode: 'array' }
  const { rows } = (await db.query(statement)) as unknown as QueryResult<Row>
  return rows
}

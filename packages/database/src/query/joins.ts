import type { CompiledField, CompiledObject } from '@fieldwork/metadata'
import { accessConditions, pathSql, storedColumn } from './record-scope.ts'
import type { RecordScope } from './record-scope.ts'
import { targetOf } from './sql-environment.ts'
import type { SqlEnvironment } from './sql-environment.ts'
import { quoteName } from './sql-text.ts'

/** Tables that the conditions and the order of one query reach through lookups. */
export interface Joins {
  /** the record in scope under the alias of the main table; paths become left joins */
  scope: RecordScope
  /** ` left join … on …` for every path followed so far */
  sql(): string
}

/**
 * Left joins rather than subqueries, so that the planner may start at the other end of a path. A row that is hidden
 * from the actor or deleted joins as nulls: it can be neither filtered by nor sorted by.
 */
export function createJoins(env: SqlEnvironment, object: CompiledObject, alias: string): Joins {
  const joined = new Map<string, { alias: string; sql: string }>()

  const scopeAt = (target: CompiledObject, at: string): RecordScope => {
    const column = (field: CompiledField) => `${at}.${quoteName(storedColumn(field))}`
    return {
      object: target,
      eyes: 'actor',
      column,
      follow: (field, rest) => pathSql(env, scopeAt(targetOf(env, field), join(column(field), field)), rest),
    }
  }

  const join = (key: string, field: CompiledField): string => {
    const known = joined.get(key)
    if (known) return known.alias
    const target = targetOf(env, field)
    const at = env.alias()
    const on = [`${at}."id" = ${key}`, `${at}."deleted_at" is null`, ...accessConditions(env, target, at)]
    joined.set(key, { alias: at, sql: ` left join ${quoteName(target.table)} ${at} on ${on.join(' and ')}` })
    return at
  }

  return { scope: scopeAt(object, alias), sql: () => [...joined.values()].map(({ sql }) => sql).join('') }
}

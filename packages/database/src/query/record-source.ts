import type { CompiledField, CompiledObject } from '@fieldwork/metadata'
import { tableScope } from './record-scope.ts'
import type { RecordScope } from './record-scope.ts'
import type { SqlEnvironment } from './sql-environment.ts'

/** A record in scope that remembers which of its columns were read: an inner query selects those and no others. */
export interface TrackedScope {
  scope: RecordScope
  columns: ReadonlySet<string>
}

export function trackedScope(env: SqlEnvironment, object: CompiledObject, alias: string): TrackedScope {
  const columns = new Set<string>()
  const table = tableScope(env, object, alias, 'actor')
  const column = (field: CompiledField) => {
    columns.add(field.column ?? '')
    return table.column(field)
  }
  const follow: RecordScope['follow'] = (field, rest) => {
    columns.add(field.column ?? '')
    return table.follow(field, rest)
  }
  return { scope: { ...table, column, follow }, columns }
}

import type { ActualSchema } from './actual-schema.ts'
import type { ColumnChange } from './column-change.ts'
import { constraintName } from './names.ts'

/** What other tasks are about to make or use: not to be taken, dropped or made again. */
export interface Reserved {
  columns: ReadonlySet<string>
  indexes: ReadonlySet<string>
  /** foreign keys */
  keys: ReadonlySet<string>
}

/** Of one table, by the tasks that are not done. */
export function reservedNames({ tasks }: Pick<ActualSchema, 'tasks'>, table: string): Reserved {
  const columns = new Set<string>()
  const indexes = new Set<string>()
  const keys = new Set<string>()
  for (const { args, state } of tasks.values()) {
    if (state === 'cancelled') continue
    const { changes = [] } = args as { changes?: ColumnChange[] }
    for (const change of changes.filter((one) => one.table === table)) {
      columns.add(change.to.name)
      keys.add(constraintName('foreignKey', table, change.to.name))
      for (const { name } of change.indexes) indexes.add(name)
    }
  }
  return { columns, indexes, keys }
}

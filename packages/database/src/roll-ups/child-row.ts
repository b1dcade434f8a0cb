import type { Catalog, CompiledField } from '@fieldwork/metadata'
import type { Database } from '../connection/types.ts'
import { constantSql, fieldOf, pathSql } from '../query/record-scope.ts'
import { createEnvironment } from '../query/sql-environment.ts'
import { quoteName } from '../query/sql-text.ts'
import type { Relation, RollUpField } from './relations.ts'

/** The column that holds a field; a publish may have given it another name than the catalog's. */
export type ColumnOf = (object: string, field: string) => string

export interface RollUpContext {
  catalog: Catalog
  /** unquoted */
  schema: string
  /** what day a moment is on, where a condition asks */
  timeZone: string
  columnOf: ColumnOf
}

/** Statements over the catalog's own columns. */
export const ownColumns = (
  { schema }: Pick<Database, 'schema'>,
  catalog: Catalog,
  timeZone: string,
): RollUpContext => ({
  catalog,
  schema,
  timeZone,
  columnOf: (object, field) => catalog.object(object).fields.get(field)?.column ?? field,
})

/** One aggregated record under the alias `c`, in SQL. */
export interface ChildRow {
  /** columns that were read */
  columns: ReadonlySet<string>
  /** SQL of a field, formulas inlined */
  value(field: string): string
  /** SQL of what makes a record count: its condition, and that the aggregated field is not empty; null: every record */
  counts(rollUp: RollUpField, value: string | null): string | null
}

/** Reads the records of a relation's child object. */
export function childRow(context: RollUpContext, { child }: Pick<Relation, 'child'>): ChildRow {
  const columns = new Set<string>()
  const env = createEnvironment({
    ...context,
    db: unused,
    access: () => ({ kind: 'all' }),
    accessKey: '',
    user: { id: null, name: '', username: '' },
  })
  const column = (field: CompiledField) => {
    const name = context.columnOf(child.name, field.name)
    columns.add(name)
    return `c.${quoteName(name)}`
  }
  const eyes = 'system' as const
  const scope = { object: child, eyes, column, follow: (field: CompiledField) => notFollowed(field.name) }
  return {
    columns,
    value: (field) => pathSql(env, scope, [fieldOf(child, field).name]),
    counts({ rollUp: { where } }, value) {
      const conditions = [
        ...(where ? [constantSql(env, scope, where)] : []),
        ...(value ? [`${value} is not null`] : []),
      ]
      return conditions.length === 0 ? null : conditions.join(' and ')
    },
  }
}

/** The compiler has refused what would lead there. */
function notFollowed(field: string): never {
  throw new Error(`A roll-up cannot follow ${field}`)
}

/** Text is compiled here, nothing is run. */
const unused = { query: () => notFollowed('a query'), transaction: () => notFollowed('a transaction') }

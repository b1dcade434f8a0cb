export { createDatabase } from './connection/create-database.ts'
export { statementName } from './connection/statement-name.ts'
export { isOutdatedPlan, sqlState, sqlStateOf } from './connection/sql-state.ts'
export type {
  Database,
  DatabaseOptions,
  Log,
  Queryable,
  Statement,
  Transaction,
  TransactionOptions,
} from './connection/types.ts'

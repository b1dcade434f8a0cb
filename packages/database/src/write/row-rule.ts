import type { Operation } from '@fieldwork/metadata'
import { accessSql } from '../query/record-scope.ts'
import type { RecordScope } from '../query/record-scope.ts'
import type { SqlEnvironment } from '../query/sql-environment.ts'

/** SQL of whether the actor may do the operation on the record in scope; null = on every record. */
export function accessTest(env: SqlEnvironment, record: RecordScope, operation: Operation): string | null {
  return accessSql(env, record, { access: env.access(record.object.name, operation) })
}

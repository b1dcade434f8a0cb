import type { Operation } from '@fieldwork/metadata'
import { constantSql } from '../query/record-scope.ts'
import type { RecordScope } from '../query/record-scope.ts'
import type { SqlEnvironment } from '../query/sql-environment.ts'

/** SQL of whether the actor may do the operation on the record in scope; null = on every record. */
export function accessTest(env: SqlEnvironment, record: RecordScope, operation: Operation): string | null {
  const access = env.access(record.object.name, operation)
  if (access.kind === 'all') return null
  return access.kind === 'none' ? 'false' : constantSql(env, record, access.rule)
}

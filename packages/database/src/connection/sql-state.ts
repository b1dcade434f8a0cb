import { DatabaseError } from 'pg'

/** SQLSTATE codes the platform reacts to (PostgreSQL manual, appendix A). */
export const sqlState = {
  serializationFailure: '40001',
  deadlockDetected: '40P01',
  lockNotAvailable: '55P03',
  foreignKeyViolation: '23503',
  uniqueViolation: '23505',
  queryCanceled: '57014',
  programLimitExceeded: '54000',
  undefinedColumn: '42703',
  undefinedTable: '42P01',
} as const

/** The SQLSTATE of an error raised by PostgreSQL; null for any other error, a lost connection too. */
export function sqlStateOf(error: unknown): string | null {
  return error instanceof DatabaseError ? (error.code ?? null) : null
}

/** "cached plan must not change result type": the statement was prepared before a DDL. Nothing of it ran. */
export function isOutdatedPlan(error: unknown): boolean {
  return error instanceof DatabaseError && error.code === '0A000' && error.routine === 'RevalidateCachedQuery'
}

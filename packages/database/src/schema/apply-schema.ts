import { sqlState, sqlStateOf } from '../connection/sql-state.ts'
import type { Transaction } from '../connection/types.ts'
import { quoteName } from '../query/sql-text.ts'
import type { SchemaPlan } from './plan-schema.ts'
import type { PhasedStep } from './steps.ts'

/** Somebody uses a table for longer than the publisher may keep others waiting for it. */
export class TableBusyError extends Error {
  readonly table: string

  constructor(table: string, cause: unknown) {
    super(`The table ${table} is in use`, { cause })
    this.name = 'TableBusyError'
    this.table = table
  }
}

/**
 * Locks the tables a plan touches, all of them before anything is changed. Under a short `lock_timeout` it is the publisher that gives way.
 *
 * @throws TableBusyError
 */
export async function lockTables(tx: Transaction, schema: string, locks: SchemaPlan['locks']): Promise<void> {
  for (const { table, mode } of locks) {
    try {
      await tx.query({ text: `lock table ${quoteName(schema)}.${quoteName(table)} in ${mode} mode` })
    } catch (error) {
      const state = sqlStateOf(error)
      if (state !== sqlState.lockNotAvailable && state !== sqlState.deadlockDetected) throw error
      throw new TableBusyError(table, error)
    }
  }
}

/** Runs a plan's steps, some of which change nothing in the database; with the transaction they all hold or none does. */
export async function applySteps(tx: Transaction, steps: PhasedStep[]): Promise<void> {
  // a table whose deferred triggers wait for the commit could not be altered any more
  await tx.query({ text: 'set constraints all immediate' })
  for (const { sql, background } of steps) if (sql !== '' && !background) await tx.query({ text: sql })
}

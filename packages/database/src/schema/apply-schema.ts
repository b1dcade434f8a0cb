import type { Transaction } from '../connection/types.ts'
import { ident } from './names.ts'
import type { SchemaPlan } from './plan-schema.ts'
import type { SchemaStep } from './steps.ts'

/**
 * Locks the tables a plan touches, all of them before anything is changed and in the order of their names, so that
 * two publishers cannot block each other. Under a short `lock_timeout` it is the publisher that gives way.
 */
export async function lockTables(tx: Transaction, schema: string, locks: SchemaPlan['locks']): Promise<void> {
  for (const { table, mode } of locks) {
    await tx.query({ text: `lock table ${ident(schema)}.${ident(table)} in ${mode} mode` })
  }
}

/** Runs a plan's steps, some of which change nothing in the database; with the transaction they all hold or none does. */
export async function applySteps(tx: Transaction, steps: SchemaStep[]): Promise<void> {
  for (const { sql } of steps) if (sql !== '') await tx.query({ text: sql })
}

import { setTimeout as sleep } from 'node:timers/promises'
import { appError } from '@fieldwork/metadata'
import { isOutdatedPlan, sqlState, sqlStateOf } from '../connection/sql-state.ts'
import type { Transaction } from '../connection/types.ts'
import { TableBusyError } from '../schema/apply-schema.ts'
import { stopTasks } from '../tasks/stop-tasks.ts'
import type { PublishingContext } from './draft.ts'
import { busyError } from './table-holders.ts'

/** Shorter than `deadlock_timeout`: whoever waits behind a long reader, it is the publisher that steps back. */
const lockTimeoutMs = 100

/**
 * Runs a transaction that changes tables, again and again with pauses while somebody else is in the way.
 *
 * @throws busy (who uses a table for so long), plan_conflict (other publishers do); what `work` throws
 */
export async function withPatience<T>(context: PublishingContext, work: (tx: Transaction) => Promise<T>): Promise<T> {
  const { db, patienceMs } = context
  const deadline = Date.now() + patienceMs
  for (let attempt = 0; ; attempt++) {
    try {
      return await db.transaction(work, { retries: 0 })
    } catch (error) {
      if (error instanceof TasksInWayError) await stopTasks(db, error.ids, deadline)
      else if (!isBusy(error)) throw error
      if (Date.now() > deadline) throw await impatient(context, error)
      await sleep((0.5 + Math.random()) * lockTimeoutMs * Math.min(10, attempt + 1))
    }
  }
}

const busyStates: ReadonlySet<string> = new Set([sqlState.lockNotAvailable, sqlState.deadlockDetected])

const isBusy = (error: unknown): boolean =>
  error instanceof TableBusyError || isOutdatedPlan(error) || busyStates.has(sqlStateOf(error) ?? '')

async function impatient({ db, timeZone }: PublishingContext, error: unknown): Promise<Error> {
  if (!(error instanceof TableBusyError)) return appError('plan_conflict')
  return busyError(db, { schema: db.schema, table: error.table, timeZone })
}

/** Tasks that work on what the plan takes away. */
export class TasksInWayError extends Error {
  readonly ids: string[]

  constructor(ids: string[]) {
    super('Tasks are in the way')
    this.name = 'TasksInWayError'
    this.ids = ids
  }
}

/** Waits for other publishers as long as need be, but for tables only a moment. */
export async function takeTurn(tx: Transaction, { db, patienceMs }: PublishingContext): Promise<void> {
  await tx.query({ text: `set local statement_timeout = 0; set local lock_timeout = ${patienceMs}` })
  await tx.query({ text: 'select pg_advisory_xact_lock(hashtextextended($1, 0))', values: [`${db.schema}:publish`] })
  await tx.query({ text: `set local lock_timeout = ${lockTimeoutMs}` })
}

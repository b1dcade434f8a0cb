import type { Pool } from 'pg'
import { beginText, lease } from './lease.ts'
import type { Lease } from './lease.ts'
import { nudgeOutbox } from './outbox-signal.ts'
import { repeatLostRaces } from './lost-race.ts'
import { sqlStateOf } from './sql-state.ts'
import type { Transaction, TransactionOptions } from './types.ts'

/** See `Database.transaction`. */
export async function runTransaction<T>(
  pool: Pool,
  fn: (tx: Transaction) => Promise<T>,
  { retries, isolation = 'read committed' }: TransactionOptions = {},
): Promise<T> {
  return repeatLostRaces(() => attemptTransaction(pool, fn, isolation), retries)
}

async function attemptTransaction<T>(pool: Pool, fn: (tx: Transaction) => Promise<T>, isolation: string): Promise<T> {
  const connection = await lease(pool)
  const { tx, end, hasTold } = openTransaction(connection)
  let discard = true
  try {
    await connection.query({ text: beginText(connection, `isolation level ${isolation}`) })
    const result = await fn(tx)
    end()
    await commit(connection)
    discard = false
    if (hasTold()) nudgeOutbox({ pool })
    return result
  } catch (error) {
    end()
    discard = !(await rolledBack(connection)) || sqlStateOf(error) !== null
    throw error
  } finally {
    connection.release(discard)
  }
}

/** COMMIT of an aborted transaction succeeds as ROLLBACK: a caller that swallowed an error must not believe in it. */
async function commit(connection: Lease): Promise<void> {
  const { command } = await connection.query({ text: 'commit' })
  if (command !== 'COMMIT') throw new Error('The transaction had failed before its commit; nothing was stored')
}

/** After the end a stray query would run in somebody else's transaction, so it is refused. */
function openTransaction(connection: Lease): { tx: Transaction; end(): void; hasTold(): boolean } {
  let open = true
  let told = false
  const tx: Transaction = {
    client: connection.client,
    async query(statement) {
      if (!open) throw new Error('This transaction has ended')
      return connection.query(statement)
    },
    told: () => void (told = true),
  }
  return { tx, end: () => void (open = false), hasTold: () => told }
}

async function rolledBack(connection: Lease): Promise<boolean> {
  try {
    await connection.query({ text: 'rollback' })
    return true
  } catch {
    // the connection itself is gone; the caller gets the error that broke the transaction
    return false
  }
}

import type { Pool, PoolClient, QueryResult, QueryResultRow } from 'pg'
import type { Statement } from './types.ts'

/**
 * A connection keeps every statement it prepared, with its plan, and a relation cache that never shrinks. Beyond so
 * many names it is replaced by a fresh one: cheaper than evicting names one by one, and it frees the caches too.
 */
const maxStatementsPerConnection = 2_000

const preparedBy = new WeakMap<PoolClient, Set<string>>()

/** A pooled connection for a while; `release(true)` throws it away. */
export interface Lease {
  client: PoolClient
  query<Row extends QueryResultRow>(statement: Statement): Promise<QueryResult<Row>>
  release(discard: boolean): void
}

export async function lease(pool: Pool): Promise<Lease> {
  const client = await pool.connect()
  const prepared = preparedBy.get(client) ?? new Set<string>()
  preparedBy.set(client, prepared)
  client.on('error', reportedByNextQuery)
  return {
    client,
    query(statement) {
      if (statement.name !== undefined) prepared.add(statement.name)
      return client.query(statement)
    },
    release(discard) {
      client.removeListener('error', reportedByNextQuery)
      client.release(discard || prepared.size > maxStatementsPerConnection)
    },
  }
}

/** A connection lost between two queries is an event nobody else listens to here, which would end the process. */
const reportedByNextQuery = (): void => {}

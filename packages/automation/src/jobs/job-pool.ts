import { Pool } from 'pg'
import type { Database } from '@fieldwork/database'

/**
 * Connections for taking and finishing jobs beside those that requests share, so that neither waits for the other. The
 * caller ends it.
 */
export function createJobPool(db: Database, max: number): Pool {
  const pool = new Pool({ ...db.pool.options, max })
  const tell = (error: Error): void => db.log.warn({ error }, 'a database connection of the worker was lost')
  pool.on('error', tell)
  pool.on('connect', (client) => client.on('error', tell))
  return pool
}

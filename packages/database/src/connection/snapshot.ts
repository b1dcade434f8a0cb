import type { Pool } from 'pg'
import { beginText, lease } from './lease.ts'
import type { Queryable } from './types.ts'

/** One state of the database, read bit by bit on a connection of its own. */
export interface Snapshot extends Queryable {
  /** gives the connection back; nothing the second time */
  close(): Promise<void>
}

/**
 * Opens a read-only transaction that sees the database as it is now for as long as it lasts. The caller closes it; one
 * that is not asked for a minute is ended by the server.
 */
export async function openSnapshot(pool: Pool): Promise<Snapshot> {
  const connection = await lease(pool)
  let isOpen = true
  const close = async (): Promise<void> => {
    if (!isOpen) return
    isOpen = false
    const isClean = await connection.query({ text: 'rollback' }).then(
      () => true,
      () => false,
    )
    connection.release(!isClean)
  }
  try {
    await connection.query({ text: beginText(connection, 'isolation level repeatable read read only') })
  } catch (error) {
    await close()
    throw error
  }
  return {
    close,
    async query(statement) {
      if (!isOpen) throw new Error('This snapshot has been closed')
      return connection.query(statement)
    },
  }
}

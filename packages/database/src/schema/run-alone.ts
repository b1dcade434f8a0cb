import type { Client } from 'pg'
import type { Database, Queryable } from '../connection/types.ts'

/** A session of its own, without limits of time, for statements that cannot be in a transaction. */
export interface LongSession extends Queryable {
  pid: number
}

/** Lends a session for long statements; an abort cancels the one that runs. */
export async function withLongSession<T>(
  db: Database,
  signal: AbortSignal,
  work: (session: LongSession) => Promise<T>,
): Promise<T> {
  signal.throwIfAborted()
  const client = db.createClient()
  client.on('error', (error) => db.log.warn({ error }, 'the session of a long statement was lost'))
  await client.connect()
  let cancelling: Promise<unknown> = Promise.resolve()
  try {
    const pid = await prepare(client)
    const cancel = (): void => {
      cancelling = db
        .query({ text: 'select pg_cancel_backend($1)', values: [pid] })
        .catch((error: unknown) => db.log.warn({ error }, 'a long statement could not be cancelled'))
    }
    signal.addEventListener('abort', cancel, { once: true })
    try {
      return await work({ pid, query: (statement) => client.query(statement) })
    } finally {
      signal.removeEventListener('abort', cancel)
      await cancelling
    }
  } finally {
    await client.end()
  }
}

async function prepare(client: Client): Promise<number> {
  await client.query('set statement_timeout = 0; set lock_timeout = 0')
  const { rows } = await client.query<{ pid: number }>('select pg_backend_pid() as pid')
  return rows[0]!.pid
}

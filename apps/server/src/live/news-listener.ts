import { newsChannel } from '@fieldwork/automation'
import { onOutboxNudge, pause } from '@fieldwork/database'
import type { Database } from '@fieldwork/database'
import type { Client } from 'pg'

const RETRY_MS = 1_000

/**
 * Hears of news, of this process and of other nodes. What is said while there is no connection is not heard: whoever
 * needs all of it looks by himself now and then.
 */
export function listenForNews(db: Database, hear: () => void): { close(): Promise<void> } {
  const stop = new AbortController()
  const unhear = onOutboxNudge(db, hear)
  const running = keepListening(db, hear, stop.signal)
  return {
    async close() {
      stop.abort()
      unhear()
      await running
    },
  }
}

async function keepListening(db: Database, hear: () => void, signal: AbortSignal): Promise<void> {
  const stopped = new Promise<void>((resolve) => signal.addEventListener('abort', () => resolve(), { once: true }))
  while (!signal.aborted) {
    const client = db.createClient()
    const ended = new Promise<void>((resolve) => client.once('end', () => resolve()))
    client.on('error', (error) => db.log.warn({ error }, 'the connection that listens for news was lost'))
    client.on('notification', hear)
    if (await isListening(db, client)) {
      hear()
      await Promise.race([ended, stopped])
    }
    await client.end()
    await pause(RETRY_MS, signal)
  }
}

async function isListening(db: Database, client: Client): Promise<boolean> {
  try {
    await client.connect()
    await client.query(`listen "${newsChannel(db)}"`)
    return true
  } catch (error) {
    db.log.warn({ error }, 'no connection to listen for news; trying again')
    return false
  }
}

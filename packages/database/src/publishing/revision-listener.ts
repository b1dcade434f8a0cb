import { setTimeout as sleep } from 'node:timers/promises'
import type { Client } from 'pg'
import type { Database } from '../connection/types.ts'

export interface RevisionListener {
  /** whether a change would be heard of, now that one has looked for those before */
  isListening(): boolean
  close(): Promise<void>
}

/** Also how long a change can go unheard while there is no connection to hear it with. */
const maxPauseMs = 1_000

export const revisionChannel = (db: Database): string => `fw_${db.schema}`

/**
 * Calls `onNudge` when another node may have published: on each notification, and after each (re)connection, since
 * notifications are lost while there is none. Only a nudge: the revision in the database is the truth.
 */
export function listenForRevisions(db: Database, onNudge: () => Promise<unknown>): RevisionListener {
  const stop = new AbortController()
  const hearing = { now: false }
  const nudge = (): Promise<boolean> =>
    onNudge().then(
      () => true,
      (error: unknown) => {
        db.log.warn({ error }, 'the catalog could not be refreshed')
        return false
      },
    )
  const running = keepListening(db, { nudge, hearing, signal: stop.signal })
  return {
    isListening: () => hearing.now,
    async close() {
      stop.abort()
      await running
    },
  }
}

interface Listening {
  /** whether what there is to know is known */
  nudge(): Promise<boolean>
  hearing: { now: boolean }
  signal: AbortSignal
}

async function keepListening(db: Database, { nudge, hearing, signal }: Listening): Promise<void> {
  const stopped = new Promise<void>((resolve) => signal.addEventListener('abort', () => resolve(), { once: true }))
  for (let failures = 0; !signal.aborted; failures++) {
    const client = db.createClient()
    const ended = new Promise<void>((resolve) => client.once('end', () => resolve()))
    client.on('error', (error) => db.log.warn({ error }, 'the connection that listens for revisions was lost'))
    client.on('notification', () => void nudge())
    client.once('end', () => (hearing.now = false))
    client.once('error', () => (hearing.now = false))
    if ((await isListening(db, client)) && !signal.aborted) {
      failures = 0
      hearing.now = await Promise.race([nudge(), ended.then(() => false)])
      await Promise.race([ended, stopped])
      hearing.now = false
    }
    // only here: a client that is ended while it connects never says so
    await client.end()
    await pause(failures, signal)
    if (!signal.aborted) void nudge()
  }
}

async function isListening(db: Database, client: Client): Promise<boolean> {
  try {
    await client.connect()
    await client.query(`listen "${revisionChannel(db)}"`)
    return true
  } catch (error) {
    db.log.warn({ error }, 'no connection to listen for revisions; trying again')
    return false
  }
}

async function pause(failures: number, signal: AbortSignal): Promise<void> {
  const ms = Math.min(maxPauseMs, 200 * 2 ** failures) * (0.5 + Math.random() / 2)
  // an aborted pause is a pause that ended
  await sleep(ms, undefined, { signal, ref: false }).catch(() => undefined)
}

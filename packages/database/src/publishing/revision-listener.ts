import type { Client } from 'pg'
import { pause } from '../connection/pause.ts'
import type { Database } from '../connection/types.ts'
import { confirmSql, listenSql } from './other-nodes.ts'

export interface RevisionListener {
  /** whether a change would be heard of, now that one has looked for those before */
  isListening(): boolean
  close(): Promise<void>
}

/** Also how long a change can go unheard while there is no connection to hear it with. */
const maxPauseMs = 1_000

export interface Hearer {
  /** this node, by a word that no other has */
  node: string
  /** the catalog or the epoch may have changed: the database is to be asked */
  onNudge(): Promise<unknown>
  /** whose session, token or account changed, see `credentialChanges`; `everybody` also after each (re)connection */
  onCredential(whose: string): void
}

const credential = /^(session|token|user|everybody)\b/

/**
 * Calls `onNudge` when another node may have published: on each notification, and after each (re)connection, since
 * notifications are lost while there is none. Only a nudge: the revision in the database is the truth. From the
 * notification on until that is known, the listener does not count as listening.
 */
export function listenForRevisions(db: Database, { node, onNudge, onCredential }: Hearer): RevisionListener {
  const stop = new AbortController()
  const hearing = { now: false }
  let unknown = 0
  const nudge = async (): Promise<boolean> => {
    unknown += 1
    try {
      await onNudge()
      return true
    } catch (error) {
      db.log.warn({ error }, 'the catalog could not be refreshed')
      return false
    } finally {
      unknown -= 1
    }
  }
  const running = keepListening(db, { node, nudge, onCredential, hearing, signal: stop.signal })
  return {
    isListening: () => hearing.now && unknown === 0,
    async close() {
      stop.abort()
      await running
    },
  }
}

interface Listening {
  node: string
  /** whether what there is to know is known */
  nudge(): Promise<boolean>
  onCredential(whose: string): void
  hearing: { now: boolean }
  signal: AbortSignal
}

async function keepListening(db: Database, listening: Listening): Promise<void> {
  const { node, nudge, onCredential, hearing, signal } = listening
  const stopped = new Promise<void>((resolve) => signal.addEventListener('abort', () => resolve(), { once: true }))
  for (let failures = 0; !signal.aborted; failures++) {
    const client = db.createClient()
    const ended = new Promise<void>((resolve) => client.once('end', () => resolve()))
    let isLost = false
    // it says so before it ends, and what is committed in between it does not hear
    const lose = (): void => {
      isLost = true
      hearing.now = false
    }
    client.on('error', (error) => {
      lose()
      db.log.warn({ error }, 'the connection that listens for revisions was lost')
    })
    const giveUp = (): Promise<void> => {
      lose()
      return client.end()
    }
    const hear = async (payload = ''): Promise<void> => {
      const confirm = confirmSql(db, node, payload)
      if (confirm !== null) await client.query(confirm).catch(giveUp)
      else if (credential.test(payload)) onCredential(payload)
      // what could not be found out is found out with the next connection
      else if (!(await nudge())) await giveUp()
    }
    client.on('notification', ({ payload }) => void hear(payload))
    client.once('end', lose)
    if ((await isListening(db, client, node)) && !signal.aborted) {
      failures = 0
      onCredential('everybody')
      const isKnown = await Promise.race([nudge(), ended.then(() => false)])
      hearing.now = isKnown && !isLost
      if (isKnown) await Promise.race([ended, stopped])
      hearing.now = false
    }
    // only here: a client that is ended while it connects never says so
    await client.end()
    await pause(pauseAfter(failures), signal)
    if (!signal.aborted) void nudge()
  }
}

async function isListening(db: Database, client: Client, node: string): Promise<boolean> {
  try {
    await client.connect()
    await client.query(listenSql(db, node))
    return true
  } catch (error) {
    db.log.warn({ error }, 'no connection to listen for revisions; trying again')
    return false
  }
}

const pauseAfter = (failures: number): number => Math.min(maxPauseMs, 200 * 2 ** failures) * (0.5 + Math.random() / 2)

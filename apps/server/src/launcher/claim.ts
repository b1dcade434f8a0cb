import { setTimeout as sleep } from 'node:timers/promises'
import { Client } from 'pg'
import { OWNER } from './cluster.ts'
import { LauncherError } from './launcher-error.ts'

/** Any fixed number: the lock that the one process using a data directory holds. */
const CLAIM_LOCK = 4_711_362
const CLAIM_ATTEMPTS = 20
const CLAIM_RETRY_MS = 100
const RECLAIM_RETRY_MS = 1000
/** Of sockets, and SQLSTATEs: ended by an administrator, by a crash, cannot connect now. */
const CONNECTION_LOSSES = new Set(['ECONNREFUSED', 'ECONNRESET', 'EPIPE', '57P01', '57P02', '57P03'])
const NAME_PREFIX = 'fieldwork process '

/** The exclusive use of one data directory. */
export interface Claim {
  release(): Promise<void>
}

/**
 * Claims a data directory for this process with a lock in its database, which ends with the process however it ends.
 * Creates the platform's database on the way if it does not exist.
 *
 * @param maintenanceUrl address of the `postgres` database
 * @throws LauncherError naming the process that holds it
 */
export async function claimDatabase(maintenanceUrl: string): Promise<Claim> {
  const session: Session = { url: maintenanceUrl, client: await connectAndLock(maintenanceUrl), isReleased: false }
  await createDatabase(session.client)
  watch(session)
  return {
    release: async () => {
      session.isReleased = true
      // it may have ended with its server
      await session.client.end().catch(() => undefined)
    },
  }
}

/** True when a connection failed because its server has ended, is ending or is not ready yet. */
export function isConnectionLoss(error: unknown): boolean {
  const { code = '', message = '' } = error as NodeJS.ErrnoException
  return CONNECTION_LOSSES.has(code) || message.includes('Connection terminated')
}

interface Session {
  url: string
  client: Client
  isReleased: boolean
}

/** A lost connection (an administrator ended it, the server restarted after a crash) must not lose the claim. */
function watch(session: Session): void {
  session.client.on('error', () => undefined) // 'end' follows
  session.client.once('end', () => void reclaim(session))
}

async function reclaim(session: Session): Promise<void> {
  while (!session.isReleased) {
    try {
      session.client = await connectAndLock(session.url)
      break
    } catch {
      // the server is away or the lock is taken; requests tell the first, and the next try may end the second
      await sleep(RECLAIM_RETRY_MS, undefined, { ref: false })
    }
  }
  if (session.isReleased) await session.client.end().catch(() => undefined)
  else watch(session)
}

async function connectAndLock(url: string): Promise<Client> {
  const client = await connect(url)
  try {
    await takeLock(client)
    return client
  } catch (error) {
    await client.end()
    throw error
  }
}

async function connect(connectionString: string): Promise<Client> {
  const client = new Client({ connectionString, application_name: `${NAME_PREFIX}${process.pid}` })
  await client.connect()
  return client
}

/** Retries for a moment: the connection of a process that was just killed takes a few milliseconds to end. */
async function takeLock(client: Client): Promise<void> {
  for (let attempt = 0; attempt < CLAIM_ATTEMPTS; attempt++) {
    const { rows } = await client.query('select pg_try_advisory_lock($1) as taken', [CLAIM_LOCK])
    if (rows[0].taken) return
    const holder = await findHolder(client)
    if (holder && isAlive(holder)) throw inUse(holder)
    await sleep(CLAIM_RETRY_MS)
  }
  throw inUse(await findHolder(client))
}

async function findHolder(client: Client): Promise<number | null> {
  const { rows } = await client.query(
    `select a.application_name as name from pg_locks l join pg_stat_activity a using (pid)
     where l.locktype = 'advisory' and l.granted and l.objid = $1`,
    [CLAIM_LOCK],
  )
  return Number(rows[0]?.name.slice(NAME_PREFIX.length)) || null
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM'
  }
}

function inUse(pid: number | null): LauncherError {
  return new LauncherError(
    `DATA_DIR is already in use by process ${pid ?? '?'}. Stop it, or choose another DATA_DIR and PORT.`,
    `DATA_DIR 正被进程 ${pid ?? '?'} 使用。请先停止该进程，或另选 DATA_DIR 和 PORT。`,
  )
}

async function createDatabase(client: Client): Promise<void> {
  const { rowCount } = await client.query('select from pg_database where datname = $1', [OWNER])
  if (rowCount === 0) await client.query(`create database ${OWNER}`)
}

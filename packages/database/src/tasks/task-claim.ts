import type { Client } from 'pg'
import type { Database, Queryable } from '../connection/types.ts'
import { newId } from '../system/new-id.ts'

/** A task that this process works on, until its session is lost or it lets go. */
export interface Claim {
  id: string
  /** what every commit for the task is checked against */
  claim: string
  kind: string
  args: unknown
  cursor: unknown
  done: number
  attempts: number
  cancelling: boolean
}

const candidates = `
select id from fw_task
where state in ('queued', 'running') and not_before <= now() and kind = any($1) and id <> all($2::uuid[])
order by created_at limit 20`

const take = `
update fw_task set state = 'running', claim = $2, started_at = coalesce(started_at, now()), heartbeat_at = now(),
  attempts = attempts + 1
where id = $1 and state in ('queued', 'running') and not_before <= now()
returning id, claim, kind, args, cursor, done::float8 as done, attempts, cancelling`

const lockKey = 'hashtextextended($1, 7)'

/**
 * Takes the oldest task that nobody works on. Who works on one holds an advisory lock in a session of his own, so a
 * process that dies lets go at once, whatever it was doing.
 */
export async function claimTask(
  session: Client,
  db: Database,
  { kinds, held }: { kinds: readonly string[]; held: readonly string[] },
): Promise<Claim | null> {
  const { rows } = await db.query<{ id: string }>({ text: candidates, values: [kinds, held] })
  for (const { id } of rows) {
    const lock = await session.query<{ locked: boolean }>(`select pg_try_advisory_lock(${lockKey}) as locked`, [
      lockName(db, id),
    ])
    if (lock.rows[0]?.locked !== true) continue
    const taken = await db.query<Claim & Record<string, unknown>>({ text: take, values: [id, newId()] })
    if (taken.rows[0] !== undefined) return taken.rows[0]
    await releaseClaim(session, db, id)
  }
  return null
}

/** Lets others take the task. */
export async function releaseClaim(session: Client, db: Database, id: string): Promise<void> {
  await session.query(`select pg_advisory_unlock(${lockKey})`, [lockName(db, id)])
}

const lockName = (db: Database, id: string): string => `${db.schema}:task:${id}`

/** The task is somebody else's by now, or was asked to stop; nothing more may be stored for it. */
export class ClaimLostError extends Error {
  constructor() {
    super('The task is not this process’s any more')
    this.name = 'ClaimLostError'
  }
}

/** In a transaction: holds the row to its end, so that nobody can take the task over before the commit. */
export async function fence(tx: Queryable, { id, claim }: Pick<Claim, 'id' | 'claim'>): Promise<void> {
  const { rowCount } = await tx.query({
    text: `select from fw_task where id = $1 and claim = $2 and state = 'running' for update`,
    values: [id, claim],
  })
  if (rowCount === 0) throw new ClaimLostError()
}

const changes = {
  progress: `heartbeat_at = now(), done = $3, total = coalesce($4, total), cursor = coalesce($5, cursor)`,
  done: `state = 'done', finished_at = now(), error = null, claim = null`,
  cancelled: `state = 'cancelled', cancelling = false, finished_at = now(), claim = null`,
  cleared: `state = 'cancelled', cancelling = false, finished_at = now(), claim = null, cursor = null, done = 0`,
  failed: `state = 'failed', finished_at = now(), claim = null, error = $3`,
  later: `state = 'queued', claim = null, error = $3, not_before = now() + make_interval(secs => $4)`,
  queued: `state = 'queued', claim = null, attempts = attempts - 1`,
} as const

/** Changes the row of a task of ours. Throws ClaimLostError. */
export async function updateClaimed(
  db: Queryable,
  { id, claim }: Pick<Claim, 'id' | 'claim'>,
  { change, values = [] }: { change: keyof typeof changes; values?: unknown[] },
): Promise<void> {
  const { rowCount } = await db.query({
    text: `update fw_task set ${changes[change]} where id = $1 and claim = $2 and state = 'running'`,
    values: [id, claim, ...values],
  })
  if (rowCount === 0) throw new ClaimLostError()
}

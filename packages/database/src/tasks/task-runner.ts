import type { Client } from 'pg'
import { createAlarm } from '../connection/alarm.ts'
import type { Database } from '../connection/types.ts'
import { onTaskNudge } from './enqueue-task.ts'
import { runClaim } from './run-claim.ts'
import type { StopReason } from './run-claim.ts'
import { claimTask, releaseClaim } from './task-claim.ts'
import type { Claim } from './task-claim.ts'
import type { TaskHandler } from './task.ts'

export interface TaskRunner {
  /** looks at once whether there is something to do */
  nudge(): void
  /** lets go of what is under way; another process, or the next start, goes on with it */
  close(): Promise<void>
}

export interface TaskRunnerOptions {
  /** default 2 */
  maxAtOnce?: number
  /** how often to look for tasks of other nodes, and for those asked to stop; default 2,000 */
  pollMs?: number
}

interface Running {
  claim: Claim
  stop: AbortController
  ended: Promise<void>
}

interface Runner {
  db: Database
  handlers: ReadonlyMap<string, TaskHandler>
  maxAtOnce: number
  running: Map<string, Running>
  session: Client | null
  isClosed: boolean
  wake(): void
}

/** Works on queued tasks, each on one node at a time; of tasks whose handlers this node lacks it keeps off. */
export function createTaskRunner(
  db: Database,
  handlers: readonly TaskHandler[],
  { maxAtOnce = 2, pollMs = 2_000 }: TaskRunnerOptions = {},
): TaskRunner {
  const alarm = createAlarm(pollMs)
  const byKind = new Map(handlers.map((handler) => [handler.kind, handler]))
  const running: Runner['running'] = new Map()
  const runner: Runner = {
    db,
    handlers: byKind,
    maxAtOnce,
    running,
    session: null,
    isClosed: false,
    wake: alarm.ring,
  }
  const forget = onTaskNudge(db, alarm.ring)
  const looking = keepLooking(runner, alarm.wait)
  return {
    nudge: alarm.ring,
    async close() {
      runner.isClosed = true
      forget()
      for (const { stop } of running.values()) stop.abort('closing' satisfies StopReason)
      alarm.ring()
      await looking
    },
  }
}

async function keepLooking(runner: Runner, wait: () => Promise<void>): Promise<void> {
  while (!runner.isClosed) {
    try {
      await stopCancelled(runner)
      while (!runner.isClosed && runner.running.size < runner.maxAtOnce && (await startNext(runner)));
      if (runner.running.size === 0) await endSession(runner)
    } catch (error) {
      runner.db.log.warn({ error }, 'tasks could not be looked for; trying again')
    }
    if (!runner.isClosed) await wait()
  }
  await Promise.all([...runner.running.values()].map(({ ended }) => ended))
  await endSession(runner)
}

/** A look without work costs one indexed query and no connection of its own. */
async function startNext(runner: Runner): Promise<boolean> {
  const { db, handlers, running } = runner
  const kinds = [...handlers.keys()]
  const { rowCount } = await db.query({
    text: `select from fw_task where state in ('queued', 'running') and not_before <= now() and kind = any($1)
      and id <> all($2::uuid[]) limit 1`,
    values: [kinds, [...running.keys()]],
  })
  if (rowCount === 0) return false
  const session = (runner.session ??= await openSession(runner))
  const claim = await claimTask(session, db, { kinds, held: [...running.keys()] })
  if (claim === null) return false
  start(runner, session, claim)
  return true
}

function start(runner: Runner, session: Client, claim: Claim): void {
  const { db, running, handlers } = runner
  const stop = new AbortController()
  const handler = handlers.get(claim.kind)!
  const work = async (): Promise<void> => {
    await runClaim({ db, claim, handler, signal: stop.signal })
    await releaseClaim(session, db, claim.id).catch((error: unknown) => {
      // a session that is gone has let go already
      if (runner.session === session) db.log.warn({ error, task: claim.id }, 'a task could not be let go of')
    })
    running.delete(claim.id)
    runner.wake()
  }
  running.set(claim.id, { claim, stop, ended: work() })
}

/** With the session its locks are gone, so others may work on our tasks: we stop. */
async function openSession(runner: Runner): Promise<Client> {
  const session = runner.db.createClient()
  session.on('error', (error) => runner.db.log.warn({ error }, 'the session that holds the tasks was lost'))
  await session.connect()
  session.once('end', () => {
    if (runner.session !== session) return
    runner.session = null
    for (const { stop } of runner.running.values()) stop.abort('lost' satisfies StopReason)
  })
  return session
}

async function endSession(runner: Runner): Promise<void> {
  const { session } = runner
  runner.session = null
  await session?.end()
}

async function stopCancelled({ db, running }: Runner): Promise<void> {
  if (running.size === 0) return
  const { rows } = await db.query<{ id: string }>({
    text: `select id from fw_task where id = any($1) and cancelling`,
    values: [[...running.keys()]],
  })
  for (const { id } of rows) running.get(id)?.stop.abort('cancelled' satisfies StopReason)
}

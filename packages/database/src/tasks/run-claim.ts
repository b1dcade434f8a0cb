import { AppError } from '@fieldwork/metadata'
import { sqlStateOf } from '../connection/sql-state.ts'
import type { Database } from '../connection/types.ts'
import { describeError } from './describe-error.ts'
import { ClaimLostError, fence, updateClaimed } from './task-claim.ts'
import type { Claim } from './task-claim.ts'
import type { TaskContext, TaskHandler, TaskProgress } from './task.ts'

export interface RunInput {
  db: Database
  claim: Claim
  handler: TaskHandler
  /** aborted with the reason: the work shall stop */
  signal: AbortSignal
}

/** The reason of an abort. */
export type StopReason = 'cancelled' | 'closing' | 'lost'

const maxAttempts = 20
const longestPauseSeconds = 60

/** Works on a claimed task and notes how it ended. Never throws for what the handler did. */
export async function runClaim(input: RunInput): Promise<void> {
  const { db, claim } = input
  try {
    await workOn(input)
  } catch (error) {
    if (error instanceof ClaimLostError) return
    db.log.error({ error, task: claim.id, kind: claim.kind }, 'the end of a task could not be noted')
  }
}

async function workOn(input: RunInput): Promise<void> {
  const { db, claim, handler, signal } = input
  const context = contextOf(input)
  try {
    if (!claim.cancelling) {
      await handler.run(context)
      return await updateClaimed(db, claim, { change: 'done' })
    }
  } catch (error) {
    if (signal.reason !== 'cancelled') return noteError(input, error)
  }
  await clearUp(input, context)
}

/** Also the clearing up can fail, and is tried again then. */
async function clearUp(input: RunInput, context: TaskContext): Promise<void> {
  try {
    await input.handler.cancel?.({ ...context, signal: new AbortController().signal })
  } catch (error) {
    return noteError(input, error)
  }
  const change = input.handler.cancel === undefined ? 'cancelled' : 'cleared'
  await updateClaimed(input.db, input.claim, { change })
}

const progress = ({ done, total = null, cursor }: TaskProgress) => ({
  change: 'progress' as const,
  values: [done, total, cursor === undefined ? null : JSON.stringify(cursor)],
})

function contextOf({ db, claim, signal }: RunInput): TaskContext {
  return {
    id: claim.id,
    db,
    args: claim.args,
    cursor: claim.cursor,
    signal,
    fence: (tx) => fence(tx, claim),
    async report(done, total, cursor) {
      signal.throwIfAborted()
      await updateClaimed(db, claim, progress({ done, total: total ?? null, cursor }))
    },
    async step(work) {
      signal.throwIfAborted()
      await db.transaction(async (tx) => {
        await fence(tx, claim)
        await updateClaimed(tx, claim, progress(await work(tx)))
      })
    },
  }
}

/** What passes by itself is tried again, later and later; what needs a person stops the task. */
async function noteError({ db, claim, signal }: RunInput, error: unknown): Promise<void> {
  if (error instanceof ClaimLostError || signal.reason === 'lost') return
  if (signal.reason === 'closing') return updateClaimed(db, claim, { change: 'queued' })
  const described = JSON.stringify(describeError(error))
  if (isPassing(error) && claim.attempts < maxAttempts) {
    const seconds = Math.min(longestPauseSeconds, 0.2 * 2 ** claim.attempts) * (0.5 + Math.random())
    return updateClaimed(db, claim, { change: 'later', values: [described, seconds] })
  }
  db.log.error({ error, task: claim.id, kind: claim.kind }, 'a task failed')
  await updateClaimed(db, claim, { change: 'failed', values: [described] })
}

/** Lost connections, lock time-outs, deadlocks, a server that restarts or is full. */
function isPassing(error: unknown): boolean {
  if (error instanceof AppError) return ['busy', 'plan_conflict', 'stale_revision', 'unavailable'].includes(error.code)
  const state = sqlStateOf(error) ?? String((error as { code?: unknown }).code ?? '')
  const isConnection = /^(?:08|53|57P)|^E[A-Z]+$/.test(state) || /connection/i.test((error as Error).message ?? '')
  return isConnection || ['40001', '40P01', '55P03', '57014'].includes(state)
}

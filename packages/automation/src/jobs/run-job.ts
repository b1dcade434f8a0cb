import type { JobHelpers } from 'graphile-worker'
import { describeError } from '@fieldwork/database'
import type { Queryable } from '@fieldwork/database'
import type { Job, JobDeps, JobHandler } from './job.ts'

/** Another worker has the job by now. */
export class JobLostError extends Error {}

/** By the moment it was taken, not by the attempt: a successor under its key changes that of a job that is running. */
const hold = `select from graphile_worker._private_jobs where id = $1 and locked_by = $2 and locked_at = $3 for update`

/** The task that the queue calls for a handler. Of an error the queue keeps the message: the reason, as JSON. */
export function taskOf(handler: JobHandler, deps: JobDeps) {
  return async (payload: unknown, helpers: JobHelpers): Promise<void> => {
    const job = jobOf(payload, helpers)
    try {
      await handler(job, deps)
    } catch (error) {
      if (await isSucceeded(deps, helpers)) return
      deps.log.warn({ error, job: job.id, task: helpers.job.task_identifier, attempt: job.attempt }, 'a job failed')
      throw new Error(JSON.stringify(describeError(error)), { cause: error })
    }
  }
}

function jobOf(payload: unknown, { job, abortSignal }: JobHelpers): Job {
  const { id, attempts, max_attempts: maxAttempts, locked_by: by, locked_at: at } = job
  return {
    id,
    payload,
    attempt: attempts,
    lastAttempt: attempts >= maxAttempts,
    signal: abortSignal ?? new AbortController().signal,
    async fence(tx: Queryable) {
      const { rowCount } = await tx.query({ text: hold, values: [id, by, at] })
      if (rowCount === 0) throw new JobLostError(`Job ${id} is another worker's by now`)
    },
  }
}

/** Where a successor waits under its key, what became of this one does not matter. */
async function isSucceeded({ db }: JobDeps, { job }: JobHelpers): Promise<boolean> {
  if (job.key === null) return false
  const { rowCount } = await db.query({
    text: 'select from graphile_worker._private_jobs where id = $1 and locked_by = $2 and key is null',
    values: [job.id, job.locked_by],
  })
  return rowCount === 1
}

import type { Database, Log, Transaction } from '@fieldwork/database'
import { addJobs } from './add-jobs.ts'
import type { NewJob } from './job.ts'
import type { Round } from './round.ts'

/**
 * The jobs that there should be by what the workspace's own tables say, each with its key. Jobs are only an index of
 * these tables: one that is missing (a restored backup has none) is added. What has a job may be done in between, so a
 * handler looks at the state first.
 */
export type Reconciler = (tx: Transaction) => Promise<readonly (NewJob & { key: string })[]>

const missing = `
select k.key from unnest($1::text[]) k(key)
where not exists (select from graphile_worker._private_jobs j where j.key = current_schema() || ':' || k.key)`

/** Adds the jobs whose keys no job has, whether it waits, runs or is dead. Returns how many. */
async function addMissing(tx: Transaction, jobs: readonly (NewJob & { key: string })[]): Promise<number> {
  if (jobs.length === 0) return 0
  const { rows } = await tx.query<{ key: string }>({ text: missing, values: [jobs.map(({ key }) => key)] })
  const keys = new Set(rows.map(({ key }) => key))
  const added = jobs.filter(({ key }) => keys.has(key))
  await addJobs(tx, added)
  return added.length
}

export interface ReconcilingOptions {
  db: Database
  log: Log
  reconcilers: readonly Reconciler[]
  /** default 60,000; the first time at once */
  everyMs?: number
}

/** On one node at a time, whether all jobs are there. */
export const reconcileRound = ({ db, log, reconcilers, everyMs = 60_000 }: ReconcilingOptions): Round => ({
  name: 'reconcile',
  everyMs,
  async look() {
    for (const reconciler of reconcilers) await reconcile({ db, log, reconciler })
  },
})

async function reconcile({ db, log, reconciler }: { db: Database; log: Log; reconciler: Reconciler }): Promise<void> {
  try {
    await db.transaction(async (tx) => {
      const { rows } = await tx.query<{ free: boolean }>({
        text: `select pg_try_advisory_xact_lock(hashtextextended(current_schema() || ':reconcile', 0)) as free`,
      })
      if (!rows[0]!.free) return
      const added = await addMissing(tx, await reconciler(tx))
      if (added > 0) log.info({ added }, 'jobs that were missing have been added')
    })
  } catch (error) {
    log.error({ error }, 'missing jobs could not be looked for')
  }
}

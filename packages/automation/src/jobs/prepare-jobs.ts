import { runMigrations } from 'graphile-worker'
import type { Database } from '@fieldwork/database'
import { jobLogger } from './job-logger.ts'
import { createJobPool } from './job-pool.ts'

/**
 * Brings the queue's own schema of this database (`graphile_worker`) up to date, so that jobs can be added. Several
 * processes may start at the same time.
 */
export async function prepareJobs(db: Database): Promise<void> {
  const pgPool = createJobPool(db, 1)
  try {
    await db.transaction(async (tx) => {
      await tx.query({ text: `select pg_advisory_xact_lock(hashtextextended('graphile_worker:migrate', 0))` })
      await runMigrations({ pgPool, logger: jobLogger(db.log) })
    })
  } finally {
    await pgPool.end()
  }
}

import { createDatabase } from '@fieldwork/database'
import { ConfigError, type Config } from './config.ts'
import { reachDatabase } from './launcher/index.ts'
import { composeServer } from './start-server.ts'

/** A process that does jobs and answers no requests. */
export interface RunningWorker {
  /** waits for the jobs under way */
  stop(): Promise<void>
}

/**
 * Works beside the servers of a workspace, on the same database.
 *
 * @param log progress lines for the operator
 * @throws ConfigError where it may do no jobs, LauncherError when there is no PostgreSQL
 */
export async function startWorker(config: Config, log: (line: string) => void): Promise<RunningWorker> {
  if (config.workerJobs === 0)
    throw new ConfigError('WORKER: expected a number from 1 to 200, found "0" / 应为 1 至 200 的数字')
  const { dataDir } = config
  const database = await reachDatabase({ dataDir, databaseUrl: config.databaseUrl ?? undefined, log })
  const db = createDatabase({ url: database.url, maxConnections: config.databaseConnections })
  const end = async (): Promise<void> => {
    await db.close()
    await database.stop()
  }
  try {
    const { deps } = await composeServer(config, db)
    await deps.automation.start()
    return {
      async stop() {
        await deps.automation.stop()
        await deps.registry.close()
        await end()
      },
    }
  } catch (error) {
    await end()
    throw error
  }
}

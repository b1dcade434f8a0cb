import { startDatabase, type StartDatabaseOptions } from '../../apps/server/src/launcher/index.ts'

/**
 * A process that starts a database as the server does, for tests that kill it or run it as another user. Takes the
 * options as JSON; prints `{ url, kind }` or `{ error }` as one line of JSON; stops cleanly on SIGTERM.
 */
const options: Omit<StartDatabaseOptions, 'log'> = JSON.parse(process.argv[2] ?? '{}')

try {
  const database = await startDatabase({ ...options, log: () => undefined })
  process.on('SIGTERM', () => void database.stop())
  console.log(JSON.stringify({ url: database.url, kind: database.kind }))
} catch (error) {
  console.log(JSON.stringify({ error: String(error) }))
  process.exitCode = 1
}

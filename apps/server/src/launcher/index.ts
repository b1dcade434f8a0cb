export { reachDatabase, startDatabase, type StartDatabaseOptions, type StartedDatabase } from './start-database.ts'
export { LauncherError } from './launcher-error.ts'

export { createApp } from './app.ts'
export {
  backupToFile,
  isTaken,
  restoreBackup,
  restoreFromFile,
  takeBackup,
  verifyBackup,
  verifyFile,
  wordsForOperator,
} from './backup/index.ts'
export { readConfig, settings, ConfigError, type Config, type Setting } from './config.ts'
export { LauncherError, startDatabase, type StartDatabaseOptions, type StartedDatabase } from './launcher/index.ts'
export { startWorker, type RunningWorker } from './start-worker.ts'
export { composeServer, startServer, type RunningServer } from './start-server.ts'
export { commonSchemas, objectSchemas } from './capabilities/openapi/schemas.ts'
export { readProgram, type Program } from './read-program.ts'

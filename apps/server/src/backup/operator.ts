import { createReadStream, createWriteStream, existsSync } from 'node:fs'
import { rename, rm, stat } from 'node:fs/promises'
import { pipeline } from 'node:stream/promises'
import { createDatabase, migrate } from '@fieldwork/database'
import type { Database } from '@fieldwork/database'
import { appError } from '@fieldwork/metadata'
import type { FileStore } from '@fieldwork/records'
import type { Config } from '../config.ts'
import { reachDatabase } from '../launcher/index.ts'
import { readProgram } from '../read-program.ts'
import { createFileStore } from '../setup/stores.ts'
import { restoreBackup } from './restore-backup.ts'
import type { Restored } from './restore-backup.ts'
import { takeBackup } from './take-backup.ts'
import type { TakenBackup } from './take-backup.ts'
import { verifyBackup } from './verify-backup.ts'

/** What an operator does at the machine itself, whether or not a server is running. */
export interface OperatorInput {
  config: Config
  /** of the backup */
  path: string
  /** null: it is not sealed */
  passphrase: string | null
  /** progress, for the operator to read */
  say(line: string): void
}

/** Progress is told after so many tables. */
const TABLES_TOLD = 20

/** Writes a backup into a new file. Throws structure_unsteady, no_workspace. */
export async function backupToFile(input: OperatorInput & { withFiles: boolean }): Promise<TakenBackup> {
  const { config, path, passphrase, withFiles, say } = input
  const aside = `${path}.part`
  const percent = createPercent(say)
  try {
    return await withWorkspace(input, async (db, files) => {
      if (!(await hasWorkspace(db))) throw appError('no_workspace', { name: db.schema })
      const taken = await takeBackup({
        db,
        files,
        passphrase,
        withFiles,
        workspace: config.workspaceName,
        keep: (stream) => pipeline(stream, createWriteStream(aside, { mode: 0o600, flush: true })),
        signal: new AbortController().signal,
        onProgress: async (done, total) => percent(done, total),
      })
      await rename(aside, path)
      return taken
    })
  } finally {
    await rm(aside, { force: true })
  }
}

/**
 * Restores a backup from a file, into an empty database or over the present workspace.
 *
 * @param input.mayReplace asked where there is a workspace; false refuses
 * @throws workspace_exists, backup_damaged, backup_passphrase, backup_newer, backup_elsewhere, busy
 */
export async function restoreFromFile(input: OperatorInput & { mayReplace(): Promise<boolean> }): Promise<Restored> {
  const { path, passphrase, say } = input
  await stat(path)
  return withWorkspace(input, async (db, files) => {
    if (await hasWorkspace(db)) {
      if (!(await input.mayReplace())) throw appError('workspace_exists')
      await migrate(db)
    }
    return restoreBackup({
      db,
      files,
      passphrase,
      actor: null,
      open: async () => createReadStream(path),
      call: { actor: null, account: 'operator', details: { file: path } },
      signal: new AbortController().signal,
      onProgress: async (step, tables) => {
        if (step !== 'loaded' || tables % TABLES_TOLD === 0) say(step === 'loaded' ? `loaded ${tables}` : step)
      },
    })
  })
}

/** Tests a backup: reads it, and loads it beside the workspace. Throws backup_passphrase. */
export async function verifyFile(input: OperatorInput): ReturnType<typeof verifyBackup> {
  const { path, passphrase } = input
  await stat(path)
  const { extensions } = await readProgram({ folders: input.config.plugins })
  return withWorkspace(input, (db) =>
    verifyBackup({
      db,
      passphrase,
      kind: 'database' as const,
      extensions,
      open: async () => createReadStream(path),
      signal: new AbortController().signal,
      onProgress: async () => undefined,
    }),
  )
}

async function withWorkspace<T>(
  { config, say }: Pick<OperatorInput, 'config' | 'say'>,
  work: (db: Database, files: FileStore) => Promise<T>,
): Promise<T> {
  const { dataDir, databaseUrl } = config
  const database = await reachDatabase({ dataDir, databaseUrl: databaseUrl ?? undefined, log: say })
  const db = createDatabase({ url: database.url, maxConnections: 4 })
  const files = await createFileStore(config)
  try {
    return await work(db, files)
  } finally {
    files.close()
    await db.close()
    await database.stop()
  }
}

async function hasWorkspace(db: Database): Promise<boolean> {
  const { rowCount } = await db.query({ text: 'select from pg_namespace where nspname = $1', values: [db.schema] })
  return rowCount !== 0
}

/** Tells each tenth. */
function createPercent(say: (line: string) => void): (done: number, total: number) => void {
  let told = 0
  return (done, total) => {
    const tenth = Math.floor((done / Math.max(total, 1)) * 10)
    if (tenth <= told) return
    told = tenth
    say(`${tenth * 10} %`)
  }
}

/** Whether a file is in the way of a new backup. */
export const isTaken = (path: string): boolean => existsSync(path)

import type { Readable } from 'node:stream'
import { beginRestoration, sqlStateOf } from '@fieldwork/database'
import type { Database, Restoration, TableLoad, TableStructure } from '@fieldwork/database'
import { appError } from '@fieldwork/metadata'
import type { FileStore } from '@fieldwork/records'
import { say } from '../errors.ts'
import type { BackupManifest } from './archive/format.ts'
import { readArchive } from './archive/read-archive.ts'
import type { ArchiveVisitor, ReadArchive } from './archive/read-archive.ts'
import { storedContent } from './stored-content.ts'

export interface LoadInput {
  db: Database
  /** the backup's file, from its beginning */
  source: Readable
  passphrase: string | null
  /** where its files go; null: they are only compared with their hashes */
  files: FileStore | null
  signal: AbortSignal
  onProgress(tablesDone: number): Promise<void>
}

export interface LoadedBackup extends ReadArchive {
  restoration: Restoration
  /** keys of files that were stored with another content than their hash says; they have the backup's now */
  differing: readonly string[]
}

/**
 * Loads a backup into a schema beside the workspace, complete with keys and triggers. The caller closes it.
 *
 * @throws backup_damaged, backup_passphrase, backup_newer, backup_elsewhere
 */
export async function loadBackup(input: LoadInput): Promise<LoadedBackup> {
  const loading = createLoading(input)
  try {
    const read = await readArchive(input.source, { ...input, visitor: loading.visitor })
    await loading.endTable()
    const restoration = loading.restoration()
    loading.compare(read.manifest)
    await restoration.complete(read.manifest.sequences, input.onProgress)
    return { ...read, restoration, differing: loading.differing }
  } catch (error) {
    await loading.giveUp()
    throw refusedByDatabase(error)
  }
}

/** Errors of the data, of constraints and of statements: the backup's own. Rights, room and connections are not. */
const ownStates = /^(?:0A|22|23|42(?!501))/

/** An error of PostgreSQL as the fault of the backup that it is; any other error as it was. */
export function refusedByDatabase(error: unknown): unknown {
  if (!ownStates.test(sqlStateOf(error) ?? '')) return error
  const { message } = error as Error
  const reason = say(`the database refuses what it holds: ${message}`, `数据库拒绝其内容：${message}`)
  return Object.assign(appError('backup_damaged', { reason }), { cause: error })
}

function createLoading({ db, files, signal }: LoadInput) {
  let restoration: Restoration | null = null
  let current: { table: TableStructure; load: TableLoad } | null = null

  const loaded = new Map<string, number>()
  const differing: string[] = []

  const begun = (): Restoration => {
    if (restoration === null) throw new Error('The backup has no header')
    return restoration
  }

  async function endTable(): Promise<void> {
    const ending = current
    current = null
    if (ending) loaded.set(ending.table.name, await ending.load.end())
  }

  async function loadOf(table: TableStructure): Promise<TableLoad> {
    if (current?.table.name === table.name) return current.load
    await endTable()
    const load = await begun().table(table)
    current = { table, load }
    return load
  }

  const visitor: ArchiveVisitor = {
    async header(header) {
      const { schema } = header.structure
      if (schema !== db.schema) throw appError('backup_elsewhere', { found: schema, expected: db.schema })
      restoration = await beginRestoration(db, header.structure)
    },
    async rows(table, content) {
      signal.throwIfAborted()
      await (await loadOf(table)).write(content)
    },
    async file({ key, size }, content) {
      signal.throwIfAborted()
      await endTable()
      if (files === null) return drain(content)
      const stored = await storedContent(files, { key, size })
      if (stored === 'same') return drain(content)
      if (stored === 'different') differing.push(key)
      // noted first: what breaks off in between is found. What was there before stays, and is put in its place whole
      else await begun().noteFile(key)
      await files.put(key, content, size)
    },
  }

  return {
    visitor,
    endTable,
    differing,
    restoration: begun,
    /** Whether PostgreSQL took every row. */
    compare({ tables }: BackupManifest) {
      for (const [name, { rows }] of Object.entries(tables)) {
        if ((loaded.get(name) ?? 0) === rows) continue
        throw appError('backup_damaged', { reason: say(`rows of ${name} are missing`, `${name} 缺少数据`) })
      }
    },
    async giveUp() {
      await current?.load.abort()
      await restoration?.close({ keep: files !== null })
    },
  }
}

async function drain(content: Readable): Promise<void> {
  for await (const _ of content);
}

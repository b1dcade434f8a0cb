import type { Readable } from 'node:stream'
import { clearLeftovers, replaceWorkspace } from '@fieldwork/database'
import type { Database, NewLoggedOperation, Queryable } from '@fieldwork/database'
import type { FileStore } from '@fieldwork/records'
import { say } from '../errors.ts'
import { readArchive } from './archive/read-archive.ts'
import type { BackupHeader } from './archive/format.ts'
import { loadBackup } from './load-backup.ts'

export interface RestoreInput {
  db: Database
  files: FileStore
  /** the backup's file; read twice, since nothing is begun with one that is not whole */
  open(): Promise<Readable>
  passphrase: string | null
  actor: string | null
  /** what the operation log tells of who does it */
  call: Omit<NewLoggedOperation, 'action' | 'outcome'>
  fence?: ((tx: Queryable) => Promise<void>) | undefined
  /** commits with it, in the restored workspace */
  alongside?: ((tx: Queryable) => Promise<void>) | undefined
  signal: AbortSignal
  onProgress(step: 'read' | 'loaded' | 'complete', tablesDone: number): Promise<void>
}

export interface Restored {
  header: BackupHeader
  revision: number
  rows: number
  /** keys of files that were stored with another content than their hash says, and are as the backup has them now */
  differing: readonly string[]
}

/** keys of files that the operation log names */
const MOST_TOLD = 100

/**
 * Makes the workspace what a backup holds: compares the whole file with its checksums, loads it beside the workspace,
 * then lets it take the place in one transaction. What fails before leaves everything as it was.
 *
 * @throws backup_damaged, backup_passphrase, backup_newer, backup_elsewhere, busy
 */
export async function restoreBackup(input: RestoreInput): Promise<Restored> {
  const { db, files, passphrase, actor, call, fence, alongside, signal } = input
  await readArchive(await input.open(), { passphrase, signal })
  await input.onProgress('read', 0)
  const forget = (key: string) => files.delete(key)
  let isReplaced = false
  try {
    const { header, rows, restoration, differing } = await loadBackup({
      db,
      files,
      passphrase,
      signal,
      source: await input.open(),
      onProgress: (tables) => input.onProgress('loaded', tables),
    })
    try {
      signal.throwIfAborted()
      const words = say(`Restore the backup of ${header.moment}`, `恢复备份（${header.moment}）`)
      const damaged = differing.length > 0 && { damaged: differing.slice(0, MOST_TOLD), damagedCount: differing.length }
      const details = { ...call.details, moment: header.moment, revision: header.revision, ...damaged }
      const operation = { ...call, action: 'restore', outcome: 'done' as const, rows, details }
      const { revision } = await replaceWorkspace(db, {
        restoration,
        actor,
        words,
        operation,
        fence,
        alongside,
        signal,
      })
      isReplaced = true
      await input.onProgress('complete', header.structure.tables.length)
      return { header, revision, rows, differing }
    } finally {
      await restoration.close({ keep: true })
    }
  } finally {
    await clearLeftovers(db, forget).catch((error: unknown) => {
      // the next start clears up; that the workspace is restored stays true
      if (!isReplaced) throw error
      db.log.warn({ error }, 'what a restoration replaced could not be removed')
    })
  }
}

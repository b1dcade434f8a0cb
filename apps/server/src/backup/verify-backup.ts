import type { Readable } from 'node:stream'
import type { BackupVerification, Database } from '@fieldwork/database'
import { AppError } from '@fieldwork/metadata'
import type { Extensions } from '@fieldwork/metadata'
import { readArchive } from './archive/read-archive.ts'
import { loadBackup, refusedByDatabase } from './load-backup.ts'

export interface VerifyInput {
  db: Database
  open(): Promise<Readable>
  passphrase: string | null
  /** `database`: loads it as well, without touching the workspace */
  kind: BackupVerification['kind']
  /** what its definitions can speak of */
  extensions: Extensions
  signal: AbortSignal
  onProgress(tablesDone: number): Promise<void>
}

/**
 * Tests whether a backup could be restored. What is wrong with it is the answer, not an error.
 *
 * @throws backup_passphrase: that says nothing of the backup
 */
export async function verifyBackup(input: VerifyInput): Promise<BackupVerification> {
  const began = Date.now()
  const answer = (rest: Pick<BackupVerification, 'ok' | 'rows' | 'files' | 'message'>): BackupVerification => ({
    at: new Date().toISOString(),
    kind: input.kind,
    seconds: (Date.now() - began) / 1000,
    ...rest,
  })
  try {
    const { rows, files } = input.kind === 'file' ? await readOnly(input) : await loadAside(input)
    return answer({ ok: true, rows, files, message: null })
  } catch (error) {
    if (!(error instanceof AppError) || error.code === 'backup_passphrase') throw error
    return answer({ ok: false, rows: 0, files: 0, message: error.localized })
  }
}

interface Found {
  rows: number
  files: number
}

async function readOnly({ open, passphrase, signal }: VerifyInput): Promise<Found> {
  const { rows, manifest } = await readArchive(await open(), { passphrase, signal })
  return { rows, files: manifest.files?.count ?? 0 }
}

async function loadAside({ db, open, passphrase, extensions, signal, onProgress }: VerifyInput): Promise<Found> {
  const { rows, manifest, restoration } = await loadBackup({
    db,
    passphrase,
    signal,
    onProgress,
    source: await open(),
    files: null,
  })
  try {
    await restoration.tryOut(extensions)
    return { rows, files: manifest.files?.count ?? 0 }
  } catch (error) {
    throw refusedByDatabase(error)
  } finally {
    await restoration.close()
  }
}

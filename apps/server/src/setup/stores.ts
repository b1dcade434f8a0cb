import { rm } from 'node:fs/promises'
import { join } from 'node:path'
import { createDiskStore, createS3Store } from '@fieldwork/records'
import type { FileStore } from '@fieldwork/records'
import type { Config } from '../config.ts'

type StoreConfig = Pick<Config, 's3' | 'dataDir'>

/** Where the workspace's files are kept. */
export const createFileStore = async ({ s3, dataDir }: StoreConfig): Promise<FileStore> =>
  s3 ? createS3Store(s3) : createDiskStore(join(dataDir, 'files'))

/** The name of a backup's file. */
const keys = /^[a-z0-9_]{1,63}-\d{8}T\d{6}Z-[0-9a-f]{8}\.(?:tar\.gz|sealed)$/

/** Where backups are kept: beside the files, in a folder of their own. */
export const createBackupStore = async ({ s3, dataDir }: StoreConfig): Promise<FileStore> =>
  s3 ? createS3Store(s3, { prefix: 'backups/', keys }) : createDiskStore(join(dataDir, 'backups'), { keys })

/** Removes what a backup left that was broken off with its process. Only where no other is under way. */
export async function clearBrokenBackups({ s3, dataDir }: StoreConfig): Promise<void> {
  if (s3 === null) await rm(join(dataDir, 'backups', 'incoming'), { recursive: true, force: true })
}

/** The key of a new backup. */
export function backupKey({ schema, id, sealed }: { schema: string; id: string; sealed: boolean }): string {
  const moment = new Date().toISOString().replace(/\.\d+/, '').replaceAll(/[-:]/g, '')
  return `${schema}-${moment}-${id.slice(-8)}.${sealed ? 'sealed' : 'tar.gz'}`
}

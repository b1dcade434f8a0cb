import { join } from 'node:path'
import { createDiskStore, createS3Store } from '@fieldwork/records'
import type { FileStore } from '@fieldwork/records'
import type { Config } from '../config.ts'

type StoreConfig = Pick<Config, 's3' | 'dataDir'>

/** Where the workspace's files are kept. */
export const createFileStore = async ({ s3, dataDir }: StoreConfig): Promise<FileStore> =>
  s3 ? createS3Store(s3) : createDiskStore(join(dataDir, 'files'))

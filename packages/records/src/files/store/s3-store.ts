import type { Readable } from 'node:stream'
import { checkedKey, fileKeys } from './file-store.ts'
import type { FileStore } from './file-store.ts'

export interface S3Settings {
  bucket: string
  region: string
  /** null: Amazon's own for the region */
  endpoint: string | null
  accessKey: string
  secretKey: string
}

/** A content has 10,000 parts at most: so it may have 156 GiB. */
const partBytes = 16 << 20

/**
 * Contents as objects of a bucket, of Amazon S3 or of anything that speaks like it. The client is loaded here: it takes
 * memory that a server with its files on disk need not give.
 */
export async function createS3Store(
  { bucket, region, endpoint, accessKey, secretKey }: S3Settings,
  { prefix = 'files/', keys = fileKeys }: { prefix?: string; keys?: RegExp } = {},
): Promise<FileStore> {
  const { DeleteObjectCommand, GetObjectCommand, HeadObjectCommand, S3Client } = await import('@aws-sdk/client-s3')
  const { Upload } = await import('@aws-sdk/lib-storage')
  const client = new S3Client({
    region,
    credentials: { accessKeyId: accessKey, secretAccessKey: secretKey },
    // servers other than Amazon's have no name for each bucket and know no checksums of the newer kind
    ...(endpoint !== null && { endpoint, forcePathStyle: true }),
    requestChecksumCalculation: 'WHEN_REQUIRED',
    responseChecksumValidation: 'WHEN_REQUIRED',
  })
  const place = (key: string) => ({ Bucket: bucket, Key: prefix + checkedKey(key, keys) })
  return {
    async put(key, content, size) {
      const upload = new Upload({ client, params: { ...place(key), Body: content }, queueSize: 2, partSize: partBytes })
      await upload.done()
      const { ContentLength: stored } = await client.send(new HeadObjectCommand(place(key)))
      if (size !== null && stored !== size) throw new Error(`Expected ${size} bytes in the file store, found ${stored}`)
    },
    async get(key, range) {
      const part = range && { Range: `bytes=${range.start}-${range.end}` }
      const found = await orNull(client.send(new GetObjectCommand({ ...place(key), ...part })))
      return (found?.Body as Readable | undefined) ?? null
    },
    async head(key) {
      const found = await orNull(client.send(new HeadObjectCommand(place(key))))
      return found?.ContentLength ?? null
    },
    async delete(key) {
      await client.send(new DeleteObjectCommand(place(key)))
    },
    close: () => client.destroy(),
  }
}

async function orNull<T>(answer: Promise<T>): Promise<T | null> {
  try {
    return await answer
  } catch (error) {
    if (statusOf(error) === 404) return null
    throw error
  }
}

/** The HTTP status that an error of the client carries. */
const statusOf = (error: unknown): number | undefined =>
  (error as { $metadata?: { httpStatusCode?: number } } | null)?.$metadata?.httpStatusCode

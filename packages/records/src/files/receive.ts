import { createHash } from 'node:crypto'
import { createWriteStream } from 'node:fs'
import { mkdir, readdir, rm, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { Transform } from 'node:stream'
import type { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { appError } from '@fieldwork/metadata'

export interface Received {
  path: string
  size: number
  sha256: string
}

interface ReceiveInput {
  folder: string
  /** the name of the file on the way, made by the platform */
  id: string
  content: Readable
  maxBytes: number
}

/**
 * Takes a stream in as a file of its own, for as long as `work` runs; afterwards, and when the sender breaks off,
 * nothing of it is left.
 *
 * @throws too_large
 */
export async function received<T>(input: ReceiveInput, work: (file: Received) => Promise<T>): Promise<T> {
  const { folder, id, content, maxBytes } = input
  const path = join(folder, `${id}.part`)
  await mkdir(folder, { recursive: true })
  const hash = createHash('sha256')
  let size = 0
  const measure = new Transform({
    transform(chunk: Buffer, _encoding, done) {
      size += chunk.length
      if (size > maxBytes) return done(tooLarge(maxBytes))
      hash.update(chunk)
      done(null, chunk)
    },
  })
  try {
    await pipeline(content, measure, createWriteStream(path, { flags: 'wx', mode: 0o600 }))
    return await work({ path, size, sha256: hash.digest('hex') })
  } finally {
    await rm(path, { force: true })
  }
}

const tooLarge = (maxBytes: number) => appError('too_large', { limit: `${Math.floor(maxBytes / (1 << 20))} MB` })

/** Removes what a process that was killed had received so far. */
export async function clearReceived(folder: string, olderThanMs: number): Promise<void> {
  const names = (await unlessGone(readdir(folder))) ?? []
  for (const name of names.filter((each) => each.endsWith('.part'))) {
    const found = await unlessGone(stat(join(folder, name)))
    if (found && Date.now() - found.mtimeMs > olderThanMs) await rm(join(folder, name), { force: true })
  }
}

/** null: nothing was received yet, or its sender has just taken it away */
async function unlessGone<T>(looking: Promise<T>): Promise<T | null> {
  try {
    return await looking
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null
    throw error
  }
}

import { randomUUID } from 'node:crypto'
import { createReadStream, createWriteStream } from 'node:fs'
import { mkdir, open, rename, rm, stat } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import type { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { checkedKey, fileKeys } from './file-store.ts'
import type { FileStore } from './file-store.ts'

/** Contents as files below a folder that no web server shows; `keys` is what a key looks like. */
export function createDiskStore(folder: string, { keys = fileKeys }: { keys?: RegExp } = {}): FileStore {
  const pathOf = (key: string): string => join(folder, ...checkedKey(key, keys).split('/'))
  return {
    put: async (key, content, size) => putFile({ folder, path: pathOf(key), content, size }),
    async get(key, range) {
      const path = pathOf(key)
      const size = await sizeOf(path)
      return size === null ? null : createReadStream(path, range)
    },
    head: async (key) => sizeOf(pathOf(key)),
    delete: async (key) => rm(pathOf(key), { force: true }),
    close: () => undefined,
  }
}

interface Put {
  folder: string
  path: string
  content: Readable
  size: number | null
}

/** Written aside, forced to disk, then moved into its place: there is never half a file under a key. */
async function putFile({ folder, path, content, size }: Put): Promise<void> {
  const aside = join(folder, 'incoming', randomUUID())
  await mkdir(dirname(aside), { recursive: true })
  await mkdir(dirname(path), { recursive: true })
  try {
    const target = createWriteStream(aside, { flags: 'wx', mode: 0o600, flush: true })
    await pipeline(content, target)
    if (size !== null && target.bytesWritten !== size)
      throw new Error(`Expected ${size} bytes, got ${target.bytesWritten}`)
    await rename(aside, path)
    await syncFolder(dirname(path))
  } finally {
    await rm(aside, { force: true })
  }
}

/** The name is durable when its folder is. Windows cannot open folders and does without. */
async function syncFolder(folder: string): Promise<void> {
  if (process.platform === 'win32') return
  const handle = await open(folder, 'r')
  try {
    await handle.sync()
  } finally {
    await handle.close()
  }
}

async function sizeOf(path: string): Promise<number | null> {
  try {
    return (await stat(path)).size
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null
    throw error
  }
}

import { createHash } from 'node:crypto'
import { pipeline } from 'node:stream/promises'
import type { FileStore } from '@fieldwork/records'

/** What a store has under a key: the content that the key names, another one, or none. The hash is part of the key. */
export async function storedContent(
  files: Pick<FileStore, 'get' | 'head'>,
  { key, size }: { key: string; size: number },
): Promise<'same' | 'different' | 'none'> {
  const found = await files.head(key)
  if (found === null) return 'none'
  if (found !== size) return 'different'
  const content = await files.get(key)
  if (content === null) return 'none'
  const hash = createHash('sha256')
  await pipeline(content, hash)
  return key.includes(`/${hash.digest('hex')}.`) ? 'same' : 'different'
}

import type { Readable } from 'node:stream'

/** A part of a file: bytes `start` to `end`, both included, from 0. */
export interface ByteRange {
  start: number
  end: number
}

/** Where contents of files are kept, by keys that the platform makes; a key is written once and never changes. */
export interface FileStore {
  /** Keeps a content whole or not at all; when this has returned it survives a crash. Size null: not known before. */
  put(key: string, content: Readable, size: number | null): Promise<void>
  /** The content or a part of it; null when there is none. */
  get(key: string, range?: ByteRange): Promise<Readable | null>
  /** Its size in bytes; null when there is none. */
  head(key: string): Promise<number | null>
  /** What is not there counts as deleted. */
  delete(key: string): Promise<void>
  close(): void
}

/** How the keys of a store are made: nothing else gets near a path. */
export const fileKeys = /^[0-9a-f]{2}\/[0-9a-f]{2}\/[0-9a-f]{64}\.[0-9a-f-]{36}$/

/** The key of a content: spread by its hash, with the id of its file, so that each file has a content of its own. */
export function storageKey({ sha256, id }: { sha256: string; id: string }): string {
  return checkedKey(`${sha256.slice(0, 2)}/${sha256.slice(2, 4)}/${sha256}.${id}`)
}

/** @throws Error for anything that is no key of that kind */
export function checkedKey(key: string, keys: RegExp = fileKeys): string {
  if (keys.test(key)) return key
  throw new Error(`No key of the file store: ${JSON.stringify(key)}`)
}

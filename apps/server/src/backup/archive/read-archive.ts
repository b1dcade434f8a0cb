import { createHash, type Hash } from 'node:crypto'
import { PassThrough, type Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { createGunzip } from 'node:zlib'
import { newestVersion } from '@fieldwork/database'
import type { TableStructure } from '@fieldwork/database'
import { AppError, appError } from '@fieldwork/metadata'
import { fileKeys } from '@fieldwork/records'
import { extract } from 'tar-stream'
import { say } from '../../errors.ts'
import { entryOf, FORMAT, FORMAT_VERSION } from './format.ts'
import type { BackupHeader, BackupManifest, TableSum } from './format.ts'
import { openStream } from './sealed-stream.ts'

/** What is done with the parts of a backup; each is waited for. */
export interface ArchiveVisitor {
  header?(header: BackupHeader): Promise<void>
  /** a piece of a table, all of which come one after the other */
  rows?(table: TableStructure, content: Buffer): Promise<void>
  /** takes the content, to its end */
  file?(file: { key: string; size: number }, content: Readable): Promise<void>
}

export interface ReadArchive {
  header: BackupHeader
  manifest: BackupManifest
  rows: number
}

const MAX_JSON_BYTES = 256 << 20
const NEWLINE = 0x0a

/**
 * Reads a backup from its beginning to its end and compares all of it with its checksums.
 *
 * @throws backup_damaged, backup_passphrase, backup_newer
 */
export async function readArchive(
  source: Readable,
  { passphrase, signal, visitor = {} }: { passphrase: string | null; signal: AbortSignal; visitor?: ArchiveVisitor },
): Promise<ReadArchive> {
  const tar = extract()
  const flowing = pipeline(source, openStream(passphrase), createGunzip(), tar)
  const reading = createReading(visitor)
  try {
    for await (const entry of tar) {
      signal.throwIfAborted()
      await reading.take(entry.header.name, entry.header.size ?? 0, entry as AsyncIterable<Buffer>)
    }
    await flowing
  } catch (error) {
    source.destroy()
    if (signal.aborted) await flowing.catch(() => undefined)
    signal.throwIfAborted()
    const cause = await flowing.then(
      () => error,
      (broken: unknown) => broken,
    )
    // what broke the stream says more than that it broke; what is no fault of the stream breaks it too
    throw explained(cause instanceof AppError || isFormatError(error) ? cause : error)
  }
  return reading.end()
}

/** Errors of zlib and of the tar reader. */
function isFormatError(error: unknown): boolean {
  const { code = '', message = '' } = error as NodeJS.ErrnoException
  return (
    /^Z_|^ERR_(?:STREAM_PREMATURE_CLOSE|INVALID)|^ABORT_ERR/.test(code) ||
    /tar header|end of data|header check|premature close|^Writable stream closed/i.test(message)
  )
}

function explained(error: unknown): unknown {
  if (error instanceof AppError || !isFormatError(error)) return error
  return damaged(say('it is cut off or no backup', '文件不完整或不是备份文件'), error)
}

function damaged(reason: ReturnType<typeof say>, cause?: unknown): AppError {
  return Object.assign(appError('backup_damaged', { reason }), { cause })
}

interface Sum {
  hash: Hash
  bytes: number
  rows: number
}

type Content = AsyncIterable<Buffer>

function createReading(visitor: ArchiveVisitor) {
  let header: BackupHeader | null = null
  let manifest: BackupManifest | null = null
  const tables = new Map<string, Sum>()
  const files = { count: 0, bytes: 0, hash: createHash('sha256') }

  async function takeRows(name: string, content: Content): Promise<void> {
    const table = header?.structure.tables.find((each) => each.name === name)
    if (!table) throw unexpected(name)
    const sum = tables.get(name) ?? { hash: createHash('sha256'), bytes: 0, rows: 0 }
    tables.set(name, sum)
    for await (const chunk of content) {
      sum.hash.update(chunk)
      sum.bytes += chunk.length
      sum.rows += countLines(chunk)
      await visitor.rows?.(table, chunk)
    }
  }

  async function takeFile(key: string, size: number, content: Content): Promise<void> {
    if (!header || !fileKeys.test(key)) throw unexpected(key)
    files.count++
    files.bytes += size
    files.hash.update(`${key} ${size}\n`)
    await passFile({ key, size }, content, visitor)
  }

  return {
    async take(name: string, size: number, content: Content): Promise<void> {
      const entry = entryOf(name)
      if (entry === null || manifest !== null) throw unexpected(name)
      if (entry.kind === 'rows') return takeRows(entry.of, content)
      if (entry.kind === 'file') return takeFile(entry.of, size, content)
      const json = await readJson(size, content)
      if (entry.kind === 'manifest') {
        manifest = checkManifest(json)
        return
      }
      if (header !== null) throw unexpected(name)
      header = checkHeader(json)
      await visitor.header?.(header)
    },
    end(): ReadArchive {
      if (!header || !manifest) throw damaged(say('its end is missing', '缺少结尾部分'))
      const rows = compareTables(manifest.tables, tables)
      compareFiles(manifest.files, files)
      return { header, manifest, rows }
    },
  }
}

const unexpected = (name: string): AppError =>
  damaged(say(`it holds something that does not belong there: ${name}`, `含有不应出现的内容：${name}`))

/** The hash of a file is part of its key. */
async function passFile(file: { key: string; size: number }, content: Content, visitor: ArchiveVisitor): Promise<void> {
  const hash = createHash('sha256')
  const through = new PassThrough()
  const taking = visitor.file ? visitor.file(file, through) : drain(through)
  const feeding = pipeline(async function* () {
    for await (const chunk of content) {
      hash.update(chunk)
      yield chunk
    }
  }, through)
  await Promise.all([taking, feeding])
  if (!file.key.includes(`/${hash.digest('hex')}.`)) {
    throw damaged(say(`the content of the file ${file.key} was changed`, `文件 ${file.key} 的内容被改动`))
  }
}

async function drain(content: Readable): Promise<void> {
  for await (const _ of content);
}

async function readJson(size: number, content: Content): Promise<unknown> {
  if (size > MAX_JSON_BYTES) throw damaged(say('its description is too large', '说明部分过大'))
  const parts: Buffer[] = []
  for await (const chunk of content) parts.push(chunk)
  try {
    return JSON.parse(Buffer.concat(parts).toString('utf8'))
  } catch (error) {
    throw damaged(say('its description cannot be read', '说明部分无法读取'), error)
  }
}

function checkHeader(json: unknown): BackupHeader {
  const header = json as BackupHeader | null
  if (header?.format !== FORMAT) throw damaged(say('it is no backup of this program', '不是本程序的备份'))
  const isNewer = header.version > FORMAT_VERSION || header.systemVersion > newestVersion()
  if (isNewer) {
    throw appError('backup_newer', {
      found: `${header.version}.${header.systemVersion}`,
      known: `${FORMAT_VERSION}.${newestVersion()}`,
    })
  }
  if (!hasShape(header)) throw damaged(say('its description cannot be read', '说明部分无法读取'))
  return header
}

/** As far as readers rely on it; PostgreSQL judges the statements. */
function hasShape({ structure }: BackupHeader): boolean {
  const lists = [structure?.functions, structure?.sequences, structure?.tables]
  if (!lists.every(Array.isArray)) return false
  return structure.tables.every(({ name, columns, complete, references, triggers }) => {
    const parts = [columns, complete, references, triggers]
    return typeof name === 'string' && parts.every(Array.isArray)
  })
}

function checkManifest(json: unknown): BackupManifest {
  const manifest = json as BackupManifest | null
  const isWhole = manifest !== null && typeof manifest.tables === 'object' && Array.isArray(manifest.sequences)
  if (!isWhole || manifest.tables === null) throw damaged(say('its end cannot be read', '结尾部分无法读取'))
  return manifest
}

function countLines(chunk: Buffer): number {
  let count = 0
  for (let at = chunk.indexOf(NEWLINE); at !== -1; at = chunk.indexOf(NEWLINE, at + 1)) count++
  return count
}

function compareTables(expected: Record<string, TableSum>, found: ReadonlyMap<string, Sum>): number {
  let rows = 0
  for (const name of new Set([...Object.keys(expected), ...found.keys()])) {
    const [want, sum] = [expected[name], found.get(name)]
    const has = sum && { rows: sum.rows, bytes: sum.bytes, sha256: sum.hash.digest('hex') }
    const isSame = want?.rows === (has?.rows ?? 0) && (want.rows === 0 || want.sha256 === has?.sha256)
    if (!isSame) throw damaged(say(`the rows of ${name} were changed`, `${name} 的数据被改动`))
    rows += want.rows
  }
  return rows
}

function compareFiles(
  expected: BackupManifest['files'],
  { count, bytes, hash }: { count: number; bytes: number; hash: Hash },
): void {
  const sha256 = hash.digest('hex')
  const want = expected ?? { count: 0, bytes: 0, sha256: createHash('sha256').digest('hex') }
  if (want.count === count && want.bytes === bytes && want.sha256 === sha256) return
  throw damaged(say('its files are not complete', '文件内容不完整'))
}

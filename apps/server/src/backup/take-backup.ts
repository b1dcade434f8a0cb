import { createHash } from 'node:crypto'
import { openBackupSource, StructureChangedError } from '@fieldwork/database'
import type { BackupContent, BackupSource, Database, Piece, TableStructure } from '@fieldwork/database'
import { appError } from '@fieldwork/metadata'
import type { FileStore } from '@fieldwork/records'
import { ArchiveGivenUpError, createArchive } from './archive/archive-writer.ts'
import type { ArchiveWriter } from './archive/archive-writer.ts'
import { fileName, FORMAT, FORMAT_VERSION, HEADER, MANIFEST, rowsName } from './archive/format.ts'
import type { BackupHeader, BackupManifest, TableSum } from './archive/format.ts'
import type { Readable } from 'node:stream'

export interface TakeInput {
  db: Database
  /** where the workspace's files are */
  files: FileStore
  /** shown to people */
  workspace: string
  /** null: whoever has the file can read it */
  passphrase: string | null
  withFiles: boolean
  /** Keeps what it reads, whole or not at all; begins from nothing when it is called again. */
  keep(stream: Readable): Promise<void>
  signal: AbortSignal
  onProgress(doneBytes: number, totalBytes: number): Promise<void>
}

export interface TakenBackup {
  content: BackupContent
  size: number
  sha256: string
}

/** How often it begins anew when a publish takes away what was still to be read. */
const MAX_ATTEMPTS = 5
const PART_BYTES = 4 << 20
const MAX_MISSING_NAMED = 1_000
const MAX_OBJECTS_NAMED = 200

/**
 * Writes one moment of the workspace into one file: structure, rows, files. Needs a few megabytes of memory, however
 * large the workspace is.
 *
 * @throws structure_unsteady
 */
export async function takeBackup(input: TakeInput): Promise<TakenBackup> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await takeOnce(input)
    } catch (error) {
      if (!(error instanceof StructureChangedError)) throw error
      if (attempt >= MAX_ATTEMPTS) throw Object.assign(appError('structure_unsteady'), { cause: error })
    }
  }
}

async function takeOnce(input: TakeInput): Promise<TakenBackup> {
  const began = Date.now()
  const source = await openBackupSource(input.db, input.signal)
  const archive = createArchive(input.passphrase)
  // a session that waits for a table is ended, so that nobody waits for it
  const onAbort = (): void => archive.fail(new Error('The backup was cancelled'))
  input.signal.addEventListener('abort', onAbort, { once: true })
  try {
    input.signal.throwIfAborted()
    const writing = writeAll(source, archive, input)
    writing.catch((error: Error) => archive.fail(error))
    const [written, kept] = await Promise.allSettled([writing, input.keep(archive.stream)])
    input.signal.throwIfAborted()
    if (kept.status === 'rejected') throw causeOf(written, kept.reason)
    if (written.status === 'rejected') throw written.reason
    const seconds = (Date.now() - began) / 1000
    return { content: contentOf(source, written.value, seconds), ...archive.sum() }
  } finally {
    input.signal.removeEventListener('abort', onAbort)
    await source.close()
  }
}

/** Of two that stopped each other, the error of who stopped first. */
function causeOf(written: PromiseSettledResult<unknown>, ofKeeper: unknown): unknown {
  const isWriters = written.status === 'rejected' && !(written.reason instanceof ArchiveGivenUpError)
  return isWriters ? written.reason : ofKeeper
}

interface Writing {
  archive: ArchiveWriter
  input: TakeInput
  done: number
  total: number
}

async function writeAll(source: BackupSource, archive: ArchiveWriter, input: TakeInput): Promise<BackupManifest> {
  const { moment, revision, systemVersion, server, structure, fileTotals } = source
  const { workspace, withFiles } = input
  const total = source.size + (withFiles ? fileTotals.bytes : 0)
  const writing: Writing = { archive, input, done: 0, total }
  const version = FORMAT_VERSION
  const header: BackupHeader = {
    format: FORMAT,
    version,
    moment,
    revision,
    systemVersion,
    server,
    workspace,
    withFiles,
    structure,
  }
  await archive.add(HEADER, Buffer.from(JSON.stringify(header)))
  const tables: BackupManifest['tables'] = {}
  for (const table of structure.tables) if (table.hasRows) tables[table.name] = await writeTable(writing, source, table)
  const files = withFiles ? await writeFiles(writing, source) : null
  const manifest: BackupManifest = { tables, files, sequences: await source.sequences() }
  await archive.add(MANIFEST, Buffer.from(JSON.stringify(manifest)))
  archive.end()
  return manifest
}

async function advance(writing: Writing, bytes: number): Promise<void> {
  writing.done = Math.min(writing.total, writing.done + bytes)
  writing.input.signal.throwIfAborted()
  await writing.input.onProgress(writing.done, writing.total)
}

async function writeTable(writing: Writing, source: BackupSource, table: TableStructure): Promise<TableSum> {
  const sum = { rows: 0, bytes: 0, hash: createHash('sha256') }
  let part = 0
  const write = async (content: Buffer): Promise<void> => {
    if (content.length === 0) return
    sum.hash.update(content)
    sum.bytes += content.length
    await writing.archive.add(rowsName(table.name, ++part), content)
  }
  for await (const piece of source.rows(table)) {
    await writePiece(piece, write)
    sum.rows += piece.rows()
    await advance(writing, piece.weight)
  }
  return { rows: sum.rows, bytes: sum.bytes, sha256: sum.hash.digest('hex') }
}

/** Entries of a tar file begin with their size, so a part is gathered first. */
async function writePiece({ content }: Piece, write: (part: Buffer) => Promise<void>): Promise<void> {
  let gathered: Buffer[] = []
  let size = 0
  for await (const chunk of content) {
    gathered.push(chunk)
    size += chunk.length
    if (size < PART_BYTES) continue
    await write(Buffer.concat(gathered, size))
    gathered = []
    size = 0
  }
  await write(Buffer.concat(gathered, size))
}

/** A file that is gone from the store is told, and the rest is still worth keeping. */
async function writeFiles(writing: Writing, source: BackupSource): Promise<NonNullable<BackupManifest['files']>> {
  const { archive, input } = writing
  const hash = createHash('sha256')
  const sum = { count: 0, bytes: 0, missing: [] as string[], missingCount: 0 }
  for await (const { key, size } of source.files()) {
    const isThere = (await input.files.head(key)) === size
    const content = isThere ? await input.files.get(key) : null
    if (content === null) {
      sum.missingCount++
      if (sum.missing.length < MAX_MISSING_NAMED) sum.missing.push(key)
      continue
    }
    await archive.addStream(fileName(key), content, size)
    hash.update(`${key} ${size}\n`)
    sum.count++
    sum.bytes += size
    await advance(writing, size)
  }
  return { ...sum, sha256: hash.digest('hex') }
}

function contentOf(source: BackupSource, { tables, files }: BackupManifest, seconds: number): BackupContent {
  const counted = Object.entries(tables).map(([object, { rows }]) => ({ object, rows }))
  return {
    moment: source.moment,
    revision: source.revision,
    systemVersion: source.systemVersion,
    tables: counted.length,
    rows: counted.reduce((sum, { rows }) => sum + rows, 0),
    files: files && { count: files.count, bytes: files.bytes, missing: files.missingCount },
    objects: counted
      .filter(({ object, rows }) => rows > 0 && !object.startsWith('fw_'))
      .toSorted((a, b) => b.rows - a.rows)
      .slice(0, MAX_OBJECTS_NAMED),
    seconds,
  }
}

import type { Readable } from 'node:stream'
import type { Client } from 'pg'
import { to as copyTo } from 'pg-copy-streams'
import { sqlState, sqlStateOf } from '../connection/sql-state.ts'
import type { Database, Queryable } from '../connection/types.ts'
import { quoteName } from '../query/sql-text.ts'
import { readStructure } from './read-structure.ts'
import { rowConditions } from './structure.ts'
import type { Structure, TableStructure } from './structure.ts'

/** What a backup is taken from: one moment of the workspace. */
export interface BackupSource {
  /** ISO 8601, UTC */
  moment: string
  revision: number
  /** of the system tables */
  systemVersion: number
  /** of PostgreSQL, e.g. `17.5` */
  server: string
  structure: Structure
  /** roughly, in bytes */
  size: number
  /** Rows of a table in PostgreSQL's text format, piece by piece. Throws StructureChangedError. */
  rows(table: TableStructure): AsyncGenerator<Piece>
  /** the files that rows refer to: their keys in the file store, with sizes in bytes */
  files(): AsyncGenerator<BackupFile>
  /** how many there are, and their bytes */
  fileTotals: { count: number; bytes: number }
  /** the last value of each sequence, not before that moment */
  sequences(): Promise<SequenceState[]>
  close(): Promise<void>
}

/** Whole rows. */
export interface Piece {
  content: AsyncIterable<Buffer>
  /** what part of the table that was, in bytes on its disk */
  weight: number
  /** how many rows; known once the content has been read */
  rows(): number
}

export interface BackupFile {
  key: string
  size: number
}

export interface SequenceState {
  name: string
  value: string
  isCalled: boolean
}

/** A publish took something away that was still to be read; the backup has to begin anew. */
export class StructureChangedError extends Error {
  constructor(table: string, cause?: unknown) {
    super(`The table ${table} was changed while it was read`, { cause })
    this.name = 'StructureChangedError'
  }
}

/** Of a table's disk at a time: a publisher waits for that much and not for the whole backup. */
const pieceBytes = 8 << 20
const blockBytes = 8192
const filesAtOnce = 1_000

/**
 * Fixes a moment of the workspace. One session keeps it without holding any table; another reads piece after piece, each
 * in a transaction of its own that sees the same moment. So writers are never waited for, and a publisher waits for a
 * piece at most. Publishing is held off only while the structure is read. The signal ends its sessions, whatever they
 * wait for.
 */
export async function openBackupSource(db: Database, signal: AbortSignal): Promise<BackupSource> {
  const [keeper, reader] = [db.createClient(), db.createClient()]
  const end = async (): Promise<void> => void (await Promise.allSettled([keeper.end(), reader.end()]))
  const onAbort = (): void => void end()
  const close = (): Promise<void> => {
    signal.removeEventListener('abort', onAbort)
    return end()
  }
  for (const client of [keeper, reader])
    client.on('error', (error) => db.log.warn({ error }, 'a backup lost its session'))
  try {
    await Promise.all([keeper.connect(), reader.connect()])
    signal.throwIfAborted()
    signal.addEventListener('abort', onAbort, { once: true })
    const opened = await db.transaction(async (tx) => {
      await holdPublishers(tx, db.schema)
      return fixMoment(keeper, db.schema)
    })
    const { snapshot, fileTotals, ...known } = opened
    const within = <T>(work: () => Promise<T>): Promise<T> => inSnapshot(reader, snapshot, work)
    const size = [...known.blocks.values()].reduce((sum, { bytes }) => sum + bytes, 0)
    return {
      ...known,
      size,
      fileTotals,
      rows: (table) => piecesOf(reader, snapshot, { table, ...known.blocks.get(table.name)! }),
      files: () => filesOf(reader, within),
      sequences: () => readSequences(reader, known.structure),
      close,
    }
  } catch (error) {
    await close()
    throw error
  }
}

/** Also upgrades of the system tables, which run under a lock of their own. */
async function holdPublishers(tx: Queryable, schema: string): Promise<void> {
  await tx.query({ text: `set local statement_timeout = 0; set local lock_timeout = '60s'` })
  for (const what of ['migrate', 'publish'])
    await tx.query({
      text: 'select pg_advisory_xact_lock(hashtextextended($1, 0))',
      values: [`${schema}:${what}`],
    })
}

interface TableBlocks {
  filenode: string
  blocks: number
  /** with what is stored beside the table */
  bytes: number
}

const momentQuery = `
select pg_export_snapshot() as snapshot, to_char(now(), 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') as moment,
  current_setting('server_version') as server, (select revision::float8 from fw_revision) as revision,
  (select max(version) from fw_migration) as "systemVersion",
  (select count(*)::float8 from fw_file where stored) as files,
  (select coalesce(sum(size), 0)::float8 from fw_file where stored) as "fileBytes"`

const blocksQuery = `
select c.relname as name, pg_relation_filenode(c.oid)::text as filenode,
  (pg_relation_size(c.oid) / ${blockBytes})::float8 as blocks, pg_table_size(c.oid)::float8 as bytes
from pg_class c join pg_namespace n on n.oid = c.relnamespace where n.nspname = $1 and c.relkind = 'r'`

async function fixMoment(keeper: Client, schema: string) {
  await keeper.query('begin isolation level repeatable read read only')
  await keeper.query(
    'set local idle_in_transaction_session_timeout = 0; set local statement_timeout = 0; set local lock_timeout = 60000',
  )
  const { rows } = await keeper.query(momentQuery)
  const { files, fileBytes, ...moment } = rows[0] as Record<'snapshot' | 'moment' | 'server', string> &
    Record<'revision' | 'systemVersion' | 'files' | 'fileBytes', number>
  const structure = await readStructure({ query: (statement) => keeper.query(statement) }, schema)
  const sizes = await keeper.query<TableBlocks & { name: string }>(blocksQuery, [schema])
  const blocks = new Map(sizes.rows.map(({ name, ...rest }) => [name, rest]))
  return { ...moment, structure, blocks, fileTotals: { count: files, bytes: fileBytes } }
}

async function inSnapshot<T>(reader: Client, snapshot: string, work: () => Promise<T>): Promise<T> {
  await reader.query('begin isolation level repeatable read read only')
  try {
    await reader.query(`set transaction snapshot '${snapshot}'; set local statement_timeout = 0`)
    return await work()
  } finally {
    await reader.query('rollback')
  }
}

interface TablePart extends TableBlocks {
  table: TableStructure
}

/** Blocks at a time such that a piece is about as large with what is stored beside the table. */
async function* piecesOf(reader: Client, snapshot: string, part: TablePart): AsyncGenerator<Piece> {
  const { blocks, bytes } = part
  const step = Math.max(1, Math.floor((pieceBytes / Math.max(bytes, 1)) * Math.max(blocks, 1)))
  for (let first = 0; first === 0 || first < blocks; first += step) {
    const isLast = first + step >= blocks
    const range = `ctid >= '(${first},0)'${isLast ? '' : ` and ctid < '(${first + step},0)'`}`
    const count = { rows: 0 }
    const content = readPiece(reader, snapshot, { ...part, range, count })
    const share = Math.min(step, blocks - first) / Math.max(blocks, 1)
    yield { content, weight: Math.round(bytes * share), rows: () => count.rows }
  }
}

interface Range extends TablePart {
  range: string
  count: { rows: number }
}

/**
 * Rows of some blocks. A table that was written anew after the moment would seem to be empty, so it is asked for its
 * file while it is held.
 */
async function* readPiece(reader: Client, snapshot: string, part: Range): AsyncGenerator<Buffer> {
  const { table, range, filenode, count } = part
  const where = [range, rowConditions[table.name]].filter(Boolean).join(' and ')
  const columns = table.columns.map(quoteName).join(', ')
  const from = columns === '' ? '' : ` ${columns}`
  let stream: (Readable & { rowCount: number }) | null = null
  await reader.query('begin isolation level repeatable read read only')
  try {
    await reader.query(`set transaction snapshot '${snapshot}'; set local statement_timeout = 0`)
    stream = reader.query(copyTo(`copy (select${from} from ${quoteName(table.name)} where ${where}) to stdout`))
    for await (const chunk of stream) yield chunk as Buffer
    count.rows = stream.rowCount
    await assertSameFile(reader, table.name, filenode)
  } catch (error) {
    const state = sqlStateOf(error)
    if (state !== sqlState.undefinedColumn && state !== sqlState.undefinedTable) throw error
    throw new StructureChangedError(table.name, error)
  } finally {
    // who stops in the middle of a copy leaves a session that cannot be used any more
    if (stream !== null && !stream.readableEnded && stream.errored === null) await reader.end()
    else await reader.query('rollback')
  }
}

async function assertSameFile(reader: Client, table: string, filenode: string): Promise<void> {
  const { rows } = await reader.query<{ filenode: string }>({
    text: 'select pg_relation_filenode($1::regclass)::text as filenode',
    values: [quoteName(table)],
  })
  if (rows[0]?.filenode !== filenode) throw new StructureChangedError(table)
}

async function* filesOf(reader: Client, within: <T>(work: () => Promise<T>) => Promise<T>): AsyncGenerator<BackupFile> {
  for (let after = ''; ;) {
    const { rows } = await within(() =>
      reader.query<BackupFile>({
        text: `select storage_key as key, size::float8 as size from fw_file where stored and storage_key > $1
          order by storage_key limit ${filesAtOnce}`,
        values: [after],
      }),
    )
    yield* rows
    if (rows.length < filesAtOnce) return
    after = rows.at(-1)!.key
  }
}

async function readSequences(reader: Client, { sequences }: Structure): Promise<SequenceState[]> {
  const states: SequenceState[] = []
  for (const { name } of sequences) {
    const { rows } = await reader.query<Omit<SequenceState, 'name'>>(
      `select last_value::text as value, is_called as "isCalled" from ${quoteName(name)}`,
    )
    states.push({ name, ...rows[0]! })
  }
  return states
}

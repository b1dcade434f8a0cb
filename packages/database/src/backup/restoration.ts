import { randomBytes } from 'node:crypto'
import { once } from 'node:events'
import { finished } from 'node:stream/promises'
import type { Writable } from 'node:stream'
import { appError, createCatalog, knownFieldsOf } from '@fieldwork/metadata'
import type { Extensions } from '@fieldwork/metadata'
import type { Client, QueryResultRow } from 'pg'
import { from as copyFrom } from 'pg-copy-streams'
import type { Database, Statement } from '../connection/types.ts'
import { loadDocuments } from '../publishing/stored-documents.ts'
import { quoteName } from '../query/sql-text.ts'
import { newestVersion, runPending } from '../system/migrate.ts'
import type { SequenceState } from './backup-source.ts'
import type { Structure, TableStructure } from './structure.ts'

/** A schema beside the workspace's that a backup is loaded into; nobody sees it before it takes the place. */
export interface Restoration {
  schema: string
  structure: Structure
  /** Begins to fill a table; one at a time. */
  table(table: TableStructure): Promise<TableLoad>
  /** Notes a file that was put into the store for this restoration, so that it can be taken out again. */
  noteFile(key: string): Promise<void>
  /** Keys, indexes, references, triggers; `onDone` after each table. */
  complete(sequences: readonly SequenceState[], onDone: (tables: number) => Promise<void>): Promise<void>
  /**
   * Whether this program can work with it: brings the system tables up to its version and compiles the definitions of
   * its own version. Not where the schema is to take the workspace's place. Throws validation_failed.
   */
  tryOut(extensions: Extensions): Promise<void>
  /** Lets go of the schema; without `keep` it is dropped. */
  close(options?: { keep: boolean }): Promise<void>
}

export interface TableLoad {
  write(content: Buffer): Promise<void>
  /** Commits; how many rows there are. */
  end(): Promise<number>
  abort(): Promise<void>
}

const liveKey = 'hashtextextended($1, 11)'
const suffixBytes = 6

/** What restorations of a workspace are called, and what they have replaced. */
const restorationName = (schema: string): string => `${schema}_load_${randomBytes(suffixBytes).toString('hex')}`
export const formerName = (schema: string): string => `${schema}_old_${randomBytes(suffixBytes).toString('hex')}`

/** Files that a restoration brought into the store. */
export const broughtFiles = 'fw_brought_file'

/** Makes the schema with its empty tables. The session that holds it tells others that somebody works on it. */
export async function beginRestoration(db: Database, structure: Structure): Promise<Restoration> {
  const schema = restorationName(db.schema)
  const client = db.createClient()
  client.on('error', (error) => db.log.warn({ error }, 'a restoration lost its session'))
  await client.connect()
  try {
    await client.query(`set statement_timeout = 0; set idle_in_transaction_session_timeout = 0`)
    await client.query(`select pg_advisory_lock(${liveKey})`, [schema])
    await client.query(`create schema ${quoteName(schema)}`)
    await client.query(`set search_path = ${quoteName(schema)}; set check_function_bodies = off`)
    await createAll(client, structure)
  } catch (error) {
    await dropSchema(client, schema)
    await client.end()
    throw error
  }
  return restorationOf(client, { schema, structure })
}

async function createAll(client: Client, { functions, sequences, tables }: Structure): Promise<void> {
  await client.query(`create table ${broughtFiles} (key text primary key)`)
  for (const sql of functions) await client.query(sql)
  for (const { create } of sequences) await client.query(create)
  for (const { create } of tables) await client.query(create)
  for (const { own } of sequences) if (own !== null) await client.query(own)
}

function restorationOf(client: Client, { schema, structure }: Pick<Restoration, 'schema' | 'structure'>): Restoration {
  return {
    schema,
    structure,
    table: (table) => loadTable(client, table),
    async noteFile(key) {
      await client.query({
        text: `insert into ${broughtFiles} (key) values ($1) on conflict do nothing`,
        values: [key],
      })
    },
    complete: (sequences, onDone) => completeTables(client, structure, { sequences, onDone }),
    tryOut: (extensions) => tryOut(client, extensions),
    async close({ keep } = { keep: false }) {
      try {
        if (!keep) {
          await client.query('rollback')
          await dropSchema(client, schema)
        }
      } finally {
        await client.end()
      }
    },
  }
}

async function tryOut(client: Client, extensions: Extensions): Promise<void> {
  const db = { query: <Row extends QueryResultRow>(statement: Statement) => client.query<Row>(statement) }
  const { rows } = await db.query<{ version: number }>({ text: 'select max(version) as version from fw_migration' })
  await client.query('begin')
  await runPending(db)
  await client.query('commit')
  if (rows[0]!.version !== newestVersion()) return
  const { layers, revision } = await loadDocuments(db, [])
  const compiled = createCatalog(layers, { revision, extensions, isKnownField: knownFieldsOf(layers) })
  if ('problems' in compiled) throw appError('validation_failed', {}, compiled.problems)
}

/** Emptied in the transaction that fills it, so that its rows can be stored as old ones that nobody needs to look at again. */
async function loadTable(client: Client, { name, columns }: TableStructure): Promise<TableLoad> {
  await client.query(`begin; truncate ${quoteName(name)}`)
  const into = columns.length === 0 ? '' : ` (${columns.map(quoteName).join(', ')})`
  const text = `copy ${quoteName(name)}${into} from stdin with (format text, freeze true)`
  const sink: Writable & { rowCount: number } = client.query(copyFrom(text))
  const ended = finished(sink)
  // told by the next write or by the end
  ended.catch(toldLater)
  return {
    async write(content) {
      if (sink.errored) throw sink.errored
      if (!sink.write(content)) await Promise.race([once(sink, 'drain'), ended])
    },
    async end() {
      sink.end()
      await ended
      await client.query('commit')
      return sink.rowCount
    },
    async abort() {
      const given = new Error('The restoration was given up')
      sink.destroy(given)
      await ended.catch((error: unknown) => {
        // what the stream has ended with was told before, or is what it was given
        if (error !== given && error !== sink.errored) throw error
      })
    },
  }
}

const toldLater = (): void => {}

interface Completion {
  sequences: readonly SequenceState[]
  onDone: (tables: number) => Promise<void>
}

/** References last, for they want the keys of other tables; then triggers, which shall not count the rows again. */
async function completeTables(client: Client, { tables }: Structure, { sequences, onDone }: Completion): Promise<void> {
  for (const [index, { name, complete }] of tables.entries()) {
    for (const sql of complete) await client.query(sql)
    await client.query(`analyze ${quoteName(name)}`)
    await onDone(index + 1)
  }
  for (const { references } of tables) for (const sql of references) await client.query(sql)
  for (const { triggers } of tables) for (const sql of triggers) await client.query(sql)
  for (const { name, value, isCalled } of sequences)
    await client.query(`select setval($1::regclass, $2::bigint, $3)`, [quoteName(name), value, isCalled])
  await continueIdentities(client)
}

/** Columns that count by themselves have their sequences made with the table: they go on after the last row. */
async function continueIdentities(client: Client): Promise<void> {
  const { rows } = await client.query<{ sql: string }>(
    `select format('select setval(pg_get_serial_sequence(%L, %L), coalesce(max(%I), 0) + 1, false) from %I',
        quote_ident(c.relname), a.attname, a.attname, c.relname) as sql
      from pg_attribute a join pg_class c on c.oid = a.attrelid
      where c.relnamespace = current_schema()::regnamespace and c.relkind = 'r' and a.attidentity <> ''`,
  )
  for (const { sql } of rows) await client.query(sql)
}

/** Table by table: all of them at once could need more locks than the server has. */
export async function dropSchema(client: Pick<Client, 'query'>, schema: string): Promise<void> {
  const { rows } = await client.query<{ name: string }>(
    `select c.relname as name from pg_class c join pg_namespace n on n.oid = c.relnamespace
      where n.nspname = $1 and c.relkind = 'r' order by c.relname`,
    [schema],
  )
  for (const { name } of rows) await client.query(`drop table ${quoteName(schema)}.${quoteName(name)} cascade`)
  await client.query(`drop schema if exists ${quoteName(schema)} cascade`)
}

/** Whether nobody works on the schema; holds it then, to the end of the session. */
export async function takeSchema(client: Pick<Client, 'query'>, schema: string): Promise<boolean> {
  const { rows } = await client.query<{ taken: boolean }>(`select pg_try_advisory_lock(${liveKey}) as taken`, [schema])
  return rows[0]?.taken === true
}

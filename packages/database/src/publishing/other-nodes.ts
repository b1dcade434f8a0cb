import { setTimeout as sleep } from 'node:timers/promises'
import type { Database } from '../connection/types.ts'
import { quoteText } from '../query/sql-text.ts'

/** Where nodes listen to each other. */
export const revisionChannel = (db: Database): string => `fw_${db.schema}`

/** What a message begins with that is only to be confirmed; its number follows. */
const CONFIRM = 'confirm '
/** A node that says nothing for so long hangs or is cut off: others do not wait for it any longer. */
const PATIENCE_MS = 1_000
const FIRST_PAUSE_MS = 1
const LONGEST_PAUSE_MS = 20

/**
 * The name of a connection that listens, which says up to which message it has heard: seen by all in
 * `pg_stat_activity`, gone with the connection, and no table to write to.
 */
const listenerName = (db: Database, node: string, heard: number): string =>
  `fw_heard ${heard} ${node} ${db.schema.slice(0, 30)}`

const others = (db: Database, node: string): string =>
  `select pid, split_part(application_name, ' ', 2)::bigint as heard from pg_stat_activity
    where datname = current_database() and application_name like 'fw_heard %'
      and split_part(application_name, ' ', 4) = ${quoteText(db.schema.slice(0, 30))}
      and split_part(application_name, ' ', 3) <> ${quoteText(node)}`

/** SQL with which a connection begins to listen for a node. */
export const listenSql = (db: Database, node: string): string =>
  `listen "${revisionChannel(db)}"; set application_name = ${quoteText(listenerName(db, node, 0))}`

/** SQL with which a listener says that it has heard a message and all those before it; null: not such a message. */
export function confirmSql(db: Database, node: string, message: string): string | null {
  const number = Number(message.slice(CONFIRM.length))
  if (!message.startsWith(CONFIRM) || !Number.isSafeInteger(number)) return null
  return `set application_name = ${quoteText(listenerName(db, node, number))}`
}

/**
 * Waits until every other node that listens has heard of all that was committed before. PostgreSQL tells listeners a
 * moment after the commit, and without this a request that follows the answer at once could be there sooner. Nodes that
 * do not listen ask the database with every request anyway.
 */
export async function heardByOthers(db: Database, node: string): Promise<void> {
  const { rows } = await db.query<{ mark: number; pids: number[] }>({
    text: `with listener as materialized (${others(db, node)}),
      mark as materialized (select nextval('fw_heard') as mark where exists (select from listener))
      select mark::float8 as mark, array(select pid from listener) as pids,
        pg_notify(${quoteText(revisionChannel(db))}, ${quoteText(CONFIRM)} || mark) from mark`,
  })
  const [asked] = rows
  if (!asked) return
  const end = performance.now() + PATIENCE_MS
  for (let pause = FIRST_PAUSE_MS; ; pause = Math.min(pause * 2, LONGEST_PAUSE_MS)) {
    await sleep(pause)
    const text = `select from (${others(db, node)}) l where heard < $1 and pid = any($2::int[]) limit 1`
    const { rowCount } = await db.query({ text, values: [asked.mark, asked.pids] })
    if (rowCount === 0) return
    if (performance.now() > end) return db.log.warn({ mark: asked.mark }, 'another node does not say that it has heard')
  }
}

import { setTimeout as sleep } from 'node:timers/promises'
import type { LocalizedText } from '@fieldwork/fields'
import { appError } from '@fieldwork/metadata'
import { sqlState, sqlStateOf } from '../connection/sql-state.ts'
import type { Database, Queryable, Transaction } from '../connection/types.ts'
import { writeOperations } from '../operation-log/write-operations.ts'
import type { NewLoggedOperation } from '../operation-log/operation.ts'
import { recordRevision } from '../publishing/revision-history.ts'
import { revisionChannel } from '../publishing/other-nodes.ts'
import { quoteName } from '../query/sql-text.ts'
import { runPending } from '../system/migrate.ts'
import { broughtFiles, formerName } from './restoration.ts'
import type { Restoration } from './restoration.ts'

export interface ReplaceInput {
  restoration: Pick<Restoration, 'schema'>
  /** who wants it; null: the operator */
  actor: string | null
  /** of the revision */
  words: LocalizedText
  /** what the operation log tells of it */
  operation: NewLoggedOperation
  /** throws when the task that does it is somebody else's by now */
  fence?: ((tx: Queryable) => Promise<void>) | undefined
  /** commits with it, in what is the workspace then */
  alongside?: ((tx: Queryable) => Promise<void>) | undefined
  /** aborted: it is not wanted any more; what is replaced already stays */
  signal?: AbortSignal | undefined
  /** in milliseconds; default 120,000 */
  patienceMs?: number
}

export interface Replaced {
  revision: number
  /** the schema that holds what was there before; null: nothing was */
  former: string | null
}

const longestLockMs = 3_000

/**
 * Lets a restoration take the workspace's place in one transaction: everything is as in the backup, or as before.
 * Whoever is writing finishes first; what he compiled for the former state is refused by the revision from then on.
 * Operations, log-ins, the list of backups with their schedule and ended tokens are not taken back.
 *
 * @throws busy when the tables stay in use
 */
export async function replaceWorkspace(db: Database, input: ReplaceInput): Promise<Replaced> {
  const deadline = Date.now() + (input.patienceMs ?? 120_000)
  for (let attempt = 0; ; attempt++) {
    input.signal?.throwIfAborted()
    try {
      return await db.transaction((tx) => replaceIn(tx, db, { ...input, attempt }), { retries: 0 })
    } catch (error) {
      if (!isBusy(error)) throw error
      const holders = { en: 'long queries or transactions', 'zh-CN': '长时间的查询或事务' }
      if (Date.now() > deadline) throw appError('busy', { holders })
      await sleep(50 + Math.random() * 200)
    }
  }
}

const busyStates: ReadonlySet<string> = new Set([sqlState.lockNotAvailable, sqlState.deadlockDetected])
const isBusy = (error: unknown): boolean => busyStates.has(sqlStateOf(error) ?? '')

async function replaceIn(tx: Transaction, db: Database, input: ReplaceInput & { attempt: number }): Promise<Replaced> {
  const { restoration, attempt, fence } = input
  const former = (await exists(tx, db.schema)) ? formerName(db.schema) : null
  const live = quoteName(db.schema)
  const lockMs = Math.min(longestLockMs, 100 * (attempt + 1))
  await tx.query({ text: `set local statement_timeout = 0; set local lock_timeout = '60s'` })
  for (const what of ['migrate', 'publish'])
    await tx.query({
      text: 'select pg_advisory_xact_lock(hashtextextended($1, 0))',
      values: [`${db.schema}:${what}`],
    })
  await fence?.(tx)
  if (former !== null) {
    await tx.query({ text: `set local lock_timeout = ${lockMs}` })
    await lockAll(tx, db.schema)
    await tx.query({ text: `alter schema ${live} rename to ${quoteName(former)}` })
  }
  await tx.query({ text: `alter schema ${quoteName(restoration.schema)} rename to ${live}` })
  await tx.query({ text: `drop table ${broughtFiles}` })
  await runPending(tx)
  await tx.query({ text: keepFromSendingAgain, values: [JSON.stringify(restoredWords)] })
  if (former !== null) await carryOver(tx, quoteName(former))
  await writeOperations(tx, [input.operation])
  await input.alongside?.(tx)
  const { actor, words: message } = input
  await tx.query({ text: `select pg_notify($1, 'everybody')`, values: [revisionChannel(db)] })
  const revision = await recordRevision(tx, revisionChannel(db), { actor, message, changes: [], releases: [] })
  return { revision, former }
}

/** What was on its way out when the backup was taken has gone out since, or is out of date. */
const keepFromSendingAgain = `
update fw_delivery set state = 'skipped', error = $1 where state = 'queued'`
const restoredWords = {
  code: 'restored',
  message: {
    en: 'It was on its way when the backup was taken that this workspace was restored from',
    'zh-CN': '恢复备份前该消息已在发送中，为避免重复未再次发送',
  },
}

async function exists(tx: Queryable, schema: string): Promise<boolean> {
  const { rowCount } = await tx.query({ text: 'select from pg_namespace where nspname = $1', values: [schema] })
  return rowCount !== 0
}

/** From then on nobody writes what would be lost, and nobody is in the middle of it. */
async function lockAll(tx: Queryable, schema: string): Promise<void> {
  const { rows } = await tx.query<{ name: string }>({
    text: `select format('%I.%I', $1::text, c.relname) as name from pg_class c join pg_namespace n on n.oid = c.relnamespace
      where n.nspname = $1 and c.relkind = 'r' order by c.relname`,
    values: [schema],
  })
  await tx.query({ text: `lock table ${rows.map(({ name }) => name).join(', ')} in access exclusive mode` })
}

const operationColumns =
  'at, until, times, action, outcome, actor, account, address, session, object, record_id, rows, details'

/** What a restoration does not take back, for it tells of people and of this installation, not of the business. */
async function carryOver(tx: Queryable, former: string): Promise<void> {
  const statements = [
    `insert into fw_operation (${operationColumns}) select ${operationColumns} from ${former}.fw_operation o
      where not exists (select from fw_operation n where n.id = o.id and n.at = o.at and n.action = o.action) order by o.id`,
    `insert into fw_login select * from ${former}.fw_login on conflict (id) do nothing`,
    `update fw_login l set ended_at = o.ended_at, ended_by = o.ended_by from ${former}.fw_login o
      where o.id = l.id and l.ended_at is null and o.ended_at is not null`,
    `insert into fw_backup select * from ${former}.fw_backup on conflict (id) do nothing`,
    `insert into fw_setting (key, value, updated_at) select key, value, updated_at from ${former}.fw_setting
      where key = 'backup' on conflict (key) do update set value = excluded.value, updated_at = excluded.updated_at`,
    `update fw_token t set revoked_at = o.revoked_at from ${former}.fw_token o
      where o.id = t.id and o.revoked_at is not null and t.revoked_at is null`,
    `update fw_revision set revision = greatest(revision, (select revision from ${former}.fw_revision))`,
    `update fw_acl set epoch = greatest(epoch, (select epoch from ${former}.fw_acl)) + 1`,
  ]
  for (const text of statements) await tx.query({ text })
}

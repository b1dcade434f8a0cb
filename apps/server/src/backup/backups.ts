import type { Readable } from 'node:stream'
import {
  cancelTask,
  changeBackup,
  clearLeftovers,
  closeBroken,
  enqueueTask,
  expiredBackups,
  forgetBackup,
  getBackup,
  noteBackup,
  nudgeTasks,
  writeOperations,
} from '@fieldwork/database'
import type {
  BackupInfo,
  BackupReason,
  Database,
  NewLoggedOperation,
  TaskContext,
  TaskHandler,
  Transaction,
} from '@fieldwork/database'
import { AppError, appError } from '@fieldwork/metadata'
import type { Extensions } from '@fieldwork/metadata'
import type { ByteRange, FileStore } from '@fieldwork/records'
import type { Config } from '../config.ts'
import { say } from '../errors.ts'
import type { Sealer } from '../identity/sealing.ts'
import { backupKey, clearBrokenBackups } from '../setup/stores.ts'
import { restoreBackup } from './restore-backup.ts'
import { takeBackup } from './take-backup.ts'
import { verifyBackup } from './verify-backup.ts'

/** What the operation log tells of who asks. */
export type BackupCall = Omit<NewLoggedOperation, 'action' | 'outcome'>

export interface BackupsDeps {
  config: Pick<Config, 's3' | 'dataDir' | 'workspaceName'>
  db: Database
  /** the workspace's files */
  files: FileStore
  /** where backups are kept */
  store: FileStore
  sealer: Sealer
  /** what definitions can speak of */
  extensions: Extensions
  /** brings packages of a restored workspace up to those of this program */
  upgrade(): Promise<void>
}

interface StartInput {
  reason: BackupReason
  note?: string | null
  passphrase: string | null
  withFiles: boolean
  due?: Date | null
  call: BackupCall
}

/** The backups of this installation; one piece of work at a time. */
export interface Backups {
  /** Begins a backup; its id, or null where the one of that moment is made by another node. Throws backup_busy. */
  start(input: StartInput): Promise<string | null>
  /** Throws backup_busy, backup_unfinished, not_found. */
  verify(id: string, input: { passphrase: string | null; kind: 'file' | 'database'; call: BackupCall }): Promise<void>
  /** Throws backup_busy, backup_unfinished, not_found. `keep`: makes a backup of the present state first. */
  restore(id: string, input: { passphrase: string | null; keep: boolean; call: BackupCall }): Promise<void>
  /** Stops what is done to it. Throws task_state, not_found. */
  cancel(id: string): Promise<void>
  /** Deletes it with its file. Throws backup_busy, not_found. */
  remove(id: string, call: BackupCall): Promise<void>
  /** its file or a part of it. Throws backup_unfinished. */
  content(backup: BackupInfo, range?: ByteRange): Promise<Readable>
  /** Deletes backups of the schedule beyond what it keeps. */
  expire(limits: { keep: number | null; days: number | null }): Promise<void>
  /** Removes what restorations left that were broken off. */
  clear(): Promise<void>
  handlers: TaskHandler[]
}

interface TaskArgs {
  backup: string
  /** sealed */
  passphrase: string | null
  call: BackupCall
  kind?: 'file' | 'database'
  keep?: boolean
}

const KEY = 'backup'
const REPORT_MS = 1_000
const purposeOf = (id: string): string => `backup ${id}`

export function createBackups(deps: BackupsDeps): Backups {
  const { db, store, files, sealer } = deps
  const seal = (id: string, text: string | null) => text && sealer.seal(text, purposeOf(id))

  async function work(kind: Work, id: string, args: Omit<TaskArgs, 'backup'>): Promise<void> {
    await alone(db, async (tx) => {
      const { storageKey, state } = await getBackup(tx, id)
      if (storageKey === null || state !== 'done') throw appError('backup_unfinished', { state })
      await begin(kind, id, args, tx)
    })
    nudgeTasks(db)
  }

  return {
    async start({ passphrase, withFiles, call, ...rest }) {
      const made = await alone(db, async (tx) => {
        const noted = { ...rest, actor: call.actor, encrypted: passphrase !== null, withFiles }
        const id = await noteBackup(tx, noted)
        if (id !== null) await begin('make', id, { passphrase: seal(id, passphrase), call }, tx)
        return id
      })
      nudgeTasks(db)
      return made
    },
    verify: (id, { passphrase, kind, call }) => work('verify', id, { passphrase: seal(id, passphrase), kind, call }),
    restore: (id, { passphrase, keep, call }) => work('restore', id, { passphrase: seal(id, passphrase), keep, call }),
    async cancel(id) {
      const { work: current, state } = await getBackup(db, id)
      if (current === null) throw appError('task_state', { state })
      await cancelTask(db, current.id)
      nudgeTasks(db)
    },
    async remove(id, call) {
      await alone(db, async (tx) => {
        const { storageKey, content } = await getBackup(tx, id)
        if (storageKey !== null) await store.delete(storageKey)
        await forgetBackup(tx, id)
        await writeOperations(tx, [
          { ...call, action: 'backup_delete', outcome: 'done', details: { backup: id, moment: content?.moment } },
        ])
      })
    },
    async content({ storageKey, state }, range) {
      return openFile(store, { storageKey, state }, range)
    },
    async expire(limits) {
      for (const { id, storageKey } of await expiredBackups(db, limits)) {
        if (storageKey !== null) await store.delete(storageKey)
        await forgetBackup(db, id)
      }
    },
    async clear() {
      await clearLeftovers(db, (key) => files.delete(key))
      await closeAll(deps, null)
    },
    handlers: [makeHandler(deps), verifyHandler(deps), restoreHandler(deps)] as TaskHandler[],
  }
}

type Work = 'make' | 'verify' | 'restore'

const labels = {
  make: say('Back up the workspace', '备份工作区'),
  verify: say('Test a backup', '校验备份'),
  restore: say('Restore a backup', '恢复备份'),
}

async function begin(kind: Work, id: string, args: Omit<TaskArgs, 'backup'>, tx: Transaction): Promise<void> {
  const task = { kind: `backup.${kind}`, key: KEY, label: labels[kind], actor: args.call.actor }
  await changeBackup(tx, id, { task: await enqueueTask(tx, { ...task, args: { backup: id, ...args } }) })
}

/** One after the other, and only while nothing is under way. Throws backup_busy. */
async function alone<T>(db: Database, begin: (tx: Transaction) => Promise<T>): Promise<T> {
  return db.transaction(async (tx) => {
    await tx.query({ text: 'select pg_advisory_xact_lock(hashtextextended($1, 0))', values: [`${db.schema}:backups`] })
    const { rowCount } = await tx.query({
      text: `select from fw_task where key = $1 and state in ('queued', 'running') limit 1`,
      values: [KEY],
    })
    if (rowCount !== 0) throw appError('backup_busy')
    return begin(tx)
  })
}

const opened = ({ sealer }: BackupsDeps, { backup, passphrase }: TaskArgs): string | null =>
  passphrase === null ? null : sealer.open(passphrase, purposeOf(backup))

/** Not more often than people look. */
function throttled(report: (done: number, total: number) => Promise<void>) {
  let last = 0
  return async (done: number, total: number): Promise<void> => {
    if (Date.now() - last < REPORT_MS) return
    last = Date.now()
    await report(done, total)
  }
}

interface MakeInput {
  id: string
  passphrase: string | null
  withFiles: boolean
  call: BackupCall
  signal: AbortSignal
  report(done: number, total: number): Promise<void>
}

async function make(deps: BackupsDeps, { id, passphrase, withFiles, call, signal, report }: MakeInput): Promise<void> {
  const { db, files, store, config } = deps
  const storageKey = backupKey({ schema: db.schema, id, sealed: passphrase !== null })
  await clearBrokenBackups(config)
  await changeBackup(db, id, { state: 'running', started_at: 'now', error: null, storage_key: storageKey })
  try {
    const { content, size, sha256 } = await takeBackup({
      db,
      files,
      passphrase,
      withFiles,
      workspace: config.workspaceName,
      keep: (stream) => store.put(storageKey, stream, null),
      signal,
      onProgress: throttled(report),
    })
    await changeBackup(db, id, { state: 'done', finished_at: 'now', content, size, sha256 })
    const details = { ...call.details, backup: id, size, moment: content.moment }
    await writeOperations(db, [{ ...call, action: 'backup', outcome: 'done', rows: content.rows, details }])
  } catch (error) {
    if (!signal.aborted) {
      await changeBackup(db, id, { state: 'failed', finished_at: 'now', error: wordsOf(error), storage_key: null })
      await noteFailure(db, { ...call, action: 'backup', details: { ...call.details, backup: id } }, error)
    }
    throw error
  }
}

const wordsOf = (error: unknown) => {
  if (error instanceof AppError) return { code: error.code, message: error.localized }
  const reason = error instanceof Error ? error.message : String(error)
  return { code: 'internal_error', message: say(`It stopped with: ${reason}`, `已中止：${reason}`) }
}

async function noteFailure(
  db: Database,
  operation: Omit<NewLoggedOperation, 'outcome'>,
  error: unknown,
): Promise<void> {
  const { code, message } = wordsOf(error)
  const details = { ...operation.details, code, reason: message.en }
  await writeOperations(db, [{ ...operation, outcome: 'failed', details }])
}

function makeHandler(deps: BackupsDeps): TaskHandler<TaskArgs> {
  const { db, store } = deps
  return {
    kind: 'backup.make',
    async run({ args, signal, report }) {
      const { with_files: withFiles } = await getBackup(db, args.backup)
      await make(deps, {
        id: args.backup,
        passphrase: opened(deps, args),
        withFiles,
        call: args.call,
        signal,
        report: (done, total) => report(done, total),
      })
    },
    async cancel({ args: { backup, call } }) {
      const { storageKey } = await getBackup(db, backup)
      if (storageKey !== null) await store.delete(storageKey)
      await changeBackup(db, backup, { state: 'cancelled', finished_at: 'now', storage_key: null })
      await writeOperations(db, [
        { ...call, action: 'backup', outcome: 'cancelled', details: { ...call.details, backup } },
      ])
    },
  }
}

function verifyHandler(deps: BackupsDeps): TaskHandler<TaskArgs> {
  const { db, store, extensions } = deps
  return {
    kind: 'backup.verify',
    async run({ args, signal, report }) {
      const backup = await getBackup(db, args.backup)
      const verified = await verifyBackup({
        db,
        open: () => openFile(store, backup),
        passphrase: opened(deps, args),
        kind: args.kind ?? 'database',
        extensions,
        signal,
        onProgress: (tables) => report(tables, backup.content?.tables ?? null),
      })
      await changeBackup(db, args.backup, { verified })
      const outcome = verified.ok ? ('done' as const) : ('failed' as const)
      const details = { ...args.call.details, backup: args.backup, reason: verified.message?.en }
      await writeOperations(db, [{ ...args.call, action: 'backup_verify', outcome, rows: verified.rows, details }])
    },
  }
}

async function openFile(
  store: FileStore,
  { storageKey, state }: Pick<BackupInfo, 'storageKey' | 'state'>,
  range?: ByteRange,
): Promise<Readable> {
  if (storageKey === null) throw appError('backup_unfinished', { state })
  const content = await store.get(storageKey, range)
  if (content === null) throw appError('backup_lost')
  return content
}

/** Backups that the task was making, or that nobody makes any more, do not stay under way. */
async function closeAll(
  { db, store }: BackupsDeps,
  task: string | null,
  state: 'failed' | 'cancelled' = 'failed',
): Promise<void> {
  const words = say('It was broken off before it was complete', '在完成前中断')
  const error = state === 'failed' ? { code: 'interrupted', message: words } : null
  for (const key of await closeBroken(db, { task, state, error })) await store.delete(key)
}

/** One that was broken off is not begun again by itself: a person decides. */
function restoreHandler(deps: BackupsDeps): TaskHandler<TaskArgs> {
  const { db, files, store } = deps
  const clear = () => clearLeftovers(db, (key) => files.delete(key))

  async function restore(context: TaskContext<TaskArgs>): Promise<void> {
    const { args, signal, report, fence } = context
    const backup = await getBackup(db, args.backup)
    const passphrase = opened(deps, args)
    const total = backup.content?.tables ?? null
    await report(0, total, { begun: true })
    if (args.keep) await keepPresent(deps, context, passphrase)
    await restoreBackup({
      db,
      files,
      open: () => openFile(store, backup),
      passphrase,
      actor: args.call.actor,
      call: { ...args.call, details: { ...args.call.details, backup: args.backup } },
      fence,
      alongside: (tx) => changeBackup(tx, args.backup, { restored_at: 'now', task: null }),
      signal,
      onProgress: async (step, tables) => {
        if (step === 'loaded') await report(tables, total)
      },
    })
    await upgradeAfter(deps, args.call)
  }

  return {
    kind: 'backup.restore',
    async run(context) {
      const { args, cursor, signal } = context
      try {
        if (cursor !== null) throw appError('restore_interrupted')
        await restore(context)
      } catch (error) {
        await clear()
        await closeAll(deps, context.id, signal.aborted ? 'cancelled' : 'failed')
        if (!signal.aborted) {
          const details = { ...args.call.details, backup: args.backup }
          await noteFailure(db, { ...args.call, action: 'restore', details }, error)
        }
        throw error
      }
    },
    async cancel({ id, args: { backup, call } }) {
      await clear()
      await closeAll(deps, id, 'cancelled')
      await writeOperations(db, [
        { ...call, action: 'restore', outcome: 'cancelled', details: { ...call.details, backup } },
      ])
    },
  }
}

/** What is about to be replaced can be brought back, with the same passphrase. */
async function keepPresent(
  deps: BackupsDeps,
  { id: task, args, signal, report }: TaskContext<TaskArgs>,
  passphrase: string | null,
): Promise<void> {
  const call = { ...args.call, details: { ...args.call.details, before: args.backup } }
  const noted = { actor: call.actor, encrypted: passphrase !== null, withFiles: true }
  const id = await noteBackup(deps.db, { reason: 'restore', ...noted })
  if (id === null) throw new Error('A backup without a moment of the schedule was not noted')
  await changeBackup(deps.db, id, { task })
  // that it is not wanted any more shows when something is noted
  await make(deps, { id, passphrase, withFiles: true, call, signal, report: () => report(0) })
  await changeBackup(deps.db, id, { task: null })
}

/** The workspace is restored by then; what an upgrade wants confirmed waits for the next start. */
async function upgradeAfter({ db, upgrade }: BackupsDeps, call: BackupCall): Promise<void> {
  try {
    await upgrade()
  } catch (error) {
    db.log.error({ error }, 'the packages of a restored workspace could not be upgraded')
    await noteFailure(db, { ...call, action: 'restore_upgrade' }, error)
  }
}

import { Readable } from 'node:stream'
import { getTask, getTaskCursor } from '@fieldwork/database'
import type { Database, NewLoggedOperation, TaskContext, TaskHandler, TaskInfo } from '@fieldwork/database'
import { AppError } from '@fieldwork/metadata'
import type { PrintedFile, Printer } from '@fieldwork/print'
import type { Actor, Files, OpenFile, Records } from '@fieldwork/records'
import { refuse } from '../errors.ts'
import type { OperationLog } from '../operation-log/index.ts'

export const PRINT = 'records.print'
/** what it costs to tell is not worth more */
const REPORT_MS = 300

export interface PrintArgs {
  object: string
  /** in this order */
  ids: string[]
  /** null: for each record the first that fits */
  template: string | null
  /** of labels and texts; null: as the templates say */
  language: 'en' | 'zh-CN' | null
  /** who prints: with his rights, in his language, from where he called */
  actor: string
  locale: 'en' | 'zh-CN'
  call: Pick<NewLoggedOperation, 'account' | 'address' | 'session'>
  /** what the token by which it was begun is limited to */
  scope?: Actor['scope']
}

/** The file that was made. */
interface Cursor {
  file: string
}

interface PrintDeps {
  records(): Records
  files(): Files
  printer(): Printer
  operationLog(): OperationLog
  freshActor(actor: Actor): Promise<Actor>
}

/** Prints records into one file, which is his who asked for it until it is swept away. */
export function printHandler(deps: PrintDeps): TaskHandler<PrintArgs, Cursor> {
  return {
    kind: PRINT,
    async run(task) {
      if (task.cursor) return
      const actor = await actorOf(deps, task.args)
      try {
        await print(deps, task, actor)
      } catch (error) {
        if (error instanceof AppError) await writeDown(deps, task.args, { outcome: 'failed', code: error.code })
        throw error
      }
    },
    cancel: (task) => writeDown(deps, task.args, { outcome: 'cancelled' }),
  }
}

function actorOf({ freshActor }: PrintDeps, { actor: id, locale, scope }: PrintArgs): Promise<Actor> {
  return freshActor({ id, username: '', name: '', roles: [], administrator: false, locale, scope })
}

async function print(deps: PrintDeps, task: TaskContext<PrintArgs, Cursor>, actor: Actor): Promise<void> {
  const { object, ids, template, language } = task.args
  let told = 0
  await task.report(0, ids.length)
  const printed = await deps.printer().print(deps.records(), actor, {
    object,
    ids,
    template: template ?? undefined,
    locale: language ?? undefined,
    async follow(done) {
      task.signal.throwIfAborted()
      if (Date.now() - told < REPORT_MS) return
      told = Date.now()
      await task.report(done, ids.length)
    },
  })
  const { name, content } = printed
  const kept = { name, type: 'application/pdf', content: Readable.from([content]) }
  const { id: file } = await deps.files().upload(actor, kept)
  task.signal.throwIfAborted()
  // the line stands before the file is given
  await writeDown(deps, task.args, { outcome: 'done', printed })
  await task.report(ids.length, ids.length, { file })
}

interface Outcome {
  outcome: 'done' | 'failed' | 'cancelled'
  code?: string
  printed?: PrintedFile
}

async function writeDown(
  { operationLog }: PrintDeps,
  { object, ids, actor, call }: PrintArgs,
  { outcome, code, printed }: Outcome,
): Promise<void> {
  const used = printed && { templates: printed.templates, fields: printed.fields }
  const details = { format: 'pdf', ids, ...(code !== undefined && { code }), ...used }
  await operationLog().write({ ...call, actor, action: 'print', outcome, object, rows: ids.length, details })
}

/**
 * Printing of several records as its task, for who has begun it.
 *
 * @throws not_found
 */
export async function printTaskOf(db: Database, actor: Actor, id: string): Promise<TaskInfo> {
  const task = await getTask(db, id)
  if (task.kind !== PRINT || task.actor?.id !== actor.id) throw refuse('not_found', { name: id })
  return task
}

/** What was made; null: nothing yet, or it has been swept away. */
export async function printedFileOf(
  { db, files }: { db: Database; files: Files },
  actor: Actor,
  id: string,
): Promise<OpenFile | null> {
  const cursor = (await getTaskCursor(db, id)) as Cursor | null
  if (!cursor) return null
  try {
    return await files.open(actor, cursor.file)
  } catch (error) {
    if (error instanceof AppError && error.code === 'not_found') return null
    throw error
  }
}

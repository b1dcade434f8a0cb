import { setTimeout as sleep } from 'node:timers/promises'
import { appError } from '@fieldwork/metadata'
import { buildIndex, dropIfInvalid } from '../schema/build-index.ts'
import type { ColumnChange, Losses } from '../schema/column-change.ts'
import { addUncheckedForeignKey, validateForeignKey } from '../schema/ddl.ts'
import { abandonColumn, fillBatch, prepareColumn } from '../schema/fill-column.ts'
import { constraintName } from '../schema/names.ts'
import { withLongSession } from '../schema/run-alone.ts'
import type { TaskContext, TaskHandler } from '../tasks/task.ts'
import { quoteName } from '../query/sql-text.ts'
import type { RevisionRequest } from './commit-revision.ts'
import { applyPending } from './defer-changes.ts'
import type { DocumentChange } from './stored-documents.ts'
import { typeTaskKind } from './type-task.ts'
import type { TypeTaskArgs } from './type-task.ts'

/** Which change the task is at, and the last row it has filled there. */
interface Place {
  change: number
  last: string | null
  done: number
}

type Context = TaskContext<TypeTaskArgs, Place>

/** Publishes what the task has prepared; `fence` belongs into its transaction. */
export type Finish = (request: RevisionRequest) => Promise<unknown>

/**
 * Moves fields to columns of another type: adds the column, keeps it right by a trigger, fills it in batches, builds
 * its indexes, and publishes the change when only the switch is left.
 */
export function createChangeTypeHandler(finish: Finish): TaskHandler<TypeTaskArgs, Place> {
  return {
    kind: typeTaskKind,
    async run(context) {
      const { db, args } = context
      for (const change of args.changes) await prepareColumn(db, args.schema, change)
      await fillColumns(context)
      for (const change of args.changes) await connectColumn(context, change)
      for (const change of args.changes) await assertNoMoreLosses(context, change)
      context.signal.throwIfAborted()
      await finish(requestOf(context))
    },
    async cancel({ db, args, signal }) {
      for (const change of args.changes) {
        for (const index of change.indexes) {
          await dropIfInvalid(db, { schema: args.schema, table: change.table, index, column: change.to.name }, signal)
        }
        await abandonColumn(db, args.schema, change)
      }
    },
  }
}

const smallestBatch = 50
const largestBatch = 2_000
/** rows that a batch holds are not to be waited for any longer */
const batchMs = 40

async function fillColumns(context: Context): Promise<void> {
  const { db, args, step, signal } = context
  const total = await countRows(context)
  let place: Place | null = context.cursor ?? { change: 0, last: null, done: 0 }
  let size = 200
  while (place !== null && place.change < args.changes.length) {
    signal.throwIfAborted()
    const start = performance.now()
    const at: Place = place
    let next: Place = at
    await step(async (tx) => {
      const filled = await fillBatch(tx, args.schema, { change: args.changes[at.change]!, after: at.last, size })
      next =
        filled === null
          ? { change: at.change + 1, last: null, done: at.done }
          : { change: at.change, last: filled.last, done: at.done + filled.rows }
      return { done: next.done, total: Math.max(total, next.done), cursor: next }
    })
    place = next
    const ms = performance.now() - start
    size = Math.round(Math.min(largestBatch, Math.max(smallestBatch, (size * batchMs) / ms), size * 2))
    // leaves the disk and the processors to others for as long again
    await sleep(Math.min(ms, batchMs))
  }
  db.log.info({ task: context.id }, 'columns are filled')
}

async function countRows({ db, args }: Context): Promise<number> {
  let total = 0
  for (const { table } of args.changes) {
    const { rows } = await db.query<{ count: number }>({
      text: `select greatest(reltuples, 0)::float8 as count from pg_class where oid = $1::regclass`,
      values: [`${quoteName(args.schema)}.${quoteName(table)}`],
    })
    total += rows[0]?.count ?? 0
  }
  return total
}

/** Indexes and the foreign key of the other column, without keeping anybody out. */
async function connectColumn(context: Context, change: ColumnChange): Promise<void> {
  const { db, args, signal } = context
  const { table, to } = change
  for (const index of change.indexes) {
    await buildIndex(context, { schema: args.schema, table, index, column: to.name }, async () => undefined)
  }
  if (to.reference === null) return
  const name = constraintName('foreignKey', table, to.name)
  await withLongSession(db, signal, async (session) => {
    const { rowCount } = await session.query({
      text: 'select from pg_constraint where conrelid = $1::regclass and conname = $2',
      values: [`${quoteName(args.schema)}.${quoteName(table)}`, name],
    })
    const column = { ...to, default: null, notNull: false, unique: false, indexed: false, field: null }
    await session.query({ text: `set lock_timeout = ${100}` })
    if (rowCount === 0) await session.query({ text: addUncheckedForeignKey(args.schema, table, column) })
    await session.query({ text: 'set lock_timeout = 0' })
    await session.query({ text: validateForeignKey(args.schema, table, name) })
  })
}

/** Values that came meanwhile may not fit either: nobody agreed to lose those. */
async function assertNoMoreLosses({ db, signal }: Context, { losses, allowed, field }: ColumnChange): Promise<void> {
  const found = await withLongSession(db, signal, async (session) => {
    const { rows } = await session.query<Losses & Record<string, unknown>>({ text: losses })
    return rows[0]!
  })
  const isHarmless = allowed.lost === 0 && allowed.rounded === 0
  if (!isHarmless || (found.lost === 0 && found.rounded === 0)) return
  const message = {
    en: `${found.lost} rows do not fit the new type of ${field} and ${found.rounded} would be rounded: they were written while the task ran. Correct them and retry, or cancel the task and publish again`,
    'zh-CN': `字段 ${field} 有 ${found.lost} 行数据无法转换为新类型，${found.rounded} 行将被四舍五入：这些数据是任务执行期间写入的。请修正后重试，或取消任务后重新发布`,
  }
  throw appError('validation_failed', {}, [{ code: 'values_do_not_fit', message, params: { field, ...found } }])
}

function requestOf({ id, args, fence }: Context): RevisionRequest {
  const { message, actor, reverts } = args
  const pending = JSON.parse(args.pending) as DocumentChange[]
  return {
    edit: (layers) => applyPending(layers, pending),
    confirm: true,
    message,
    actor,
    finishing: { id, fence },
    ...(reverts !== null && { reverts }),
  }
}

import { setTimeout as sleep } from 'node:timers/promises'
import { appError } from '@fieldwork/metadata'
import type { AppError } from '@fieldwork/metadata'
import { sqlState, sqlStateOf } from '../connection/sql-state.ts'
import type { Database, Queryable } from '../connection/types.ts'
import type { TaskContext, TaskHandler } from '../tasks/task.ts'
import { quoteName } from '../query/sql-text.ts'
import { indexTaskKind } from './background.ts'
import type { IndexTaskArgs } from './background.ts'
import { createIndexConcurrently } from './ddl.ts'
import { patiently } from './fill-column.ts'
import { withLongSession } from './run-alone.ts'
import { dropGuard } from './unique-guard.ts'
import { uniqueKeySql } from './unique-key.ts'

/** Shown of values that are not unique; more would only hide the first. */
const maxDuplicates = 20
const progressMs = 500

/**
 * Builds an index while everybody goes on reading and writing. A guard keeps uniqueness from the publish on until the
 * index does; where the rows contradict it all the same, the task fails with their values.
 */
export const buildIndexHandler: TaskHandler<IndexTaskArgs> = {
  kind: indexTaskKind,
  async run(context) {
    await buildIndex(context, context.args, (done) => context.report(done, 100))
    await leaveToIndex(context)
  },
  async cancel(context) {
    await dropIfInvalid(context.db, context.args, context.signal)
    await leaveToIndex(context)
  },
}

async function leaveToIndex({ db, args }: Pick<TaskContext<IndexTaskArgs>, 'db' | 'args'>): Promise<void> {
  if (!args.index.unique) return
  await patiently(db, async (tx) => {
    await tx.query({ text: dropGuard(args) })
  })
}

/** Which index, and the column a uniqueness is about. */
export type IndexInput = Pick<IndexTaskArgs, 'schema' | 'table' | 'index' | 'column' | 'alike' | 'keys'>

/** @param report in hundredths */
export async function buildIndex(
  { db, signal }: Pick<TaskContext, 'db' | 'signal'>,
  args: IndexInput,
  report: (done: number) => Promise<void>,
): Promise<void> {
  if ((await stateOf(db, args)) === 'valid') return
  await dropIfInvalid(db, args, signal)
  try {
    await withLongSession(db, signal, async (session) => {
      const building = session.query({ text: createIndexConcurrently(args.schema, args.table, args.index) })
      await Promise.all([building, followProgress(db, { pid: session.pid, building, report })])
    })
  } catch (error) {
    if (sqlStateOf(error) !== sqlState.uniqueViolation) throw error
    await dropIfInvalid(db, args, signal)
    throw await duplicatesError(db, args)
  }
}

async function stateOf(db: Queryable, { schema, index }: IndexInput): Promise<'absent' | 'invalid' | 'valid'> {
  const { rows } = await db.query<{ valid: boolean }>({
    text: `select x.indisvalid and x.indisready as valid from pg_index x where x.indexrelid = to_regclass($1)`,
    values: [`${quoteName(schema)}.${quoteName(index.name)}`],
  })
  if (rows[0] === undefined) return 'absent'
  return rows[0].valid ? 'valid' : 'invalid'
}

/** What a build that failed or was stopped left behind: useless, but kept up to date by every write. */
export async function dropIfInvalid(db: Database, args: IndexInput, signal: AbortSignal): Promise<void> {
  if ((await stateOf(db, args)) !== 'invalid') return
  await withLongSession(db, signal, (session) =>
    session.query({
      text: `drop index concurrently if exists ${quoteName(args.schema)}.${quoteName(args.index.name)}`,
    }),
  )
}

interface Following {
  pid: number
  building: Promise<unknown>
  report(done: number): Promise<void>
}

async function followProgress(db: Database, { pid, building, report }: Following): Promise<void> {
  const ended = building.then(
    () => 'ended',
    () => 'ended',
  )
  for (;;) {
    const done = await progressOf(db, pid)
    if (done !== null) await report(done)
    if ((await Promise.race([ended, sleep(progressMs)])) === 'ended') return
  }
}

/** Where the phases of PostgreSQL's `create index concurrently` begin, in hundredths of the whole. */
const phaseStarts: [phase: string, start: number][] = [
  ['building index', 5],
  ['waiting for writers before validation', 60],
  ['index validation: scanning index', 65],
  ['index validation: sorting', 72],
  ['index validation: scanning table', 75],
  ['waiting for old snapshots', 95],
]

async function progressOf(db: Queryable, pid: number): Promise<number | null> {
  const { rows } = await db.query<{ phase: string; part: number | null }>({
    text: `select phase, coalesce(blocks_done::float8 / nullif(blocks_total, 0), 0) as part
      from pg_stat_progress_create_index where pid = $1`,
    values: [pid],
  })
  if (rows[0] === undefined) return null
  const { phase, part } = rows[0]
  const at = phaseStarts.findIndex(([name]) => phase.startsWith(name))
  if (at < 0) return 0
  const [start, end] = [phaseStarts[at]![1], phaseStarts[at + 1]?.[1] ?? 100]
  return Math.round(start + (end - start) * (part ?? 0))
}

async function duplicatesError(db: Queryable, { schema, table, column, alike, keys }: IndexInput): Promise<AppError> {
  const values = keys ?? [uniqueKeySql(alike ?? null, quoteName(column ?? 'id'))]
  const filled = values.map((value) => `${value} is not null`)
  const { rows } = await db.query<{ value: string; rows: number }>({
    text: `select left(concat_ws(', ', ${values.map((value) => `${value}::text`).join(', ')}), 200) as value,
      count(*)::float8 as rows from ${quoteName(schema)}.${quoteName(table)}
      where deleted_at is null and ${filled.join(' and ')} group by ${values.join(', ')} having count(*) > 1
      order by count(*) desc limit ${maxDuplicates}`,
  })
  const problems = rows.map(({ value: repeated, rows: count }) => ({
    code: 'duplicate',
    message: {
      en: `${count} records have the value “${repeated}”`,
      'zh-CN': `有 ${count} 条记录的值同为“${repeated}”`,
    },
    params: { value: repeated, rows: count },
  }))
  return appError('duplicate', {}, problems)
}

import type { Catalog } from '@fieldwork/metadata'
import type { Database } from '../connection/types.ts'
import { quoteName } from '../query/sql-text.ts'
import type { RollUpContext } from '../roll-ups/child-row.ts'
import { treeKey } from '../roll-ups/tree-walk.ts'
import type { StepTask } from '../schema/steps.ts'
import { guardRevision, lockNext } from '../tasks/batches.ts'
import type { TaskContext, TaskHandler } from '../tasks/task.ts'
import { levelsOf, levelTreeOf, writeLevels } from './level-tree.ts'
import type { LevelTree } from './level-tree.ts'

interface FillArgs {
  object: string
}

interface FillCursor {
  after: string
  done: number
}

const kind = 'level.fill'
const recordsPerBatch = 1_000
const first = '00000000-0000-0000-0000-000000000000'

/** The task that finds the levels of all records of a hierarchy. */
export const levelTaskOf = (object: string): StepTask => ({
  kind,
  key: `${kind}:${object}`,
  args: { object } satisfies FillArgs,
})

export interface LevelDeps {
  /** the latest catalog there is */
  catalog(): Promise<Catalog>
  timeZone: string
}

/** Fills batch by batch; resumes behind the last one. */
export function levelHandler({ catalog, timeZone }: LevelDeps): TaskHandler<FillArgs, FillCursor> {
  return {
    kind,
    async run(task) {
      let cursor: FillCursor | null = task.cursor ?? { after: first, done: 0 }
      while (cursor !== null) {
        const current = await catalog()
        const object = current.objects.get(task.args.object)
        const tree = object ? levelTreeOf(object) : null
        // removed since: there is nothing to fill
        if (!tree) return
        cursor = await fillBatch(task, contextOf(task.db, current, timeZone), { tree, cursor })
      }
    },
  }
}

const contextOf = (db: Pick<Database, 'schema'>, catalog: Catalog, timeZone: string): RollUpContext => ({
  catalog,
  schema: db.schema,
  timeZone,
  columnOf: (object, field) => catalog.object(object).fields.get(field)?.column ?? field,
})

/** Nobody moves records meanwhile; where nothing moves, levels that walks find are those that writes gave. */
async function fillBatch(
  task: TaskContext<FillArgs, FillCursor>,
  context: RollUpContext,
  { tree, cursor }: { tree: LevelTree; cursor: FillCursor },
): Promise<FillCursor | null> {
  let next: FillCursor | null = null
  await task.step(async (tx) => {
    await guardRevision(tx, context.catalog)
    const key = treeKey('current_schema()', tree.object)
    await tx.query({ text: `select pg_advisory_xact_lock_shared(${key})` })
    const ids = await lockNext(tx, tree.object, { after: cursor.after, limit: recordsPerBatch })
    const starts = 'select unnest($1::uuid[])'
    await tx.query({ text: writeLevels(context, tree, levelsOf(context, tree, starts)), values: [ids] })
    const reached = { after: ids.at(-1) ?? cursor.after, done: cursor.done + ids.length }
    next = ids.length < recordsPerBatch ? null : reached
    return { done: reached.done, cursor: reached }
  })
  return next
}

/** The same for all records at once. */
export const fillLevelsSql = (context: RollUpContext, tree: LevelTree): string =>
  writeLevels(
    context,
    tree,
    levelsOf(context, tree, `select r."id" from ${quoteName(context.schema)}.${quoteName(tree.object.table)} r`),
  )

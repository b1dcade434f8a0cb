import type { Catalog } from '@fieldwork/metadata'
import { quoteName } from '../query/sql-text.ts'
import { ownColumns } from '../roll-ups/child-row.ts'
import type { RollUpContext } from '../roll-ups/child-row.ts'
import { treeKey } from '../roll-ups/tree-walk.ts'
import type { StepTask } from '../schema/steps.ts'
import { fillHandler } from '../tasks/fill-records.ts'
import type { FillCursor } from '../tasks/fill-records.ts'
import type { TaskHandler } from '../tasks/task.ts'
import { levelsOf, levelTreeOf, writeLevels } from './level-tree.ts'
import type { LevelTree } from './level-tree.ts'

interface FillArgs {
  object: string
}

const kind = 'level.fill'
const recordsPerBatch = 1_000

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

/** Nobody moves records meanwhile; where nothing moves, levels that walks find are those that writes gave. */
export const levelHandler = ({ catalog, timeZone }: LevelDeps): TaskHandler<FillArgs, FillCursor> =>
  fillHandler<FillArgs>({
    kind,
    catalog,
    fillingOf(current, { db, args }) {
      const object = current.objects.get(args.object)
      const tree = object ? levelTreeOf(object) : null
      if (!tree) return null
      const context = ownColumns(db, current, timeZone)
      return {
        object: tree.object,
        recordsPerBatch,
        hold: (tx) =>
          tx.query({ text: `select pg_advisory_xact_lock_shared(${treeKey('current_schema()', tree.object)})` }),
        fill: (tx, ids) =>
          tx.query({
            text: writeLevels(context, tree, levelsOf(context, tree, 'select unnest($1::uuid[])')),
            values: [ids],
          }),
      }
    },
  })

/** The same for all records at once. */
export const fillLevelsSql = (context: RollUpContext, tree: LevelTree): string =>
  writeLevels(
    context,
    tree,
    levelsOf(context, tree, `select r."id" from ${quoteName(context.schema)}.${quoteName(tree.object.table)} r`),
  )

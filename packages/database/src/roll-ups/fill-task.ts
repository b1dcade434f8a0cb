import { appError } from '@fieldwork/metadata'
import type { Catalog, CompiledObject } from '@fieldwork/metadata'
import type { Database, Queryable } from '../connection/types.ts'
import { enqueueTask } from '../tasks/enqueue-task.ts'
import type { TaskContext, TaskHandler } from '../tasks/task.ts'
import type { RollUpContext } from './child-row.ts'
import { estimateRows, guardRevision, lockNext } from '../tasks/batches.ts'
import { fillSql } from './fill-sql.ts'
import { relationsTo } from './relations.ts'
import type { Relation } from './relations.ts'

interface FillArgs {
  object: string
  /** null: all roll-ups of the object */
  field: string | null
}

/** the last record whose roll-ups are made */
interface FillCursor {
  after: string
  done: number
}

const kind = 'roll-up.fill'
const recordsPerBatch = 500
const first = '00000000-0000-0000-0000-000000000000'

/** The task that makes all roll-ups of an object anew; a second one takes the place of one that is not done. */
export const fillTaskOf = (object: string) => ({
  kind,
  key: `roll-up:${object}`,
  args: { object, field: null } satisfies FillArgs,
})

/**
 * Has a roll-up made anew from the records there are, e.g. after somebody changed rows with triggers off.
 *
 * @returns the id of the task
 * @throws not_found, validation_failed (no roll-up)
 */
export async function recomputeRollUp(
  db: Queryable,
  catalog: Catalog,
  { object: name, field: fieldName, actor }: { object: string; field: string; actor: string | null },
): Promise<string> {
  const object = catalog.object(name)
  const field = object.fields.get(fieldName)
  if (!field) throw appError('unknown_field', { field: fieldName, object: name })
  if (!field.rollUp) throw appError('validation_failed', {}, [noRollUp(fieldName)])
  const label = {
    en: `Make roll-up ${field.label.en} of ${object.label.en} anew`,
    'zh-CN': `重新计算${object.label['zh-CN']}的汇总${field.label['zh-CN']}`,
  }
  const args: FillArgs = { object: name, field: fieldName }
  return enqueueTask(db, { kind, key: `roll-up:${name}.${fieldName}`, args, label, actor })
}

const noRollUp = (field: string) => ({
  pointer: '/field',
  code: 'wrong_field_type',
  message: { en: `“${field}” is no roll-up`, 'zh-CN': `“${field}”不是汇总字段` },
  params: { field },
})

export interface FillDeps {
  /** the latest catalog there is */
  catalog(): Promise<Catalog>
  timeZone: string
}

/** Fills roll-ups batch by batch, each with its parents locked first; resumes behind the last batch. */
export function rollUpHandler({ catalog, timeZone }: FillDeps): TaskHandler<FillArgs, FillCursor> {
  return {
    kind,
    async run(task) {
      let cursor: FillCursor | null = task.cursor ?? { after: first, done: 0 }
      while (cursor !== null) {
        const current = await catalog()
        const object = current.objects.get(task.args.object)
        // removed since: there is nothing to fill
        if (!object) return
        cursor = await fillBatch(task, contextOf(task.db, current, timeZone), { object, cursor })
      }
    },
  }
}

/** Statements over the catalog's own columns. */
const contextOf = (db: Pick<Database, 'schema'>, catalog: Catalog, timeZone: string): RollUpContext => ({
  catalog,
  schema: db.schema,
  timeZone,
  columnOf: (object, field) => catalog.object(object).fields.get(field)?.column ?? field,
})

interface Batch {
  object: CompiledObject
  cursor: FillCursor
}

async function fillBatch(
  task: TaskContext<FillArgs, FillCursor>,
  context: RollUpContext,
  { object, cursor }: Batch,
): Promise<FillCursor | null> {
  const total = await estimateRows(task.db, object)
  const relations = relationsTo(context.catalog, object.name).flatMap((relation) => only(relation, task.args.field))
  let next: FillCursor | null = null
  await task.step(async (tx) => {
    await guardRevision(tx, context.catalog)
    const ids = await lockNext(tx, object, { after: cursor.after, limit: recordsPerBatch })
    for (const relation of relations) {
      await tx.query({ text: fillSql(context, relation, 't."id" = any($1::uuid[])'), values: [ids] })
    }
    const reached = { after: ids.at(-1) ?? cursor.after, done: cursor.done + ids.length }
    next = ids.length < recordsPerBatch ? null : reached
    return { done: reached.done, total: Math.max(total, reached.done), cursor: reached }
  })
  return next
}

/** The relation with the wanted roll-up alone, if it has it. */
function only(relation: Relation, field: string | null): Relation[] {
  const rollUps = relation.rollUps.filter((rollUp) => field === null || rollUp.field.name === field)
  return rollUps.length === 0 ? [] : [{ ...relation, rollUps }]
}

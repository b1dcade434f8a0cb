import { appError } from '@fieldwork/metadata'
import type { Catalog } from '@fieldwork/metadata'
import type { Queryable } from '../connection/types.ts'
import { enqueueTask } from '../tasks/enqueue-task.ts'
import { fillHandler } from '../tasks/fill-records.ts'
import type { FillCursor } from '../tasks/fill-records.ts'
import type { TaskHandler } from '../tasks/task.ts'
import { ownColumns } from './child-row.ts'
import { fillSql } from './fill-sql.ts'
import { relationsTo } from './relations.ts'
import type { Relation } from './relations.ts'

interface FillArgs {
  object: string
  /** null: all roll-ups of the object */
  field: string | null
}

const kind = 'roll-up.fill'
const recordsPerBatch = 500

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

/** Fills roll-ups, each batch with its parents locked first. */
export const rollUpHandler = ({ catalog, timeZone }: FillDeps): TaskHandler<FillArgs, FillCursor> =>
  fillHandler<FillArgs>({
    kind,
    catalog,
    fillingOf(current, { db, args }) {
      const object = current.objects.get(args.object)
      if (!object) return null
      const context = ownColumns(db, current, timeZone)
      const relations = relationsTo(current, object.name).flatMap((relation) => only(relation, args.field))
      return {
        object,
        recordsPerBatch,
        async fill(tx, ids) {
          for (const relation of relations) {
            await tx.query({ text: fillSql(context, relation, 't."id" = any($1::uuid[])'), values: [ids] })
          }
        },
      }
    },
  })

/** The relation with the wanted roll-up alone, if it has it. */
function only(relation: Relation, field: string | null): Relation[] {
  const rollUps = relation.rollUps.filter((rollUp) => field === null || rollUp.field.name === field)
  return rollUps.length === 0 ? [] : [{ ...relation, rollUps }]
}

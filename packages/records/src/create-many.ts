import { appError, isPlainObject } from '@fieldwork/metadata'
import type { CompiledObject } from '@fieldwork/metadata'
import { demand } from './actor-context.ts'
import { askingAtEnd } from './asking-at-end.ts'
import { guardedFields } from './entered-fields.ts'
import { createRows, maxProblems } from './create-rows.ts'
import { createWithLines, wholeProblems } from './lines/create-with-lines.ts'
import { keepingWholes } from './lines/keep-wholes.ts'
import { pointingTo, within } from './lines/line-problems.ts'
import { linesOf, splitLines } from './lines/split-lines.ts'
import type { Split } from './lines/split-lines.ts'
import type { FieldValues, ManyCreated } from './types.ts'
import type { WriteContext } from './write-context.ts'

/**
 * Many new records, all or none. An administrator may take over records in any state, the platform itself also what
 * their read-only fields held.
 *
 * @throws forbidden, validation_failed (every problem, pointers `/<row>/<field>`), duplicate
 */
export async function createManyRecords(
  ctx: WriteContext,
  { object: name, rows }: { object: string; rows: FieldValues[] },
): Promise<ManyCreated> {
  demand(ctx, name, 'create')
  const { actor } = ctx
  const options = { anyState: actor.administrator, withStamps: actor.system !== undefined }
  const object = ctx.catalog.object(name)
  const splits = linesOf(object).length > 0 ? rows.map((row) => splitLines(object, row, 'create')) : []
  return keepingWholes(ctx, {
    object: name,
    values: rows,
    isList: true,
    withPlaces: options.withStamps,
    write: (tx) =>
      splits.some(Boolean) || rows.some((row) => isGuarded(ctx, name, row))
        ? createManyWithLines(tx, { object, rows, splits })
        : createRows(tx, name, { rows, options }),
    created: ({ ids }) => ids,
  })
}

/** Whether each record has to be asked who may write what of it: that is done one by one. */
const isGuarded = (ctx: WriteContext, object: string, values: FieldValues): boolean =>
  isPlainObject(values) && guardedFields(ctx, object, { operation: 'create', values }).length > 0

interface ManyWithLines {
  object: CompiledObject
  rows: readonly FieldValues[]
  splits: readonly (Split | null)[]
}

async function createManyWithLines(ctx: WriteContext, { object, rows, splits }: ManyWithLines): Promise<ManyCreated> {
  demand(ctx, object.name, 'create')
  const wholes = rows.map((own, row): Split => splits[row] ?? { own, sent: [], problems: [] })
  const problems = wholes.flatMap((split, row) => within(`/${row}`, wholeProblems(ctx, object, split)))
  if (problems.length > 0) throw appError('validation_failed', {}, problems.slice(0, maxProblems))
  return askingAtEnd(ctx, async (tx) => {
    const result: ManyCreated = { ids: [], warnings: [] }
    for (const [row, split] of wholes.entries()) {
      const { id, warnings = [] } = await pointingTo(`/${row}`, () => createWithLines(tx, object, split))
      result.ids.push(id)
      result.warnings.push(...within(`/${row}`, warnings))
    }
    return result
  })
}

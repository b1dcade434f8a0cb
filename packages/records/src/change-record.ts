import { getRecord } from '@fieldwork/database'
import { demand } from './actor-context.ts'
import { changesOf } from './changes.ts'
import { keepingWholes } from './lines/keep-wholes.ts'
import { restoreWithLines, snapshotOf } from './lines/restore-lines.ts'
import { linesOf, splitLines } from './lines/split-lines.ts'
import { updateWithLines } from './lines/update-with-lines.ts'
import { restoreRecord } from './restore-record.ts'
import type { AppliedChange, RecordAddress, RecordText, RestoreInput, TransitionInput, UpdateInput } from './types.ts'
import type { WriteContext } from './write-context.ts'
import { changeRecord } from './write-change.ts'

/** @throws forbidden, not_found, stale_version, validation_failed (every problem), duplicate */
export async function updateRecord(ctx: WriteContext, input: UpdateInput): Promise<RecordText> {
  const { object, id, values: sent, expectedVersion, reason } = input
  demand(ctx, object, 'update')
  const split = splitLines(ctx.catalog.object(object), sent, 'update')
  return keepingRecord(ctx, input, [sent], async (tx) => {
    if (split) return updateWithLines(tx, { object, id, expectedVersion, reason }, split)
    const values = await changesOf(tx, input)
    return changeRecord(tx, { object, id, operation: 'update', expectedVersion, values, reason })
  })
}

/** The wholes of one record that is changed; the answer shows it as it is in the end. */
function keepingRecord(
  ctx: WriteContext,
  { object, id }: RecordAddress,
  values: readonly unknown[],
  write: (ctx: WriteContext) => Promise<RecordText>,
): Promise<RecordText> {
  const renumbered = async (tx: WriteContext, result: RecordText): Promise<RecordText> => {
    const record = await getRecord(tx, { object, id })
    return record === null || record.version === result.version ? result : { ...result, ...record }
  }
  return keepingWholes(ctx, { object, ids: [id], values, write, renumbered })
}

/** @throws forbidden, not_found, stale_version, transition_not_allowed, validation_failed (every problem) */
export async function transitionRecord(
  ctx: WriteContext,
  { values = {}, ...rest }: TransitionInput,
): Promise<RecordText> {
  demand(ctx, rest.object, 'update')
  const changes = await changesOf(ctx, { ...rest, values })
  return keepingRecord(ctx, rest, [values], (tx) =>
    changeRecord(tx, { ...rest, operation: 'transition', values: changes }),
  )
}

/**
 * What the platform has decided becomes of a record, in the name of who made it so: read-only fields can be set.
 *
 * @throws not_found, transition_not_allowed, validation_failed (every problem)
 */
export function applyToRecord(ctx: WriteContext, { transition, ...input }: AppliedChange): Promise<RecordText> {
  const change =
    transition === undefined ? ({ operation: 'update' } as const) : { operation: 'transition' as const, transition }
  return keepingRecord(ctx, input, [input.values], (tx) => changeRecord(tx, { ...input, ...change }))
}

/** @throws forbidden, not_found, stale_version, still_referenced */
export async function removeRecord(
  ctx: WriteContext,
  input: RecordAddress & { expectedVersion?: number; reason?: string },
): Promise<void> {
  demand(ctx, input.object, 'delete')
  const { object, id } = input
  const write = (tx: WriteContext) => changeRecord(tx, { ...input, operation: 'delete', values: {} })
  await keepingWholes(ctx, { object, ids: [id], write })
}

export async function undeleteRecord(ctx: WriteContext, input: RecordAddress): Promise<RecordText> {
  demand(ctx, input.object, 'delete')
  const { fields, collections } = ctx.catalog.object(input.object)
  const sums = collections.size > 0 && [...fields.values()].some(({ type }) => type.computed !== undefined)
  return keepingRecord(ctx, input, [], async (tx) => {
    const result = await changeRecord(tx, { ...input, operation: 'undelete', values: {} })
    return sums ? { ...result, ...(await getRecord(tx, input)) } : result
  })
}

export async function restoreVersion(ctx: WriteContext, input: RestoreInput): Promise<RecordText> {
  demand(ctx, input.object, 'update')
  return keepingRecord(ctx, input, [], (tx) => {
    const isAlone = linesOf(ctx.catalog.object(input.object)).length === 0 && snapshotOf(tx, input).length === 0
    if (!isAlone) return restoreWithLines(tx, input)
    return restoreRecord(tx, ctx.actor, input, (change) => changeRecord(tx, change))
  })
}

import { demand } from './actor-context.ts'
import { changesOf } from './changes.ts'
import { restoreWithLines } from './lines/restore-lines.ts'
import { linesOf, splitLines } from './lines/split-lines.ts'
import { updateWithLines } from './lines/update-with-lines.ts'
import { restoreRecord } from './restore-record.ts'
import type { RecordAddress, RecordText, RestoreInput, TransitionInput, UpdateInput } from './types.ts'
import { changedValues } from './values.ts'
import type { WriteContext } from './write-context.ts'
import { changeRecord } from './write-change.ts'

/** @throws forbidden, not_found, stale_version, validation_failed (every problem), duplicate */
export async function updateRecord(ctx: WriteContext, { values, ...rest }: UpdateInput): Promise<RecordText> {
  demand(ctx, rest.object, 'update')
  const split = splitLines(ctx.catalog.object(rest.object), values, 'update')
  if (split) return updateWithLines(ctx, rest, split)
  const changes = await changesOf(ctx, { ...rest, values })
  return changeRecord(ctx, { ...rest, operation: 'update', values: changes })
}

/** @throws forbidden, not_found, stale_version, transition_not_allowed, validation_failed (every problem) */
export async function transitionRecord(
  ctx: WriteContext,
  { values = {}, ...rest }: TransitionInput,
): Promise<RecordText> {
  demand(ctx, rest.object, 'update')
  const changes = changedValues(ctx, ctx.catalog.object(rest.object), values)
  return changeRecord(ctx, { ...rest, operation: 'transition', values: changes })
}

/** @throws forbidden, not_found, stale_version, still_referenced */
export async function removeRecord(
  ctx: WriteContext,
  input: RecordAddress & { expectedVersion?: number; reason?: string },
): Promise<void> {
  demand(ctx, input.object, 'delete')
  await changeRecord(ctx, { ...input, operation: 'delete', values: {} })
}

export async function undeleteRecord(ctx: WriteContext, input: RecordAddress): Promise<RecordText> {
  demand(ctx, input.object, 'delete')
  return changeRecord(ctx, { ...input, operation: 'undelete', values: {} })
}

export async function restoreVersion(ctx: WriteContext, input: RestoreInput): Promise<RecordText> {
  demand(ctx, input.object, 'update')
  if (linesOf(ctx.catalog.object(input.object)).length > 0) return restoreWithLines(ctx, input)
  return restoreRecord(ctx, ctx.actor, input, (change) => changeRecord(ctx, change))
}

import { writeRecord } from '@fieldwork/database'
import type { WriteInput } from '@fieldwork/database'
import { demand } from './actor-context.ts'
import { changesOf } from './changes.ts'
import { hooked } from './hooks/run-hooks.ts'
import type { HookedOperation } from './hooks/before-hook.ts'
import { restoreRecord } from './restore-record.ts'
import type { RecordAddress, RecordText, RestoreInput, TransitionInput, UpdateInput } from './types.ts'
import { changedByHook, changedValues } from './values.ts'
import type { WriteContext } from './write-context.ts'
import { refusalOf } from './write-problems.ts'

/** @throws forbidden, not_found, stale_version, validation_failed (every problem), duplicate */
export async function updateRecord(ctx: WriteContext, { values, ...rest }: UpdateInput): Promise<RecordText> {
  demand(ctx, rest.object, 'update')
  const changes = await changesOf(ctx, { ...rest, values })
  return write(ctx, { ...rest, operation: 'update', values: changes })
}

/** @throws forbidden, not_found, stale_version, transition_not_allowed, validation_failed (every problem) */
export async function transitionRecord(
  ctx: WriteContext,
  { values = {}, ...rest }: TransitionInput,
): Promise<RecordText> {
  demand(ctx, rest.object, 'update')
  const changes = changedValues(ctx, ctx.catalog.object(rest.object), values)
  return write(ctx, { ...rest, operation: 'transition', values: changes })
}

/** @throws forbidden, not_found, stale_version, still_referenced */
export async function removeRecord(
  ctx: WriteContext,
  input: RecordAddress & { expectedVersion?: number; reason?: string },
): Promise<void> {
  demand(ctx, input.object, 'delete')
  await write(ctx, { ...input, operation: 'delete', values: {} })
}

export async function undeleteRecord(ctx: WriteContext, input: RecordAddress): Promise<RecordText> {
  demand(ctx, input.object, 'delete')
  return write(ctx, { ...input, operation: 'undelete', values: {} })
}

export async function restoreVersion(ctx: WriteContext, input: RestoreInput): Promise<RecordText> {
  demand(ctx, input.object, 'update')
  return restoreRecord(ctx, ctx.actor, input, (change) => write(ctx, change))
}

const hookedAs: Record<WriteInput['operation'], HookedOperation> = {
  update: 'update',
  restore: 'update',
  transition: 'transition',
  delete: 'delete',
  undelete: 'undelete',
}

/** The one way in which a stored record changes: its hooks, then the statement. */
function write(ctx: WriteContext, input: WriteInput): Promise<RecordText> {
  return hooked(ctx, { ...input, operation: hookedAs[input.operation] }, (within, values, changed) =>
    store(within, changed ? { ...input, values: changedByHook(ctx, input, values) } : input),
  )
}

async function store(ctx: WriteContext, input: WriteInput): Promise<RecordText> {
  const outcome = await writeRecord(ctx, { ...input, reason: input.reason ?? ctx.actor.system?.reason })
  const object = ctx.catalog.object(input.object)
  if (outcome.code !== null)
    throw refusalOf(outcome, ctx.catalog, { object, id: input.id, transition: input.transition })
  return { id: input.id, version: outcome.version ?? 0, json: outcome.json ?? 'null' }
}

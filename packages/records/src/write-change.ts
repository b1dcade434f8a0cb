import { writeRecord } from '@fieldwork/database'
import type { WriteInput } from '@fieldwork/database'
import { keepingConversions } from './conversions/keep-conversions.ts'
import { guardedFields } from './entered-fields.ts'
import { describedRefusal } from './duplicate-problems.ts'
import type { HookedOperation } from './hooks/before-hook.ts'
import { hooked } from './hooks/run-hooks.ts'
import { notingOwner } from './sharing/noting-owner.ts'
import type { RecordText } from './types.ts'
import { changedByHook } from './values.ts'
import type { WriteContext } from './write-context.ts'
import { warningsOf } from './write-problems.ts'

const hookedAs: Record<WriteInput['operation'], HookedOperation> = {
  update: 'update',
  restore: 'update',
  transition: 'transition',
  assign: 'update',
  delete: 'delete',
  undelete: 'undelete',
}

/** The one way in which a stored record changes: its hooks, then the statement. */
export function changeRecord(ctx: WriteContext, change: WriteInput): Promise<RecordText> {
  const { object, operation, values: entered } = change
  const isEntered = operation !== 'delete' && operation !== 'undelete' && !change.carried
  const guarded = isEntered ? guardedFields(ctx, object, { operation: 'update', values: entered }) : []
  const input = guarded.length === 0 ? change : { ...change, guarded }
  return keepingConversions(ctx, { change: input, changeRecord }, (tx) =>
    hooked(tx, { ...input, operation: hookedAs[input.operation] }, (within, values, { changed, unlessKept }) => {
      if (changed) return stored(within, { ...input, values: changedByHook(ctx, input, values) })
      return stored(within, unlessKept ? { ...input, unlessKept } : input)
    }),
  )
}

const stored = (ctx: WriteContext, input: WriteInput): Promise<RecordText> =>
  notingOwner(ctx, input, (within) => store(within, input))

async function store(ctx: WriteContext, input: WriteInput): Promise<RecordText> {
  const reason = input.reason ?? ctx.actor.system?.reason
  const outcome = await writeRecord(ctx, reason === input.reason ? input : { ...input, reason })
  const object = ctx.catalog.object(input.object)
  if (outcome.code !== null)
    throw await describedRefusal(ctx, outcome, { object, id: input.id, transition: input.transition })
  return {
    id: input.id,
    version: outcome.version ?? 0,
    json: outcome.json ?? 'null',
    warnings: warningsOf(object, outcome),
    ...(outcome.isUnchanged && { isUnchanged: true as const }),
  }
}

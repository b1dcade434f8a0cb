import { getRecord } from '@fieldwork/database'
import { appError } from '@fieldwork/metadata'
import { asSystem } from '../access/as-system.ts'
import { contextOf } from '../actor-context.ts'
import type { FieldValues } from '../types.ts'
import type { WriteContext } from '../write-context.ts'
import type { WrittenRecord } from './after-hook.ts'
import type { HookedOperation } from './before-hook.ts'
import { maxHookDepth } from './hook-depth.ts'
import { hooksFor } from './hooks-for.ts'

/** What after-hooks have to be told of. */
export type DoneWrite = Pick<WrittenRecord, 'object' | 'operation' | 'id' | 'transition' | 'before' | 'entered'>

/** Whether anybody wants to know of such writes. */
export const hasAfterHooks = (ctx: WriteContext, object: string, operation: HookedOperation): boolean =>
  hooksFor(ctx.deps.afterHooks, { catalog: ctx.catalog, object, operation }).length > 0

/** Tells of what was written, at once or at the end of the write that it is a part of. */
export async function tellAfterHooks(ctx: WriteContext, writes: readonly DoneWrite[]): Promise<void> {
  const waiting = writes.filter(({ object, operation }) => hasAfterHooks(ctx, object, operation))
  if (ctx.unfinished) ctx.unfinished.push(...waiting.map((write) => () => runAfterHooks(ctx, write)))
  else for (const write of waiting) await runAfterHooks(ctx, write)
}

/** A write of several records: their after-hooks run when all of them are stored. `ctx` is bound to its transaction. */
export async function withAfterHooksLast<T>(ctx: WriteContext, work: (ctx: WriteContext) => Promise<T>): Promise<T> {
  if (ctx.deps.afterHooks === undefined || ctx.unfinished) return work(ctx)
  const unfinished: (() => Promise<void>)[] = []
  const result = await work({ ...ctx, unfinished })
  for (const tell of unfinished) await tell()
  return result
}

async function runAfterHooks(ctx: WriteContext, write: DoneWrite): Promise<void> {
  const { deps, catalog, actor, db } = ctx
  const { object, id, operation } = write
  const { hookDepth = 0 } = deps
  if (hookDepth >= maxHookDepth) throw appError('hooks_too_deep', { limit: maxHookDepth })
  const records = ctx.openRecords({ ...deps, hookDepth: hookDepth + 1 })
  const event = await lastEvent(ctx, write)
  const after = operation === 'delete' ? null : await storedRecord(ctx, { object, id })
  for (const hook of hooksFor(deps.afterHooks, { catalog, object, operation }))
    await hook.run({ ...write, actor, after, event, records, tx: db })
}

async function lastEvent({ db }: WriteContext, { object, id }: DoneWrite): Promise<string> {
  const { rows } = await db.query<{ id: string }>({
    name: 'fw_last_event',
    text: 'select id::text as id from fw_event where object = $1 and record_id = $2 order by fw_event.id desc limit 1',
    values: [object, id],
  })
  if (!rows[0]) throw new Error(`The write of ${object} ${id} left no event`)
  return rows[0].id
}

/** The record as the platform sees it. */
export async function storedRecord(
  ctx: WriteContext,
  { object, id }: Pick<DoneWrite, 'object' | 'id'>,
): Promise<FieldValues | null> {
  const system = contextOf(ctx.deps, ctx.catalog, asSystem('hook'))
  const record = await getRecord({ ...system, db: ctx.db }, { object, id })
  return record === null ? null : (JSON.parse(record.json) as FieldValues)
}

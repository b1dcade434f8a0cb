import { getRecord, statementName } from '@fieldwork/database'
import { AppError, appError } from '@fieldwork/metadata'
import { inTransaction } from '../in-transaction.ts'
import type { FieldValues, RecordText } from '../types.ts'
import type { WriteContext } from '../write-context.ts'
import type { BeforeHook, HookedOperation, HookInput } from './before-hook.ts'
import { maxHookDepth } from './hook-depth.ts'
import { hooksFor } from './hooks-for.ts'
import { hasAfterHooks, storedRecord, tellAfterHooks } from './run-after-hooks.ts'

interface HookedWrite {
  object: string
  operation: HookedOperation
  id: string | null
  transition?: string
  values: FieldValues
  /** what was sent, where it is less than `values` */
  entered?: FieldValues
}

/** How the values are stored: `changed` when a hook has replaced them, `unlessKept` see `WriteInput`. */
type Store<T> = (ctx: WriteContext, values: FieldValues, how: { changed?: boolean; unlessKept?: boolean }) => Promise<T>

/**
 * Does a write between its hooks, all in one transaction; without hooks for it there is none, and no cost. Hooks for
 * kept records run only when the write has been refused for that.
 *
 * @param write what stores the values
 */
export function hooked<T extends RecordText>(ctx: WriteContext, input: HookedWrite, write: Store<T>): Promise<T> {
  const { object, operation } = input
  const isFollowed = hasAfterHooks(ctx, object, operation)
  const hooks = hooksFor(ctx.deps.hooks, { catalog: ctx.catalog, object, operation })
  if (!isFollowed && hooks.length === 0) return write(ctx, input.values, {})
  const between = () => writeBetween(ctx, { ...input, hooks, isFollowed }, write)
  if (isFollowed || !hooks.every(({ isForKept }) => isForKept)) return between()
  if (ctx.actor.system) return write(ctx, input.values, {})
  return storeUnlessKept(() => write(ctx, input.values, { unlessKept: true }), between)
}

async function storeUnlessKept<T>(store: () => Promise<T>, whereKept: () => Promise<T>): Promise<T> {
  try {
    return await store()
  } catch (error) {
    if (!(error instanceof AppError) || error.code !== 'record_locked') throw error
    return whereKept()
  }
}

interface Between extends HookedWrite {
  hooks: readonly BeforeHook[]
  isFollowed: boolean
}

function writeBetween<T extends RecordText>(ctx: WriteContext, input: Between, write: Store<T>): Promise<T> {
  const { object, operation, transition = null, hooks, isFollowed, entered = input.values } = input
  const isAsked = isFollowed || !hooks.every(({ isBlind }) => isBlind)
  return inTransaction(ctx, async (within) => {
    const { id } = input
    const before = id === null ? null : await lockedRecord(within, { ...input, id, isAsked })
    const values = await runHooks(within, { ...input, before })
    const result = await write(within, values, { changed: values !== input.values })
    if (isFollowed && !result.isUnchanged)
      await tellAfterHooks(within, [{ object, operation, transition, before, entered, id: result.id }])
    return result
  })
}

/** Whether somebody looks at such writes before they happen. */
export const hasBeforeHooks = (ctx: WriteContext, object: string, operation: HookedOperation): boolean =>
  hooksFor(ctx.deps.hooks, { catalog: ctx.catalog, object, operation }).length > 0

/** Each hook sees what the one before has left. */
export async function runHooks(
  ctx: WriteContext,
  { object, operation, id, transition, values, before }: HookedWrite & Pick<HookInput, 'before'>,
): Promise<FieldValues> {
  const { hooks, hookDepth = 0 } = ctx.deps
  if (hookDepth >= maxHookDepth) throw appError('hooks_too_deep', { limit: maxHookDepth })
  const records = ctx.openRecords({ ...ctx.deps, hookDepth: hookDepth + 1 })
  let current = values
  for (const hook of hooksFor(hooks, { catalog: ctx.catalog, object, operation })) {
    const about = { actor: ctx.actor, object, operation, id, transition: transition ?? null, before }
    current = (await hook.run({ ...about, values: current, records, tx: ctx.db })) ?? current
  }
  return current
}

interface Locking {
  object: string
  operation: HookedOperation
  id: string
  /** somebody wants to know what it is */
  isAsked: boolean
}

/** Hooks learn of a record only when the actor may see it; then they see all of it, where they ask. */
async function lockedRecord(
  ctx: WriteContext,
  { object, operation, id, isAsked }: Locking,
): Promise<FieldValues | null> {
  const { table } = ctx.catalog.object(object)
  const deleted = operation === 'undelete' ? 'not ' : ''
  const text = `select from "${table}" where "id" = $1 and "deleted_at" is ${deleted}null for no key update`
  if (operation === 'undelete') {
    await ctx.db.query({ text, values: [id] })
    return null
  }
  if ((await getRecord(ctx, { object, id, fields: ['id'] })) === null) throw appError('not_found', { name: id })
  const { rowCount } = await ctx.db.query({ name: lockName(text), text, values: [id] })
  const record = isAsked ? await storedRecord(ctx, { object, id }) : null
  if (rowCount === 0 || (isAsked && record === null)) throw appError('not_found', { name: id })
  return record
}

/** by text: one for each table with hooks */
const lockNames = new Map<string, string>()

function lockName(text: string): string {
  const known = lockNames.get(text) ?? statementName(text)
  lockNames.set(text, known)
  return known
}

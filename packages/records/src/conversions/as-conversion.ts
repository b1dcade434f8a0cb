import { contextOf } from '../actor-context.ts'
import type { WriteContext } from '../write-context.ts'

/** The same actor, whom no access rule keeps from writing what a conversion has decided. */
export function asConversion(ctx: WriteContext): WriteContext {
  const actor = { ...ctx.actor, administrator: true, isDefined: true as const }
  return { ...ctx, ...contextOf(ctx.deps, ctx.catalog, actor), db: ctx.db, consent: ctx.consent, actor }
}

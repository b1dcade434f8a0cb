import { accessPlan } from './access-plan.ts'
import type { WriteContext } from '../write-context.ts'

/** The context for the lines of a record that the same write has just made: to create them, their own grants do. */
export function withinNewMaster<Context extends Pick<WriteContext, 'access' | 'accessKey' | 'actor' | 'catalog'>>(
  ctx: Context,
): Context {
  const plan = accessPlan(ctx.catalog, ctx.actor)
  return {
    ...ctx,
    access: (object, operation) =>
      operation === 'create' ? plan.createWithin(object) : plan.access(object, operation),
    accessKey: `${plan.key} within a new master`,
  }
}

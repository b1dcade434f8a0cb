import type { QueryContext } from '@fieldwork/database'
import { demand } from './actor-context.ts'
import type { ResolvedView } from './form-types.ts'
import { localise } from './localise.ts'
import type { Actor } from './types.ts'

/**
 * Table views of an object in the actor's language, the default first, then in their order.
 *
 * @throws forbidden, not_found
 */
export function viewsOf(ctx: QueryContext, { locale }: Actor, object: string): ResolvedView[] {
  demand(ctx, object, 'read')
  const views = [...ctx.catalog.documents('view').values()].filter((view) => view.object === object)
  return views.map((view) => localise(view, locale) as ResolvedView)
}

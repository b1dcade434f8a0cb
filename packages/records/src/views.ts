import type { QueryContext } from '@fieldwork/database'
import { viewsOf as definedViews } from '@fieldwork/metadata'
import { demand } from './actor-context.ts'
import type { ResolvedView } from './form-types.ts'
import { localise } from './localise.ts'
import type { Actor } from './types.ts'

/**
 * Table views of an object in the actor's language, the default first, then in their order; never none.
 *
 * @throws forbidden, not_found
 */
export function viewsOf(ctx: QueryContext, { locale }: Actor, object: string): ResolvedView[] {
  demand(ctx, object, 'read')
  return definedViews(ctx.catalog, object).map((view) => localise(view, locale) as ResolvedView)
}

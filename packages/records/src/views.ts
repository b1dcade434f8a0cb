import type { QueryContext } from '@fieldwork/database'
import { viewsOf as definedViews } from '@fieldwork/metadata'
import type { ViewDefinition } from '@fieldwork/metadata'
import { demand } from './actor-context.ts'
import type { ResolvedView } from './form-types.ts'
import { shownPath } from './shown-path.ts'
import type { Actor } from './types.ts'

/**
 * Table views of an object in the actor's language, the default first, then in their order; never none. Each column
 * comes with the field at the end of its path, so that a list needs no schema but its own.
 *
 * @throws forbidden, not_found
 */
export function viewsOf(ctx: QueryContext, { locale }: Actor, object: string): ResolvedView[] {
  demand(ctx, object, 'read')
  return definedViews(ctx.catalog, object).map((view) => resolved(ctx, view, locale))
}

function resolved(ctx: QueryContext, view: ViewDefinition, locale: Actor['locale']): ResolvedView {
  const columns = Object.entries(view.columns).flatMap(([path, column]) => {
    const field = shownPath(ctx, { object: view.object, path, locale })
    return field ? [[path, { ...column, field }] as const] : []
  })
  return { ...view, label: view.label[locale], columns: Object.fromEntries(columns) }
}

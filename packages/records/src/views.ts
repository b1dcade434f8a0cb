import { unknownNames } from '@fieldwork/database'
import type { QueryContext } from '@fieldwork/database'
import { checkExpression } from '@fieldwork/expressions'
import { viewsOf as definedViews, defaultView, fieldsRead, typeEnvironment } from '@fieldwork/metadata'
import type { ViewDefinition } from '@fieldwork/metadata'
import { demand } from './actor-context.ts'
import type { ResolvedView } from './form-types.ts'
import { isHiddenPath, shownPath } from './shown-path.ts'
import type { Actor } from './types.ts'

/**
 * Table views of an object in the actor's language, the default first, then in their order; never none. Each column
 * comes with the field at the end of its path, so that a list needs no schema but its own.
 *
 * @throws forbidden, not_found
 */
export function viewsOf(ctx: QueryContext, { locale }: Actor, object: string): ResolvedView[] {
  demand(ctx, object, 'read')
  const views = definedViews(ctx.catalog, object).filter((view) => isUsable(ctx, view))
  const shown = views.length > 0 ? views : [defaultView(ctx.catalog.object(object))]
  return shown.map((view) => resolved(ctx, view, locale))
}

/** A view whose filter reads what is hidden from the actor would be refused; he does not get it. */
function isUsable(ctx: QueryContext, { object, filter }: ViewDefinition): boolean {
  if (filter === undefined || !ctx.masked) return true
  const result = checkExpression(filter, typeEnvironment(ctx.catalog, object, { absent: unknownNames(ctx) }))
  if (!result.ok) return false
  return fieldsRead(ctx.catalog, object, result.expression).every(
    ({ object: of, field }) => !ctx.masked?.(of.name).has(field.name),
  )
}

/** The order without the fields that are hidden from the actor. */
function knownSort(ctx: QueryContext, { object, sort }: ViewDefinition): string | undefined {
  if (sort === undefined) return undefined
  const isOpen = (term: string) => !isHiddenPath(ctx, object, term.trim().replace(/^[-+]/, ''))
  const known = sort.split(',').filter(isOpen).join(',')
  return known === '' ? undefined : known
}

function resolved(ctx: QueryContext, view: ViewDefinition, locale: Actor['locale']): ResolvedView {
  const columns = Object.entries(view.columns).flatMap(([path, column]) => {
    const field = shownPath(ctx, { object: view.object, path, locale })
    return field ? [[path, { ...column, field }] as const] : []
  })
  return { ...view, sort: knownSort(ctx, view), label: view.label[locale], columns: Object.fromEntries(columns) }
}

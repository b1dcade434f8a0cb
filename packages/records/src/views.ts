import type { QueryContext } from '@fieldwork/database'
import { viewsOf as definedViews } from '@fieldwork/metadata'
import type { CompiledField, CompiledObject, ViewColumn, ViewDefinition } from '@fieldwork/metadata'
import { demand } from './actor-context.ts'
import type { ResolvedColumn, ResolvedView } from './form-types.ts'
import { shownField } from './shown-field.ts'
import type { Actor } from './types.ts'

/** Between the labels of a path. */
const STEP = ' · '

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
  const object = ctx.catalog.object(view.object)
  const columns = Object.entries(view.columns).flatMap(([path, column]) => {
    const steps = stepsOf(ctx, object, path)
    return steps ? [[path, resolvedColumn(ctx, { object: object.name, column, steps, locale })] as const] : []
  })
  return { ...view, label: view.label[locale], columns: Object.fromEntries(columns) }
}

/** The fields along a path; null where it leads to records that the actor may not read. */
function stepsOf(ctx: QueryContext, object: CompiledObject, path: string): CompiledField[] | null {
  const [name = '', ...rest] = path.split('.')
  const field = object.fields.get(name)
  if (!field || rest.length === 0) return field ? [field] : null
  if (field.reference === null || ctx.access(field.reference, 'read').kind === 'none') return null
  const further = stepsOf(ctx, ctx.catalog.object(field.reference), rest.join('.'))
  return further && [field, ...further]
}

interface ColumnInput {
  /** the object that the path begins at */
  object: string
  column: ViewColumn
  steps: CompiledField[]
  locale: Actor['locale']
}

function resolvedColumn(ctx: QueryContext, { object, column, steps, locale }: ColumnInput): ResolvedColumn {
  const objects = [object, ...steps.map(({ reference }) => reference)]
  const last = steps.at(-1)!
  const label = toldSteps(ctx, steps).map((field) => field.label[locale])
  const isMasked = steps.some((field, at) => ctx.masked?.(objects[at] ?? '').has(field.name))
  const sortable = last.type.sortable && !isMasked
  return { ...column, field: { ...shownField(last, locale, isMasked), label: label.join(STEP), sortable } }
}

/** The name of a record stands for the record: `customer.region.name` is told as customer and region. */
function toldSteps({ catalog }: QueryContext, steps: CompiledField[]): CompiledField[] {
  const target = steps.at(-2)?.reference
  return target && catalog.object(target).nameField === steps.at(-1)?.name ? steps.slice(0, -1) : steps
}

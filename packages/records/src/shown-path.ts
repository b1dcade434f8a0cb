import type { QueryContext } from '@fieldwork/database'
import type { CompiledField, CompiledObject } from '@fieldwork/metadata'
import type { ResolvedColumn } from './form-types.ts'
import { shownField } from './shown-field.ts'
import type { Actor } from './types.ts'

/** Between the labels of a path. */
const STEP = ' · '

/** What is shown, beginning at records of which object, in which language. */
export interface PathInput {
  object: string
  path: string
  locale: Actor['locale']
}

/**
 * What it takes to show the field at the end of a path such as `customer.name`; the label says where the path leads.
 * null where it leads to records that the actor may not read.
 */
export function shownPath(ctx: QueryContext, { object, path, locale }: PathInput): ResolvedColumn['field'] | null {
  const read = readPath(ctx, { object, path, locale })
  if (!read) return null
  const { field, label, isMasked } = read
  return {
    ...shownField(field, locale, isMasked),
    label,
    sortable: field.type.sortable && !isHiddenPath(ctx, object, path),
  }
}

/** Where a path leads. */
export interface ReadPath {
  /** the field at its end */
  field: CompiledField
  /** of the path */
  label: string
  /** the values there are hidden from the actor */
  isMasked: boolean
}

/** The end of a path; null where it leads to records that the actor may not read. */
export function readPath(ctx: QueryContext, { object, path, locale }: PathInput): ReadPath | null {
  const steps = stepsOf(ctx, ctx.catalog.object(object), path)
  const field = steps?.at(-1)
  if (!steps || !field) return null
  const objects = [object, ...steps.map(({ reference }) => reference)]
  const label = toldSteps(ctx, steps).map((step) => step.label[locale])
  const isMasked = steps.some((step, at) => ctx.masked?.(objects[at] ?? '').has(step.name))
  return { field, label: label.join(STEP), isMasked }
}

/** Whether a field on a path holds values that are hidden from the actor; a lookup counts by what people see of it. */
export function isHiddenPath(ctx: QueryContext, object: string, path: string): boolean {
  const [name = '', ...rest] = path.split('.')
  if (ctx.masked?.(object).has(name)) return true
  const reference = ctx.catalog.object(object).fields.get(name)?.reference
  if (!reference) return false
  return isHiddenPath(ctx, reference, rest.length === 0 ? ctx.catalog.object(reference).nameField : rest.join('.'))
}

/** The fields along a path; null where it leads to records that the actor may not read. */
function stepsOf(ctx: QueryContext, object: CompiledObject, path: string): CompiledField[] | null {
  const [name = '', ...rest] = path.split('.')
  const field = object.fields.get(name)
  if (ctx.absent?.(object.name).has(name)) return null
  if (!field || rest.length === 0) return field ? [field] : null
  if (field.reference === null || ctx.access(field.reference, 'read').kind === 'none') return null
  const further = stepsOf(ctx, ctx.catalog.object(field.reference), rest.join('.'))
  return further && [field, ...further]
}

/** The name of a record stands for the record: `customer.region.name` is told as customer and region. */
function toldSteps({ catalog }: QueryContext, steps: CompiledField[]): CompiledField[] {
  const target = steps.at(-2)?.reference
  return target && catalog.object(target).nameField === steps.at(-1)?.name ? steps.slice(0, -1) : steps
}

import { readExpressions } from '@fieldwork/database'
import type { ExpressionRow } from '@fieldwork/database'
import { checkExpression } from '@fieldwork/expressions'
import type { CheckedExpression } from '@fieldwork/expressions'
import { appError, typeEnvironment } from '@fieldwork/metadata'
import type { Catalog, CompiledConversion, CompiledConversionTarget, CompiledLineMap } from '@fieldwork/metadata'
import type { WriteContext } from '../write-context.ts'

/** Lines of one collection that one conversion takes at most. */
const MAX_LINES = 500

/** What the expressions of a conversion give for its source. */
export interface SourceValues {
  version: number
  /** the condition of the conversion */
  isPossible: boolean
  /** by target: whether its condition holds (null: it has none), what is suggested, and its values */
  targets: Record<string, { when: boolean | null; suggested: string | null; values: Record<string, unknown> }>
  set: Record<string, unknown>
}

/** @throws not_found (no such record, or a hidden one) */
export async function readSource(ctx: WriteContext, conversion: CompiledConversion, id: string): Promise<SourceValues> {
  const parts = [...expressionsOf(conversion)]
  const [row] = await readExpressions(ctx, {
    key: `conversion ${conversion.name}`,
    object: conversion.source,
    id,
    expressions: Object.fromEntries(parts),
    limit: 1,
  })
  if (!row) throw appError('not_found', { name: id })
  return arranged(conversion, row)
}

/** Every expression over the source under a name of its own. */
export function* expressionsOf({
  when,
  targets,
  writeBack,
}: CompiledConversion): Iterable<[string, CheckedExpression]> {
  if (when) yield ['when', when]
  for (const [index, target] of targets.entries()) {
    if (target.when) yield [`${index} when`, target.when]
    if (target.existing?.suggest) yield [`${index} suggest`, target.existing.suggest]
    for (const [field, expression] of Object.entries(target.values)) yield [`${index}.${field}`, expression]
  }
  for (const [field, expression] of Object.entries(writeBack.set)) yield [`set.${field}`, expression]
}

function arranged({ when, targets, writeBack }: CompiledConversion, { version, values }: ExpressionRow): SourceValues {
  const found = targets.map((target, index) => [
    target.key,
    {
      when: target.when ? values[`${index} when`] === true : null,
      suggested: (values[`${index} suggest`] as string | null | undefined) ?? null,
      values: named(target.values, (field) => values[`${index}.${field}`]),
    },
  ])
  return {
    version,
    isPossible: when === null || values['when'] === true,
    targets: Object.fromEntries(found) as SourceValues['targets'],
    set: named(writeBack.set, (field) => values[`set.${field}`]),
  }
}

const named = (fields: object, valueOf: (field: string) => unknown): Record<string, unknown> =>
  Object.fromEntries(Object.keys(fields).map((field) => [field, valueOf(field) ?? null]))

/** A source line with what is left of it. */
export interface SourceLine {
  id: string
  version: number
  values: Record<string, unknown>
  /** null: it is converted as a whole */
  remaining: number | null
  converted: number
}

export interface LinesQuestion {
  conversion: CompiledConversion
  target: CompiledConversionTarget
  map: CompiledLineMap
  /** of the source */
  id: string
}

/**
 * The lines of the source that can be converted: all for which the map's condition holds, without those of which
 * nothing is left.
 */
export async function readSourceLines(ctx: WriteContext, question: LinesQuestion): Promise<SourceLine[]> {
  const { conversion, target, map, id } = question
  const own = Object.entries(map.values).map(([field, expression]) => [`.${field}`, expression] as const)
  const rows = await readExpressions(ctx, {
    key: `conversion ${conversion.name} ${target.key} ${map.key}`,
    object: map.from.object,
    field: map.from.field,
    id,
    expressions: Object.fromEntries([...own, ...quantityExpressions(ctx.catalog, map)]),
    where: map.when,
    order: ctx.catalog.object(map.from.object).master?.position ?? null,
    limit: MAX_LINES + 1,
  })
  if (rows.length > MAX_LINES) throw appError('too_large', { limit: String(MAX_LINES) })
  const lines = rows.map(({ id: line, version, values }) => ({
    id: line,
    version,
    values: named(map.values, (field) => values[`.${field}`]),
    remaining: map.quantity ? Number(values['remaining']) : null,
    converted: Number(values['converted'] ?? 0),
  }))
  return lines.filter(({ remaining }) => remaining === null || remaining > 0)
}

const orNothing = (field: string): string => `(${field} == null ? 0 : ${field})`

/** Empty numbers count as nothing; the difference is PostgreSQL's, so it is exact. */
function quantityExpressions(catalog: Catalog, { from, quantity }: CompiledLineMap): [string, CheckedExpression][] {
  if (!quantity) return []
  const remaining = `${orNothing(quantity.from)} - ${orNothing(quantity.converted)}`
  return [
    ['remaining', numberExpression(catalog, from.object, remaining)],
    ['converted', numberExpression(catalog, from.object, orNothing(quantity.converted))],
  ]
}

function numberExpression(catalog: Catalog, object: string, source: string): CheckedExpression {
  const checked = checkExpression(source, typeEnvironment(catalog, object))
  if (!checked.ok) throw new Error(`The quantities of ${object} were published with mistakes`)
  return checked.expression
}

import { conversionsOf, getRecord } from '@fieldwork/database'
import { appError } from '@fieldwork/metadata'
import type { CompiledConversion, CompiledConversionTarget } from '@fieldwork/metadata'
import { demand } from '../actor-context.ts'
import type { Actor, FieldValues, RecordAddress } from '../types.ts'
import type { WriteContext } from '../write-context.ts'
import { conversionOf, isDone, isIncluded, planConversion } from './plan-conversion.ts'
import type { ConversionPlan, PlannedTarget } from './plan-conversion.ts'
import { readsHidden } from './reads-hidden.ts'
import { readSource, readSourceLines } from './read-source.ts'
import type { ConversionPreview, ConversionState, ConvertInput, TargetPreview } from './types.ts'

/** What a conversion would make of a record; nothing is written. Throws what `convertRecord` does before it writes. */
export async function previewConversion(ctx: WriteContext, input: ConvertInput): Promise<ConversionPreview> {
  demand(ctx, input.object, 'read')
  if (readsHidden(ctx, conversionOf(ctx, input.object, input.conversion))) throw appError('forbidden')
  const plan = await planConversion(ctx, input)
  const { conversion } = plan
  const { locale } = ctx.actor
  const targets: [string, TargetPreview][] = []
  for (const target of conversion.targets) targets.push([target.key, await previewTarget(ctx, { plan, target, input })])
  const { label, help } = conversion
  return {
    conversion: conversion.name,
    label: label[locale],
    help: help?.[locale] ?? null,
    targets: Object.fromEntries(targets),
  }
}

interface Previewed {
  plan: ConversionPlan
  target: CompiledConversionTarget
  input: ConvertInput
}

async function previewTarget(ctx: WriteContext, { plan, target, input }: Previewed): Promise<TargetPreview> {
  const { source, targets } = plan
  const found = source.targets[target.key]
  const choice = input.targets[target.key] ?? {}
  const planned = targets.find((each) => each.target === target)
  const values = { ...found?.values, ...choice.values }
  const suggested = found?.suggested ?? null
  return {
    object: target.object,
    label: target.label[ctx.actor.locale],
    optional: target.optional,
    include: isIncluded(target, choice, source),
    existing: target.existing
      ? { suggested: suggested === null ? null : await named(ctx, target.object, suggested) }
      : null,
    values: await labelled(ctx, target.object, values),
    links: [...Object.keys(target.links), ...(target.source === null ? [] : [target.source])],
    lines: previewLines(planned),
  }
}

const previewLines = (planned: PlannedTarget | undefined): TargetPreview['lines'] =>
  Object.fromEntries(
    (planned?.lines ?? []).map(({ map, taken }) => [
      map.key,
      taken.map(({ line, quantity }) => ({
        id: line.id,
        remaining: line.remaining,
        values: { ...line.values, ...(map.quantity && { [map.quantity.to]: quantity }) },
      })),
    ]),
  )

/** Lookups as reads return them. */
async function labelled(ctx: WriteContext, name: string, values: FieldValues): Promise<FieldValues> {
  const object = ctx.catalog.object(name)
  const shown: FieldValues = {}
  for (const [field, value] of Object.entries(values)) {
    const reference = object.fields.get(field)?.reference
    shown[field] = reference && typeof value === 'string' ? await named(ctx, reference, value) : value
  }
  return shown
}

async function named(ctx: WriteContext, object: string, id: string): Promise<{ id: string; label: string | null }> {
  const { nameField } = ctx.catalog.object(object)
  if (ctx.access(object, 'read').kind === 'none') return { id, label: null }
  const record = await getRecord(ctx, { object, id, fields: [nameField] })
  return { id, label: record ? String((JSON.parse(record.json) as FieldValues)[nameField] ?? '') : null }
}

/** The conversions of an object that the actor could make, the first in order first. */
export function conversionsFor(ctx: ConversionContext, object: string): CompiledConversion[] {
  const found = [...ctx.catalog.conversions.values()].filter(
    (conversion) => conversion.source === object && isPossibleFor(ctx, conversion),
  )
  return found.sort((a, b) => a.order - b.order || (a.name < b.name ? -1 : 1))
}

type ConversionContext = Pick<WriteContext, 'catalog' | 'access' | 'masked'>

/** Who does not see what a conversion reads would learn it from what it makes. */
function isPossibleFor(ctx: ConversionContext, conversion: CompiledConversion): boolean {
  const isRead = conversion.targets.every(
    (target) => target.optional || ctx.access(target.object, target.existing ? 'read' : 'create').kind !== 'none',
  )
  return isRead && !readsHidden(ctx, conversion)
}

/** Which conversions a record allows now, and what they have made of it: records that the actor may see. */
export async function conversionStates(ctx: WriteContext, { object, id }: RecordAddress): Promise<ConversionState[]> {
  demand(ctx, object, 'read')
  const states: ConversionState[] = []
  const links = await conversionsOf(ctx.db, id)
  for (const conversion of conversionsFor(ctx, object)) {
    const { name, label, help } = conversion
    const made = await madeBy(ctx, { conversion, links: links.filter((link) => link.conversion === name) })
    const available = await isAvailable(ctx, conversion, id)
    states.push({ name, label: label[ctx.actor.locale], help: help?.[ctx.actor.locale] ?? null, available, made })
  }
  return states
}

async function isAvailable(ctx: WriteContext, conversion: CompiledConversion, id: string): Promise<boolean> {
  const { isPossible } = await readSource(ctx, conversionOf(ctx, conversion.source, conversion.name), id)
  if (!isPossible || (await isDone(ctx, conversion, id))) return false
  for (const target of conversion.targets) {
    for (const map of target.lines.filter(({ quantity }) => quantity !== null)) {
      if ((await readSourceLines(ctx, { conversion, target, map, id })).length === 0) return false
    }
  }
  return true
}

interface Links {
  conversion: CompiledConversion
  links: Awaited<ReturnType<typeof conversionsOf>>
}

async function madeBy(ctx: WriteContext, { conversion, links }: Links): Promise<ConversionState['made']> {
  const made: ConversionState['made'] = []
  for (const { target, object, id, at } of links) {
    if (!ctx.catalog.objects.has(object) || ctx.access(object, 'read').kind === 'none') continue
    const { nameField, label } = ctx.catalog.object(object)
    const record = await getRecord(ctx, { object, id, fields: [nameField] })
    if (!record) continue
    const name = (JSON.parse(record.json) as FieldValues)[nameField]
    const words: Record<Actor['locale'], string> = conversion.targets.find(({ key }) => key === target)?.label ?? label
    made.push({ target, label: words[ctx.actor.locale], object, id, name: name == null ? null : String(name), at })
  }
  return made
}

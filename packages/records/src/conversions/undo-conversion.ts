import { getRecord } from '@fieldwork/database'
import type { MakingConversion, TakenQuantity, WriteInput } from '@fieldwork/database'
import type { CompiledConversion } from '@fieldwork/metadata'
import type { FieldValues } from '../types.ts'
import type { WriteContext } from '../write-context.ts'
import { notPossible } from './conversion-problems.ts'
import { exactSum } from './exact-sum.ts'
import { isComplete } from './is-complete.ts'
import { isDone } from './plan-conversion.ts'

/** Writes to the source in the name of the conversion. */
export interface SourceWriter extends WriteContext {
  changeRecord(ctx: WriteContext, change: WriteInput): Promise<unknown>
}

interface Link extends Pick<MakingConversion, 'source' | 'target' | 'taken'> {
  definition: CompiledConversion
}

/**
 * Takes back what a conversion wrote to its source for one record: quantities, links to it, and the state.
 *
 * @param ctx that of the conversion, whose source is locked
 * @param id of the record that is gone
 */
export async function undoConversion(ctx: SourceWriter, link: Link, id: string): Promise<void> {
  for (const taken of link.taken) await addTo(ctx, taken, -taken.quantity)
  const { undo } = link.definition.writeBack
  const stored = undo && (await readRecord(ctx, link.source))
  if (!stored) return
  const links = linksOf(link).filter((field) => idIn(stored[field]) === id)
  const values = Object.fromEntries(links.map((field) => [field, null]))
  await writeSource(ctx, link, { stored, values, transition: undo.transition })
}

/**
 * Writes it again for a record that returns.
 *
 * @throws conversion_not_possible (it has been taken otherwise)
 */
export async function redoConversion(ctx: SourceWriter, link: Link, id: string): Promise<void> {
  const { definition, source } = link
  if (await isDone(ctx, definition, source.id)) throw notPossible(definition, 'replaced')
  for (const taken of link.taken) {
    await assertLeft(ctx, link, taken)
    await addTo(ctx, taken, taken.quantity)
  }
  const { undo, transition } = definition.writeBack
  const stored = undo && (await readRecord(ctx, source))
  if (!stored) return
  const links = linksOf(link).filter((field) => idIn(stored[field]) === null)
  const values = Object.fromEntries(links.map((field) => [field, id]))
  const complete = await isComplete(ctx, { conversion: definition, targets: definition.targets, id: source.id })
  await writeSource(ctx, link, { stored, values, transition: complete ? transition : null })
}

const linksOf = ({ definition, target }: Link): string[] =>
  Object.entries(definition.writeBack.links).flatMap(([field, key]) => (key === target ? [field] : []))

const idIn = (value: unknown): string | null => (value as { id: string } | null | undefined)?.id ?? null

async function readRecord(ctx: WriteContext, { object, id }: { object: string; id: string }) {
  const record = await getRecord(ctx, { object, id })
  return record && (JSON.parse(record.json) as FieldValues)
}

/** A line that is gone has nothing to give back to. */
async function addTo(ctx: SourceWriter, { object, id, field }: TakenQuantity, quantity: number): Promise<void> {
  const line = ctx.catalog.objects.get(object)?.fields.has(field) ? await readRecord(ctx, { object, id }) : null
  if (!line) return
  const total = exactSum(Number(line[field] ?? 0), quantity)
  await ctx.changeRecord(ctx, { object, id, operation: 'update', values: { [field]: Math.max(total, 0) } })
}

async function assertLeft(ctx: WriteContext, { definition }: Link, taken: TakenQuantity): Promise<void> {
  const maps = definition.targets.flatMap(({ lines }) => lines)
  const map = maps.find(({ from, quantity }) => from.object === taken.object && quantity?.converted === taken.field)
  const line = map?.quantity && (await readRecord(ctx, taken))
  if (!line) return
  const remaining = exactSum(Number(line[map.quantity!.from] ?? 0), -Number(line[taken.field] ?? 0))
  if (taken.quantity > remaining) throw notPossible(definition, 'replaced')
}

interface SourceWrite {
  stored: FieldValues
  values: FieldValues
  transition: string | null
}

/** The state only follows where there is a way from the one in which the source is. */
async function writeSource(ctx: SourceWriter, { source }: Link, { stored, values, transition }: SourceWrite) {
  const { states } = ctx.catalog.object(source.object)
  const way = transition === null ? undefined : states?.transitions[transition]
  if (states && way?.from.includes(String(stored[states.field])))
    await ctx.changeRecord(ctx, { ...source, operation: 'transition', transition: transition!, values })
  else if (Object.keys(values).length > 0) await ctx.changeRecord(ctx, { ...source, operation: 'update', values })
}

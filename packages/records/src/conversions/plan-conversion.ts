import { conversionsOf, getRecord } from '@fieldwork/database'
import { appError } from '@fieldwork/metadata'
import type { CompiledConversion, CompiledConversionTarget, CompiledLineMap } from '@fieldwork/metadata'
import type { Problem } from '@fieldwork/fields'
import { asSystem } from '../access/as-system.ts'
import { contextOf } from '../actor-context.ts'
import type { WriteContext } from '../write-context.ts'
import { alwaysNew, neededTarget, notPositive, notPossible, notThere, repeatedLine } from './conversion-problems.ts'
import { tooMuch, unknownLine, unknownLines, unknownTarget, wholeLine } from './conversion-problems.ts'
import { readSource, readSourceLines } from './read-source.ts'
import type { SourceLine, SourceValues } from './read-source.ts'
import type { ConvertInput, TargetChoice } from './types.ts'

/** A source line and how much of it is converted. */
export interface TakenLine {
  line: SourceLine
  /** null: as a whole */
  quantity: number | null
}

/** What becomes of one target. */
export interface PlannedTarget {
  target: CompiledConversionTarget
  choice: TargetChoice
  lines: { map: CompiledLineMap; taken: TakenLine[] }[]
}

export interface ConversionPlan {
  conversion: CompiledConversion
  source: SourceValues
  /** without those that are left out */
  targets: PlannedTarget[]
}

/** @throws not_found */
export function conversionOf({ catalog }: Pick<WriteContext, 'catalog'>, object: string, name: string) {
  const conversion = catalog.conversions.get(name)
  if (conversion?.source !== object) throw appError('not_found', { name })
  return conversion
}

/**
 * Decides what a conversion makes.
 *
 * @throws not_found, stale_version, conversion_not_possible, validation_failed (every problem of the choices)
 */
export async function planConversion(ctx: WriteContext, input: ConvertInput): Promise<ConversionPlan> {
  const conversion = conversionOf(ctx, input.object, input.conversion)
  const source = await readSource(ctx, conversion, input.id)
  if (input.expectedVersion !== undefined && input.expectedVersion !== source.version) throw appError('stale_version')
  if (!source.isPossible) throw notPossible(conversion, 'condition')
  if (await isDone(ctx, conversion, input.id)) throw notPossible(conversion, 'done')
  const problems = choiceProblems(conversion, input.targets)
  const targets: PlannedTarget[] = []
  for (const target of conversion.targets) {
    const choice = input.targets[target.key] ?? {}
    if (!isIncluded(target, choice, source)) continue
    const pointer = `/targets/${target.key}`
    if (choice.existing != null && (await isMissing(ctx, target.object, choice.existing)))
      problems.push(notThere(pointer))
    const isNew = choice.existing == null
    targets.push({
      target,
      choice,
      lines: isNew ? await planLines(ctx, { conversion, target, choice, id: input.id, problems }) : [],
    })
  }
  if (problems.length > 0) throw appError('validation_failed', {}, problems)
  if (hasQuantities(conversion) && !targets.some(({ lines }) => lines.some(({ taken }) => taken.length > 0)))
    throw notPossible(conversion, 'nothingLeft')
  return { conversion, source, targets }
}

const hasQuantities = ({ targets }: CompiledConversion): boolean =>
  targets.some(({ lines }) => lines.some(({ quantity }) => quantity !== null))

/** Whether the conversion has made something of the record that is still there. */
export async function isDone(ctx: WriteContext, conversion: CompiledConversion, id: string): Promise<boolean> {
  if (conversion.repeat || hasQuantities(conversion)) return false
  const all = await conversionsOf(ctx.db, id)
  const done = all.filter((each) => each.conversion === conversion.name && !each.undone)
  const system = { ...contextOf(ctx.deps, ctx.catalog, asSystem('conversion')), db: ctx.db }
  for (const { object, id: made } of done) {
    if (ctx.catalog.objects.has(object) && !(await isMissing(system, object, made))) return true
  }
  return false
}

const isMissing = async (ctx: Parameters<typeof getRecord>[0], object: string, id: string): Promise<boolean> =>
  ctx.access(object, 'read').kind === 'none' || (await getRecord(ctx, { object, id, fields: ['id'] })) === null

/** An optional target is made when its condition holds, or it has none, unless somebody decides otherwise. */
export function isIncluded(
  { key, optional }: CompiledConversionTarget,
  { include }: TargetChoice,
  { targets }: SourceValues,
): boolean {
  const suggested = targets[key]?.when ?? true
  return optional ? (include ?? suggested) : suggested
}

function choiceProblems({ targets }: CompiledConversion, choices: Record<string, TargetChoice>): Problem[] {
  return Object.entries(choices).flatMap(([key, choice]) => {
    const pointer = `/targets/${key}`
    const target = targets.find((each) => each.key === key)
    if (!target) return [unknownTarget(pointer)]
    return [
      ...(choice.include === false && !target.optional ? [neededTarget(pointer)] : []),
      ...(choice.existing != null && !target.existing ? [alwaysNew(pointer)] : []),
      ...Object.keys(choice.lines ?? {})
        .filter((name) => !target.lines.some((lines) => lines.key === name))
        .map((name) => unknownLines(`${pointer}/lines/${name}`)),
    ]
  })
}

interface LinesPlan {
  conversion: CompiledConversion
  target: CompiledConversionTarget
  choice: TargetChoice
  id: string
  problems: Problem[]
}

async function planLines(ctx: WriteContext, { conversion, target, choice, id, problems }: LinesPlan) {
  const planned: PlannedTarget['lines'] = []
  for (const map of target.lines) {
    const known = await readSourceLines(ctx, { conversion, target, map, id })
    const chosen = choice.lines?.[map.key]
    const pointer = `/targets/${target.key}/lines/${map.key}`
    const taken = chosen
      ? takeChosen(known, { chosen, pointer, problems })
      : known.map((line) => ({ line, quantity: line.remaining }))
    planned.push({ map, taken })
  }
  return planned
}

interface Chosen {
  chosen: { id: string; quantity?: number }[]
  pointer: string
  problems: Problem[]
}

function takeChosen(known: readonly SourceLine[], { chosen, pointer, problems }: Chosen): TakenLine[] {
  const seen = new Set<string>()
  return chosen.flatMap(({ id, quantity }, at) => {
    const place = `${pointer}/${at}`
    const line = known.find((each) => each.id === id.toLowerCase())
    const problem = line ? lineProblem(place, line, { quantity, isRepeated: seen.has(line.id) }) : unknownLine(place)
    if (problem) problems.push(problem)
    if (!line || problem) return []
    seen.add(line.id)
    return [{ line, quantity: line.remaining === null ? null : (quantity ?? line.remaining) }]
  })
}

function lineProblem(
  place: string,
  { remaining }: SourceLine,
  { quantity, isRepeated }: { quantity: number | undefined; isRepeated: boolean },
): Problem | null {
  if (isRepeated) return repeatedLine(place)
  if (quantity === undefined) return null
  if (remaining === null) return wholeLine(place)
  if (!(quantity > 0)) return notPositive(place)
  return quantity > remaining ? tooMuch(place, remaining) : null
}

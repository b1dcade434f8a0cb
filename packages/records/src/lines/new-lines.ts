import { checkLineRules, tellLineListeners } from '@fieldwork/database'
import { appError, isPlainObject } from '@fieldwork/metadata'
import type { CompiledCollection, CompiledObject, CompiledRule } from '@fieldwork/metadata'
import type { Problem } from '@fieldwork/fields'
import { withinNewMaster } from '../access/within-new-master.ts'
import { createRows } from '../create-rows.ts'
import type { FieldValues, ManyCreated } from '../types.ts'
import { tryNewRecord } from '../values.ts'
import type { WriteContext } from '../write-context.ts'
import { rulesNamed } from '../write-problems.ts'
import { unwritable } from '../entered-fields.ts'
import { keepingWholes } from './keep-wholes.ts'
import { newLineHasNoId, notALine, pointingTo, within } from './line-problems.ts'
import { enteredValues, masterOf, masterProblems } from './line-values.ts'
import { splitLines } from './split-lines.ts'
import type { Split } from './split-lines.ts'

/** Stands for the id of a master that is not stored yet. */
const someId = '00000000-0000-7000-8000-000000000000'

/** Everything that is wrong with the lines of a new record, at any depth, as far as it can be told without storing it. */
export function newLineProblems(ctx: WriteContext, { sent, problems }: Split): Problem[] {
  const found = sent.flatMap(({ collection, lines }) => {
    const child = ctx.catalog.object(collection.object)
    return lines.flatMap((line, at) => lineProblems(ctx, child, { line, pointer: `/${collection.name}/${at}` }))
  })
  return [...problems, ...found]
}

/** @param masterId null: the master is new too, so the line can name none */
export function lineProblems(
  ctx: WriteContext,
  child: CompiledObject,
  { line, pointer, masterId = null }: { line: unknown; pointer: string; masterId?: string | null },
): Problem[] {
  if (!isPlainObject(line)) return [notALine(pointer)]
  const split = splitLines(child, line, 'create')
  const { field: master } = masterOf(child)
  const entered = enteredValues(child, split?.own ?? line)
  const { problems } = tryNewRecord(
    ctx,
    child,
    { ...entered, [master]: masterId ?? someId },
    { ...optionsOf(ctx), given: [master] },
  )
  const partly = unwritable(ctx, child, { operation: 'create', values: entered, isStrict: true })
  return [
    ...(line.id == null ? [] : [newLineHasNoId(pointer)]),
    ...masterProblems(child, line, { pointer, masterId }),
    ...within(pointer, withAll(problems, partly)),
    ...(split ? within(pointer, newLineProblems(ctx, split)) : []),
  ]
}

/** The problems of both, each once. */
const withAll = (problems: readonly Problem[], more: readonly Problem[]): Problem[] => [
  ...problems,
  ...more.filter(({ pointer, code }) => !problems.some((known) => known.pointer === pointer && known.code === code)),
]

const optionsOf = ({ actor }: WriteContext) => ({ anyState: actor.system !== undefined })

/** New lines of one record. */
export interface LineGroup {
  masterId: string
  lines: { values: FieldValues; place: number; pointer: string }[]
}

/**
 * Stores new lines of one or many records at once, then the lines of these. They have been checked.
 *
 * @returns their ids in the order of the groups and lines, and what the lines were warned of
 */
export async function insertLines(
  ctx: WriteContext,
  collection: CompiledCollection,
  groups: readonly LineGroup[],
): Promise<ManyCreated> {
  const child = ctx.catalog.object(collection.object)
  const lines = groups.flatMap((group) => group.lines.map((line) => ({ ...line, masterId: group.masterId })))
  if (lines.length === 0) return { ids: [], warnings: [] }
  const splits = lines.map(({ values }) => splitLines(child, values, 'create'))
  const { field, position } = masterOf(child)
  const rows = lines.map(({ values, place, masterId }, at) => ({
    ...enteredValues(child, splits[at]?.own ?? values),
    [field]: masterId,
    ...(position !== null && { [position]: place }),
  }))
  const options = { ...optionsOf(ctx), withStamps: true }
  const beforeLines = splits.some(Boolean)
  const pointers = lines.map(({ pointer }) => pointer)
  const store = () =>
    keepingWholes(ctx, {
      object: child.name,
      values: rows,
      isList: true,
      apartFrom: field,
      write: (tx) => createRows(tx, child.name, { rows, options, beforeLines }),
      created: (made) => made.ids,
    })
  const atLine = rowToLine(pointers)
  const { ids, warnings } = await pointingTo(atLine, store)
  const deeper = await insertDeeper(withinNewMaster(ctx), { splits, ids, pointers })
  const own = warnings.map((warning) => ({ ...warning, pointer: atLine(warning.pointer ?? '') }))
  const rules = beforeLines ? await ruleWarnings(ctx, child, { ids, pointers }) : []
  if (beforeLines) await tellLineListeners(ctx, { object: child.name, ids })
  return { ids, warnings: [...own, ...deeper, ...rules] }
}

/**
 * The rules of new lines over their own lines, which are stored by now.
 *
 * @throws validation_failed (every broken rule)
 */
async function ruleWarnings(
  ctx: WriteContext,
  child: CompiledObject,
  { ids, pointers }: Pick<Stored, 'ids' | 'pointers'>,
): Promise<Problem[]> {
  const broken = await checkLineRules(ctx, { object: child.name, ids })
  const told = (severity: CompiledRule['severity']) =>
    broken
      .filter((found) => found.severity === severity)
      .flatMap(({ id, names }) => within(pointers[ids.indexOf(id)] ?? '', rulesNamed(child, names)))
  const refused = told('block')
  if (refused.length > 0) throw appError('validation_failed', {}, refused)
  return told('warn')
}

const rowToLine = (pointers: readonly string[]) => (pointer: string) =>
  pointer.replace(/^\/(\d+)/, (_, row: string) => pointers[Number(row)] ?? '')

interface Stored {
  splits: readonly (Split | null)[]
  ids: readonly string[]
  pointers: readonly string[]
}

/** @returns warnings */
async function insertDeeper(ctx: WriteContext, { splits, ids, pointers }: Stored): Promise<Problem[]> {
  const deeper = new Map<CompiledCollection, LineGroup[]>()
  splits.forEach((split, at) => {
    for (const { collection, lines } of split?.sent ?? []) {
      const group = newGroup(ids[at] ?? '', lines, `${pointers[at]}/${collection.name}`)
      deeper.set(collection, [...(deeper.get(collection) ?? []), group])
    }
  })
  const warned: Problem[] = []
  for (const [collection, groups] of deeper) warned.push(...(await insertLines(ctx, collection, groups)).warnings)
  return warned
}

/** All lines of a record that is new itself. */
export const newGroup = (masterId: string, lines: readonly unknown[], pointer: string): LineGroup => ({
  masterId,
  lines: lines.map((values, at) => ({ values: values as FieldValues, place: at + 1, pointer: `${pointer}/${at}` })),
})

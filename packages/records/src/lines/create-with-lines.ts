import { checkLineRules, getRecord, miscounted, tellLineListeners, unknownNames } from '@fieldwork/database'
import { appError, pointerOf } from '@fieldwork/metadata'
import type { CompiledCollection, CompiledObject, CompiledRule } from '@fieldwork/metadata'
import type { Problem } from '@fieldwork/fields'
import { withinNewMaster } from '../access/within-new-master.ts'
import { askingAtEnd } from '../asking-at-end.ts'
import { storeRecord } from '../store-record.ts'
import type { RecordAddress, RecordText } from '../types.ts'
import { tryNewRecord } from '../values.ts'
import type { WriteContext } from '../write-context.ts'
import { rulesNamed } from '../write-problems.ts'
import { tooFewLines, tooManyLines } from './line-problems.ts'
import { insertLines, newGroup, newLineProblems } from './new-lines.ts'
import type { Split } from './split-lines.ts'

/** Everything that is wrong with a new record and its lines, as far as it can be told without storing them. */
export function wholeProblems(ctx: WriteContext, object: CompiledObject, split: Split): Problem[] {
  const { problems } = tryNewRecord(ctx, object, split.own, { anyState: ctx.actor.system !== undefined })
  return [...problems, ...newLineProblems(ctx, split)]
}

/**
 * A new record with its lines, in one transaction: the record, then all lines of a collection at once.
 *
 * @throws validation_failed (every problem, pointers such as `/lines/3/quantity`), and what a new record is refused for
 */
export async function createWithLines(ctx: WriteContext, object: CompiledObject, split: Split): Promise<RecordText> {
  const problems = wholeProblems(ctx, object, split)
  if (problems.length > 0) throw appError('validation_failed', {}, problems)
  return askingAtEnd(ctx, async (within) => {
    const { id, warnings = [] } = await storeRecord(within, object, { values: split.own, beforeLines: true })
    const withNew = withinNewMaster(within)
    const warned = [...warnings]
    for (const { collection, lines } of split.sent)
      warned.push(...(await insertLines(withNew, collection, [newGroup(id, lines, `/${collection.name}`)])).warnings)
    return finished(within, { object: object.name, id, collections: collectionsOf(split), warned })
  })
}

/** The collections that were sent. */
export const collectionsOf = ({ sent }: Split): CompiledCollection[] => sent.map(({ collection }) => collection)

/**
 * The end of a write with lines: how many there are now, the rules that look at them, then the whole as it is stored.
 *
 * @throws validation_failed (every broken rule and bound)
 */
export async function finished(ctx: WriteContext, input: Finished): Promise<RecordText> {
  const { object: name, id, collections, warned } = input
  const { problems, warnings } = await wholeFindings(ctx, { object: ctx.catalog.object(name), id, collections })
  if (problems.length > 0) throw appError('validation_failed', {}, problems)
  await tellLineListeners(ctx, { object: name, ids: [id] })
  const unknown = unknownNames(ctx)
  const shown = collections.filter(({ object, field }) => !unknown(object).has(field))
  const expand = shown.map((collection) => `${collection.name}(limit:500)`).join(',')
  const record = await getRecord(ctx, { object: name, id, expand })
  return { id, version: record?.version ?? 0, json: record?.json ?? 'null', warnings: [...warned, ...warnings] }
}

interface Finished extends RecordAddress {
  collections: readonly CompiledCollection[]
  /** what the write was warned of so far */
  warned: readonly Problem[]
}

interface WholeInput {
  object: CompiledObject
  id: string
  collections: readonly CompiledCollection[]
}

async function wholeFindings(ctx: WriteContext, { object, id, collections }: WholeInput) {
  const broken = await checkLineRules(ctx, { object: object.name, ids: [id] })
  const problemsOf = (severity: CompiledRule['severity']) =>
    broken.filter((found) => found.severity === severity).flatMap(({ names }) => rulesNamed(object, names))
  const miscounts = await miscounted(ctx, { object, ids: [id], collections })
  const counts = miscounts.map(({ kind, limit, collection }) =>
    (kind === 'few' ? tooFewLines : tooManyLines)(pointerOf(collection.name), limit),
  )
  return { problems: [...problemsOf('block'), ...counts], warnings: problemsOf('warn') }
}

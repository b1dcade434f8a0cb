import { checkLineRules, getRecord, miscounted } from '@fieldwork/database'
import { appError, pointerOf } from '@fieldwork/metadata'
import type { CompiledCollection, CompiledObject } from '@fieldwork/metadata'
import type { Problem } from '@fieldwork/fields'
import { withinNewMaster } from '../access/within-new-master.ts'
import { inTransaction } from '../in-transaction.ts'
import { storeRecord } from '../store-record.ts'
import type { RecordAddress, RecordText } from '../types.ts'
import { tryNewRecord } from '../values.ts'
import type { WriteContext } from '../write-context.ts'
import { ruleProblem } from '../write-problems.ts'
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
  return inTransaction(ctx, async (within) => {
    const { id } = await storeRecord(within, object, { values: split.own, beforeLines: true })
    const withNew = withinNewMaster(within)
    for (const { collection, lines } of split.sent)
      await insertLines(withNew, collection, [newGroup(id, lines, `/${collection.name}`)])
    return finished(within, { object: object.name, id }, collectionsOf(split))
  })
}

/** The collections that were sent. */
export const collectionsOf = ({ sent }: Split): CompiledCollection[] => sent.map(({ collection }) => collection)

/**
 * The end of a write with lines: how many there are now, the rules that look at them, then the whole as it is stored.
 *
 * @throws validation_failed (every broken rule and bound)
 */
export async function finished(
  ctx: WriteContext,
  { object: name, id }: RecordAddress,
  collections: readonly CompiledCollection[],
): Promise<RecordText> {
  const problems = await wholeFindings(ctx, { object: ctx.catalog.object(name), id, collections })
  if (problems.length > 0) throw appError('validation_failed', {}, problems)
  const expand = collections.map((collection) => `${collection.name}(limit:500)`).join(',')
  const record = await getRecord(ctx, { object: name, id, expand })
  return { id, version: record?.version ?? 0, json: record?.json ?? 'null' }
}

interface WholeInput {
  object: CompiledObject
  id: string
  collections: readonly CompiledCollection[]
}

async function wholeFindings(ctx: WriteContext, { object, id, collections }: WholeInput): Promise<Problem[]> {
  const broken = await checkLineRules(ctx, { object: object.name, ids: [id] })
  const names = new Set(broken.flatMap((found) => found.names))
  const rules = object.rules.filter((rule) => names.has(`rule:${rule.name}`)).map(ruleProblem)
  const miscounts = await miscounted(ctx, { object, ids: [id], collections })
  const counts = miscounts.map(({ kind, limit, collection }) =>
    (kind === 'few' ? tooFewLines : tooManyLines)(pointerOf(collection.name), limit),
  )
  return [...rules, ...counts]
}

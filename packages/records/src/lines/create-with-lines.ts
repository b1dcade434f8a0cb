import { checkLineRules, getRecord } from '@fieldwork/database'
import { appError } from '@fieldwork/metadata'
import type { CompiledObject } from '@fieldwork/metadata'
import type { Problem } from '@fieldwork/fields'
import { inTransaction } from '../in-transaction.ts'
import { storeRecord } from '../store-record.ts'
import type { RecordAddress, RecordText } from '../types.ts'
import { tryNewRecord } from '../values.ts'
import type { WriteContext } from '../write-context.ts'
import { refusalOf } from '../write-problems.ts'
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
    for (const { collection, lines } of split.sent)
      await insertLines(within, collection, [newGroup(id, lines, `/${collection.name}`)])
    return finished(within, { object: object.name, id }, namesOf(split))
  })
}

/** The collections that were sent. */
export const namesOf = ({ sent }: Split): string[] => sent.map(({ collection }) => collection.name)

/**
 * The end of a write with lines: the rules that look at them, then the whole as it is stored.
 *
 * @throws validation_failed (every broken rule)
 */
export async function finished(
  ctx: WriteContext,
  { object, id }: RecordAddress,
  collections: readonly string[],
): Promise<RecordText> {
  const detail = await checkLineRules(ctx, { object, id })
  if (detail.length > 0) {
    const outcome = { code: 'rule' as const, detail, json: null, version: null }
    throw refusalOf(outcome, ctx.catalog, { object: ctx.catalog.object(object), id })
  }
  const expand = collections.map((name) => `${name}(limit:500)`).join(',')
  const record = await getRecord(ctx, { object, id, expand })
  return { id, version: record?.version ?? 0, json: record?.json ?? 'null' }
}

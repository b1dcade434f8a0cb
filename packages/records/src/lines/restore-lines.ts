import { momentOfVersion, readLines, readPastLines, renumberLines } from '@fieldwork/database'
import type { PastLine, WriteInput } from '@fieldwork/database'
import type { CompiledObject } from '@fieldwork/metadata'
import { demand } from '../actor-context.ts'
import { exactMoment } from '../exact-moment.ts'
import { inTransaction } from '../in-transaction.ts'
import { restoreRecord } from '../restore-record.ts'
import type { FieldValues, RecordAddress, RecordText, RestoreInput } from '../types.ts'
import { changeRecord } from '../write-change.ts'
import type { WriteContext } from '../write-context.ts'
import { finished } from './create-with-lines.ts'
import { pointingTo } from './line-problems.ts'
import { masterOf } from './line-values.ts'
import { linesOf } from './split-lines.ts'

/**
 * A record and its lines as they were, in one transaction.
 *
 * @throws not_found (the record, or the version), stale_version, and whatever a change may be refused for
 */
export function restoreWithLines(ctx: WriteContext, input: RestoreInput): Promise<RecordText> {
  const { object, id } = input
  return inTransaction(ctx, async (tx) => {
    const write = (change: WriteInput) => changeRecord(tx, { ...change, beforeLines: true })
    await restoreRecord(tx, tx.actor, input, write)
    const at = 'at' in input ? exactMoment(input.at) : await momentOfVersion(tx, input)
    const reason = input.reason ?? ('at' in input ? input.at : `version ${input.version}`)
    if (at !== null) await restoreLines(tx, { object, id, at, reason })
    return finished(tx, { object, id }, linesOf(tx.catalog.object(object)))
  })
}

interface RestoreLinesInput extends RecordAddress {
  /** timestamp as PostgreSQL writes it */
  at: string
  reason: string
}

/**
 * Brings the lines of a record back to what they were at a moment: those that did not exist go into the recycle bin,
 * those that were removed come back, those that changed go back; lines of lines too.
 */
async function restoreLines(ctx: WriteContext, { object, id, at, reason }: RestoreLinesInput): Promise<void> {
  for (const collection of linesOf(ctx.catalog.object(object))) {
    const child = ctx.catalog.object(collection.object)
    const lines = await readPastLines(ctx, { object: child.name, id, at })
    const restore = () => restoreEach(ctx, child, { lines, at, reason })
    await pointingTo(`/${collection.name}`, restore)
    await countAgain(ctx, child, id)
  }
}

interface Restoring {
  lines: readonly PastLine[]
  at: string
  reason: string
}

/** What goes makes room for what comes back. */
async function restoreEach(ctx: WriteContext, child: CompiledObject, { lines, at, reason }: Restoring): Promise<void> {
  const { name: object } = child
  const gone = lines.filter(({ isLive, wasLive }) => isLive && !wasLive)
  const back = lines.filter(({ isLive, wasLive }) => !isLive && wasLive)
  if (gone.length + back.length > 0) demand(ctx, object, 'delete')
  for (const { id } of gone) await changeRecord(ctx, { object, id, operation: 'delete', values: {}, reason })
  for (const { id } of back) await changeRecord(ctx, { object, id, operation: 'undelete', values: {}, reason })
  for (const { id, wasLive, values } of lines) {
    if (!wasLive) continue
    const entered = restorable(ctx, child, values)
    if (Object.keys(entered).length > 0) {
      demand(ctx, object, 'update')
      await changeRecord(ctx, { object, id, operation: 'restore', values: entered, reason })
    }
    await restoreLines(ctx, { object, id, at, reason })
  }
}

/** A line stays with its master; what the platform keeps, only an administrator brings back, the place excepted. */
function restorable(ctx: WriteContext, child: CompiledObject, values: FieldValues): FieldValues {
  const { field, position } = masterOf(child)
  const hidden = ctx.actor.administrator ? undefined : child.states?.field
  const isOpen = (name: string) =>
    name !== field &&
    name !== hidden &&
    (name === position || ctx.actor.administrator || child.fields.get(name)?.readOnly === false)
  return Object.fromEntries(Object.entries(values).filter(([name]) => isOpen(name)))
}

async function countAgain(ctx: WriteContext, { name: object }: CompiledObject, id: string): Promise<void> {
  const order = (await readLines(ctx, { object, id })).map((line) => line.id)
  await renumberLines(ctx, { object, id, order })
}
